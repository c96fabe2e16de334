// Ids inside the text of a message: only with their key before them (`trace_id=…`, `[dd.trace_id=…]`), or in
// the unmistakable shape of a traceparent.

import { normaliseRequestId, normaliseSpanId, normaliseTraceId } from "../../../shared/ids";
import type { Roles } from "../roles";
import type { Header } from "./header";

/** Characters of a message that are searched. */
const maxSearched = 4000;
/** Pairs that are looked at in one message. */
const maxPairs = 50;

export function readTextIds(message: string, roles: Roles): Partial<Header> | undefined {
  if (!/id["']?[=:]|ID["']?[=:]|Id["']?[=:]|00-/.test(message)) return undefined;
  const found: Partial<Header> = {};
  const text = message.slice(0, maxSearched);
  let count = 0;
  for (const match of text.matchAll(/([A-Za-z][\w.-]{1,60})["']?[=:] ?["']?([\w.:/-]{1,200})/g)) {
    if (++count > maxPairs) break;
    const [, key = "", value = ""] = match;
    const role = roles.of(key);
    if (role === undefined) continue;
    if (role.kind === "requestId") found.requestId ??= normaliseRequestId(value);
    else if (role.kind === "traceId") found.traceId ??= normaliseTraceId(value, role.idForm);
    else if (role.kind === "spanId") found.spanId ??= normaliseSpanId(value, role.idForm);
  }
  const parent = /\b00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}\b/.exec(text);
  if (parent?.[1] !== undefined && parent[2] !== undefined) {
    found.traceId ??= normaliseTraceId(parent[1]);
    found.spanId ??= normaliseSpanId(parent[2]);
  }
  return found;
}
