// The ids that Sleuth and Micrometer write into each header: `[app,trace,span]`, `[trace-span]`.

import type { Header } from "./header";

/** What it says; nothing when it has no ids in it. */
export function traceBracket(text: string): Pick<Header, "traceId" | "spanId" | "service"> {
  const match = /^(?:([\w.-]{0,100}),)?\s*([0-9a-f]{16,32})[,-]\s*([0-9a-f]{16})(?:,|$)/.exec(text);
  if (match === null) return {};
  return {
    traceId: match[2] ?? "",
    spanId: match[3] ?? "",
    ...(match[1] ? { service: match[1] } : {}),
  };
}

/** Ids may be missing in it: `[app,,]`, `[]`. */
export const isTraceBracket = (text: string) =>
  /^(?:[\w.-]{0,100},\s*)?[0-9a-f]{16,32}[,-]\s*[0-9a-f]{16}(?:,\w*){0,2}$/.test(text) ||
  /^[\w.-]{0,100},,(?:,|$)/.test(text) ||
  text === "";
