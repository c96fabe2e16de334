// The id in what a person pastes: the id alone, a field of a log line or of JSON, or a header.

import { normaliseRequestId } from "../../src/shared/ids";

const traceparent = /\b[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}\b/i;
/** `X-Amzn-Trace-Id: Root=1-<8>-<24>;Parent=…` */
const xray = /\b1-([\da-f]{8})-([\da-f]{24})\b/i;
const uuid = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/i;
const hexId = /\b(?:[\da-f]{32}|[\da-f]{16})\b/i;
const named = /(?:request|trace|span|correlation)[\w.-]*["']?\s*[:=]\s*["']?([^\s"',}]+)/i;

/** "" when there is none. */
export function pastedId(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  const trace = traceparent.exec(trimmed)?.[1];
  if (trace !== undefined) return trace.toLowerCase();
  const [, seconds, rest] = xray.exec(trimmed) ?? [];
  if (seconds !== undefined && rest !== undefined) return (seconds + rest).toLowerCase();
  if (!/\s|[=:{]/.test(trimmed)) return normaliseRequestId(trimmed) || trimmed;
  const value = named.exec(trimmed)?.[1] ?? "";
  const known = uuid.exec(value) ?? uuid.exec(trimmed) ?? hexId.exec(value);
  if (known !== null) return known[0].toLowerCase();
  return value === "" ? (hexId.exec(trimmed)?.[0].toLowerCase() ?? trimmed) : value;
}
