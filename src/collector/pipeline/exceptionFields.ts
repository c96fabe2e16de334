// Exceptions in structured records: text with a stack, or objects and arrays of frames (structlog, log4j2,
// monolog, zerolog, bunyan), brought to type, message, stack text and the place to open.

import { topFrame } from "../../shared/frames";
import { isOwnCode } from "../../shared/ownCode";
import { numberOf } from "./jsonShapes";
import { isPlainObject } from "./parseJson";

export interface ExceptionFacts {
  /** "ZeroDivisionError", "com.acme.ShopException"; "" when not said. */
  readonly type: string;
  readonly message: string;
  /** Stack made from an array of frames; "" when the sender's own text has it already. */
  readonly stack: string;
  readonly file: string;
  readonly line: number;
  readonly function: string;
}

/** Frames of a structured stack that are printed. */
const maxFrames = 200;
const maxTypeLength = 200;

/** What a field with the role "exception" says; undefined when it says nothing of an exception. */
export function readException(value: unknown): ExceptionFacts | undefined {
  if (typeof value === "string") return value === "" ? undefined : fromText(value);
  if (Array.isArray(value)) {
    if (value.every((line) => typeof line === "string")) return fromText(value.join("\n"));
    const last: unknown = value.at(-1);
    if (isPlainObject(last) && "exc_type" in last) return fromObject(last); // structlog, outermost last
    return fromFrames("", "", value, false);
  }
  return isPlainObject(value) ? fromObject(value) : undefined;
}

/** Type and message of a stack's head: Python's stands last, all others' first. */
function exceptionHead(text: string): { readonly type: string; readonly message: string } {
  const isPython = /^[\s|+]*(?:Exception Group )?Traceback \(/m.test(text.slice(0, 4000));
  const lines = text.trimEnd().split("\n", 2000);
  const line = isPython ? lastUnindented(lines) : firstOfError(lines);
  const ruby = /^\S{1,500}:\d{1,7}:in [`'][^']{0,300}': (.*) \(([A-Z][\w:]{0,199})\)$/.exec(
    line.slice(0, 2000),
  );
  if (ruby !== null) return { type: ruby[2] ?? "", message: ruby[1] ?? "" };
  const match =
    /^(?:Unhandled exception\. |Exception in thread "[^"]{0,100}" |(?:PHP )?Fatal error: {1,2}Uncaught |Uncaught (?:exception: )?|\*\* \()?([A-Za-z_][\w.$:\\]{0,199}?)\)?(?:: (.*)|\s*)$/.exec(
      line.slice(0, 2000).trim(),
    );
  const type = match?.[1] ?? "";
  const looksLikeType = /(?:Error|Exception|Warning|Exit|Interrupt|Fault|Failure|Panic)$|[.\\]|::/;
  if (!isPython && !looksLikeType.test(type)) return { type: "", message: "" };
  return { type: type.slice(0, maxTypeLength), message: match?.[2] ?? "" };
}

function fromText(text: string): ExceptionFacts {
  const frame = text.includes("\n") ? topFrame(text) : undefined;
  const head = exceptionHead(text);
  return {
    type: head.type,
    message: head.message,
    stack: "",
    file: frame?.file ?? "",
    line: frame?.line ?? 0,
    function: frame?.function ?? "",
  };
}

function fromObject(error: Readonly<Record<string, unknown>>): ExceptionFacts | undefined {
  const type = text(error, ["exc_type", "type", "name", "class", "ClassName"]);
  const message = text(error, ["exc_value", "message", "value", "localizedMessage", "Message"]);
  const stack = text(error, ["stack", "stacktrace", "extendedStackTrace", "StackTrace"]);
  if (stack !== "") {
    const facts = fromText(stack);
    return { ...facts, type: type || facts.type, message: message || facts.message };
  }
  const lists: unknown[] = [error.frames, error.extendedStackTrace, error.trace, error.stack];
  const frames = lists.find((list): list is unknown[] => Array.isArray(list));
  if (frames !== undefined) {
    const place = typeof error.file === "string" ? [error.file] : []; // monolog: where it was thrown
    return fromFrames(type, message, [...place, ...frames], "exc_type" in error);
  }
  return type === "" && message === ""
    ? undefined
    : { type, message, stack: "", file: "", line: 0, function: "" };
}

function fromFrames(
  type: string,
  message: string,
  frames: readonly unknown[],
  isOldestFirst: boolean,
): ExceptionFacts | undefined {
  const places = frames.slice(0, maxFrames).flatMap((frame) => placeOf(frame) ?? []);
  if (places.length === 0) return undefined;
  const newestFirst = isOldestFirst ? places.toReversed() : places;
  const top = newestFirst.find((place) => isOwnCode(place.file, place.function)) ?? newestFirst[0];
  const head = message === "" ? type : `${type}: ${message}`;
  const stack = newestFirst.map((p) => `    at ${p.function || "?"} (${p.file}:${p.line}:1)`);
  return {
    type,
    message,
    stack: [head, ...stack].join("\n"),
    file: top?.file ?? "",
    line: top?.line ?? 0,
    function: top?.function ?? "",
  };
}

function placeOf(frame: unknown): { file: string; line: number; function: string } | undefined {
  if (typeof frame === "string") {
    const match = /^(.{1,500}):(\d{1,7})$/.exec(frame);
    return match?.[1] === undefined
      ? undefined
      : { file: match[1], line: Number(match[2]), function: "" };
  }
  if (!isPlainObject(frame)) return undefined;
  const file = text(frame, ["filename", "file", "source", "path", "abs_path", "fileName"]);
  const line = numberOf(frame.lineno ?? frame.line ?? frame.lineNumber ?? 0);
  if (file === "" || !Number.isSafeInteger(line)) return undefined;
  const owner = text(frame, ["class", "className"]);
  const name = text(frame, ["name", "func", "function", "method", "methodName"]);
  return { file, line, function: owner === "" ? name : `${owner}.${name}` };
}

function text(object: Readonly<Record<string, unknown>>, names: readonly string[]): string {
  for (const name of names) {
    const value = object[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return "";
}

/** Node prints the place of an uncaught error and its line before the error itself. */
function firstOfError(lines: readonly string[]): string {
  const first = lines[0] ?? "";
  if (!/^\S{1,500}:\d{1,7}$/.test(first)) return first;
  return (
    lines.find((line) => /^(?:Uncaught )?[A-Za-z_][\w.$]{0,199}(?::|$| \[)/.test(line)) ?? first
  );
}

function lastUnindented(lines: readonly string[]): string {
  return lines.findLast((line) => /^[|+ ]{0,8}[^\s|+]/.test(line) && !/^\s{4}/.test(line)) ?? "";
}
