// The order of the fields list: what one filters by first, then what the app says of itself, the most
// frequent first, then ids, then where and how a record came. The collector's own order is by share.

import type { FieldInfo } from "../../src/shared/contract/fields";

const first = ["level", "service", "event"];
const last = ["request_id", "trace_id", "span_id", "logger", "file", "line", "function"];
const veryLast = ["run", "receiver", "seq"];

export function inReadingOrder(fields: readonly FieldInfo[]): FieldInfo[] {
  return [...fields].sort((a, b) => placeOf(a.name) - placeOf(b.name) || b.count - a.count);
}

function placeOf(name: string): number {
  if (first.includes(name)) return first.indexOf(name) - 10;
  if (last.includes(name)) return 10 + last.indexOf(name);
  if (veryLast.includes(name)) return 30;
  return name.startsWith("log.") || name.startsWith("process.") ? 20 : 0;
}
