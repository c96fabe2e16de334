// Traces of an item: frames come with the oldest call first, a chain with the raised exception first.

import { type Json, listOf, objectOf, textOf } from "../../pipeline/jsonShapes";
import type { StackFrame, StackStyle, Thrown } from "../../pipeline/stackTrace";

export interface ItemStack {
  /** The raised exception first; [] for messages. */
  readonly chain: readonly Thrown[];
  readonly style: StackStyle;
  /** Text of a crash report; "" for the others. */
  readonly raw: string;
  /** Variables of the innermost frame. */
  readonly locals: unknown;
}

export function stackOfItem(data: Json): ItemStack {
  const body = objectOf(data.body);
  const traces = listOf(body.trace_chain ?? body.trace);
  const root = textOf(objectOf(data.server).root);
  return {
    chain: traces.map((trace) => toThrown(trace, root)),
    style: styleOf(textOf(data.language) || textOf(data.platform)),
    raw: textOf(objectOf(body.crash_report).raw),
    locals: listOf(traces[0]?.frames).at(-1)?.locals,
  };
}

function toThrown(trace: Json, root: string): Thrown {
  const exception = objectOf(trace.exception);
  return {
    type: textOf(exception.class),
    message: textOf(exception.message) || textOf(exception.description),
    frames: listOf(trace.frames).map((frame) => toFrame(frame, root)),
  };
}

function toFrame(frame: Json, root: string): StackFrame {
  const name = textOf(frame.method);
  const className = textOf(frame.class_name);
  return {
    file: underRoot(textOf(frame.filename), root),
    line: numberOf(frame.lineno),
    column: numberOf(frame.colno),
    function: /^(?:\[anonymous\]|<unknown>|<anonymous>|\?)$/.test(name) ? "" : name,
    className,
    code: textOf(frame.code),
    isForeign: false,
  };
}

/** Relative paths are below `server.root`; `<string>`, addresses and absolute paths stay. */
function underRoot(file: string, root: string): string {
  if (file === "" || root === "" || !/^[\w.@-]/.test(file)) return file;
  if (/^[\w+.-]+:/.test(file)) return file;
  return `${root.replace(/[\\/]$/, "")}/${file}`;
}

function styleOf(language: string): StackStyle {
  if (/^python/i.test(language)) return "python";
  return /^(?:java|kotlin|scala|android)(?![a-z])/i.test(language) ? "java" : "javascript";
}

const numberOf = (value: unknown) =>
  typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : 0;
