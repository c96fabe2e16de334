// Structured stack traces (Sentry, Rollbar) → the text that their language would have printed, which the panels
// read frames from (shared/frames.ts), and the place to open.

import { topFrame } from "../../shared/frames";
import { cleanPath } from "../../shared/locations";
import { isOwnCode } from "../../shared/ownCode";

export interface StackFrame {
  /** As the client names it; may be a URL. */
  readonly file: string;
  /** 1-based; 0 when not known. */
  readonly line: number;
  /** 1-based; 0 when not known. */
  readonly column: number;
  readonly function: string;
  /** Java's package and class; "" elsewhere. */
  readonly className: string;
  /** The line of source, when the client sends it. */
  readonly code: string;
  /** The client knows that it is a library's. */
  readonly isForeign: boolean;
}

export interface Thrown {
  readonly type: string;
  readonly message: string;
  /** Oldest call first. */
  readonly frames: readonly StackFrame[];
}

export type StackStyle = "python" | "java" | "javascript";

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly function: string;
}

/** Exceptions of a chain that are printed; what is beyond is a loop of causes. */
const maxThrown = 10;
/** Frames printed of one exception: a runaway recursion has thousands of the same. */
const maxOldest = 20;
const maxNewest = 80;
/** Longest line of source (characters): bundles have all in one. */
const maxCode = 300;

/** `chain`: the raised exception first, then its causes. "" when there is nothing to print. */
export function stackText(chain: readonly Thrown[], style: StackStyle): string {
  const shown = chain.slice(0, maxThrown);
  if (!shown.some(({ frames }) => frames.length > 0)) return "";
  if (style === "python") {
    return shown
      .map((thrown) => pythonText(thrown))
      .reverse()
      .join("\n\nThe above exception was the direct cause of the following exception:\n\n");
  }
  return shown
    .map((thrown, index) => `${index === 0 ? "" : "Caused by: "}${atText(thrown, style)}`)
    .join("\n");
}

/** The newest frame of the developer's own code, of the raised exception before its causes. */
export function placeOfStack(chain: readonly Thrown[], style: StackStyle): Place | undefined {
  if (style === "java") return topFrame(stackText(chain, style));
  for (const isWanted of [isOwn, isAnywhere]) {
    for (const { frames } of chain.slice(0, maxThrown)) {
      const frame = frames.findLast(isWanted);
      if (frame !== undefined) {
        return { file: pathOf(frame), line: frame.line, function: frame.function };
      }
    }
  }
  return undefined;
}

/** `Type: message`, or what there is of it. */
export function headOf({ type, message }: Pick<Thrown, "type" | "message">): string {
  return type === "" || message === "" ? type || message : `${type}: ${message}`;
}

const isAnywhere = ({ file, line }: StackFrame) => file !== "" && line > 0;
const isOwn = (frame: StackFrame) =>
  isAnywhere(frame) && !frame.isForeign && isOwnCode(pathOf(frame), frame.function);

/** React Native and webpack plugins name the bundle's root so. */
const pathOf = ({ file }: StackFrame) => cleanPath(file.replace(/^app:\/\/\/?/, ""));

function pythonText(thrown: Thrown): string {
  const lines = cutFrames(thrown.frames).map((frame) => {
    if (typeof frame === "number") return `  … ${frame} more`;
    const line = frame.line > 0 ? `, line ${frame.line}` : "";
    const place = `  File "${pathOf(frame)}"${line}, in ${frame.function || "?"}`;
    const code = frame.code.trim().slice(0, maxCode);
    return code === "" ? place : `${place}\n    ${code}`;
  });
  const head = lines.length === 0 ? [] : ["Traceback (most recent call last):"];
  return [...head, ...lines, headOf(thrown)].join("\n");
}

function atText(thrown: Thrown, style: StackStyle): string {
  const lines = cutFrames(thrown.frames)
    .reverse()
    .map((frame) => {
      if (typeof frame === "number") return `    … ${frame} more`;
      return `    at ${style === "java" ? javaCall(frame) : call(frame)}`;
    });
  return [headOf(thrown), ...lines].join("\n");
}

function javaCall(frame: StackFrame): string {
  const { className, function: name, file, line } = frame;
  const method = className === "" ? name : `${className}.${name}`;
  return `${method || "?"}(${line > 0 ? `${file}:${line}` : file})`;
}

function call(frame: StackFrame): string {
  const column = frame.column > 0 ? `:${frame.column}` : "";
  const place = frame.line > 0 ? `${pathOf(frame)}:${frame.line}${column}` : pathOf(frame);
  return frame.function === "" ? place : `${frame.function} (${place})`;
}

/** The number stands for frames that are left out. */
function cutFrames(frames: readonly StackFrame[]): (StackFrame | number)[] {
  const skipped = frames.length - maxOldest - maxNewest;
  if (skipped <= 0) return [...frames];
  return [...frames.slice(0, maxOldest), skipped, ...frames.slice(-maxNewest)];
}
