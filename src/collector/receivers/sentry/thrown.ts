// Exceptions and stack traces of an event (developer documentation, "Exception Interface", "Stack Trace
// Interface"): frames come with the oldest call first, exceptions with the oldest cause first.

import type { StackFrame, StackStyle, Thrown } from "../../pipeline/stackTrace";
import { type Json, listOf, objectOf, textOf } from "../../pipeline/jsonShapes";

export interface EventStack {
  /** The raised exception first; [] when there is none. */
  readonly chain: readonly Thrown[];
  readonly style: StackStyle;
  /** The client made the exception up to carry a stack for a message. */
  readonly isSynthetic: boolean;
  /** The raised exception's `mechanism`. */
  readonly mechanism: Json;
  /** The raw frame that `vars` are shown of: the newest of the app's own. */
  readonly innermost: Json | undefined;
}

export function stackOfEvent(event: Json): EventStack {
  const values = listOf(event.exception ?? event["sentry.interfaces.Exception"]).toReversed();
  const raised = values[0];
  const mechanism = objectOf(raised?.mechanism);
  const chain = values.map(toThrown);
  const style = styleOf(event);
  if (raised !== undefined) {
    const isSynthetic = mechanism.synthetic === true || textOf(raised.type) === "";
    return { chain, style, isSynthetic, mechanism, innermost: innermostOf(raised) };
  }
  const thread = threadOf(event);
  const alone = thread === undefined ? [] : [toThrown({ stacktrace: thread.stacktrace })];
  const innermost = thread && innermostOf(thread);
  return { chain: alone, style, isSynthetic: true, mechanism, innermost };
}

/** The thread that crashed or reported; old clients have the stack beside the message. */
function threadOf(event: Json): Json | undefined {
  const threads = listOf(event.threads).filter(({ stacktrace }) => stacktrace !== undefined);
  const thread =
    threads.find(({ crashed }) => crashed === true) ??
    threads.find(({ current }) => current === true) ??
    threads[0];
  if (thread !== undefined) return thread;
  const stacktrace = event.stacktrace ?? event["sentry.interfaces.Stacktrace"];
  return stacktrace === undefined ? undefined : { stacktrace };
}

function toThrown(value: Json): Thrown {
  const stacktrace = objectOf(value.stacktrace ?? value.raw_stacktrace);
  return {
    type: textOf(value.type),
    message: typeof value.value === "string" ? value.value : asText(value.value),
    frames: listOf(stacktrace.frames).map(toFrame),
  };
}

function toFrame(frame: Json): StackFrame {
  const name = textOf(frame.function);
  return {
    file: textOf(frame.abs_path) || textOf(frame.filename) || textOf(frame.module),
    line: numberOf(frame.lineno),
    column: numberOf(frame.colno),
    function: name === "?" || name === "<unknown>" ? "" : name,
    className: textOf(frame.module),
    code: textOf(frame.context_line),
    isForeign: frame.in_app === false,
  };
}

function innermostOf(value: Json): Json | undefined {
  const frames = listOf(objectOf(value.stacktrace).frames);
  return frames.findLast(({ in_app: isOwn }) => isOwn !== false) ?? frames.at(-1);
}

function styleOf({ platform }: Json): StackStyle {
  if (platform === "python") return "python";
  return platform === "java" || platform === "kotlin" || platform === "scala"
    ? "java"
    : "javascript";
}

const numberOf = (value: unknown) =>
  typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : 0;

const asText = (value: unknown) =>
  value === undefined || value === null ? "" : JSON.stringify(value);
