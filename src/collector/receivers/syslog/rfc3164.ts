// RFC 3164 as it is found: `Mmm dd hh:mm:ss HOST TAG[pid]: text`, of which any part may be missing or
// written otherwise. What is not clearly a header stays in the text.

import { readTime } from "../../../shared/parseTime";
import { bareText, type Header } from "./message";

/** `rest` is what follows the priority. */
export function readRfc3164(rest: string, nowMs: number): Header {
  const cisco = /^(\d{1,10}): /.exec(rest); // a sequence number
  const start = cisco?.[0].length ?? 0;
  // Cisco marks a clock that is not to be trusted.
  const timeAt = /[*.]/.test(rest.charAt(start)) ? start + 1 : start;
  const time = timeOf(rest, timeAt, nowMs);
  if (time === undefined) return withoutTime(rest);
  const afterTime = /^(?: [A-Z]{3,4})?: ?/.exec(rest.slice(time.end, time.end + 8));
  const text = rest.slice(time.end + (afterTime?.[0].length ?? 0)).replace(/^ /, "");
  const sequence = cisco?.[1] === undefined ? {} : { "syslog.sequence": cisco[1] };
  const base = { ...bareText(text), structuredData: sequence, timeUnixNano: time.nanos };
  // Cisco ends its time by a colon; there is no host behind it.
  if (afterTime !== null) return { ...base, ...tagOf(text, true) };
  if (tagAt(text) !== undefined) return { ...base, ...tagOf(text, false) };
  const host = /^(\S{1,255})(?: +|$)/.exec(text);
  if (host === null) return base;
  const behind = text.slice(host[0].length);
  return { ...base, host: host[1] ?? "", text: behind, ...tagOf(behind, false) };
}

/**
 * CPython's SysLogHandler sends text alone. `word:` at its start may be a program or just a word: only one
 * with a process id is taken for a program.
 */
function withoutTime(rest: string): Header {
  const tag = tagAt(rest);
  return { ...bareText(rest), ...(tag === undefined || tag.pid === "" ? {} : tagOf(rest, false)) };
}

function timeOf(rest: string, start: number, nowMs: number) {
  const time = readTime(rest, start, nowMs);
  if (time !== undefined) return isEnd(rest, time.end) ? time : undefined;
  // `2024 Oct 11 22:14:15`
  const yearFirst = /^(\d{4}) ([A-Z][a-z]{2} {1,2}\d{1,2})( .{8,40})/.exec(
    rest.slice(start, start + 64),
  );
  if (yearFirst === null) return undefined;
  const [, year = "", day = "", clock = ""] = yearFirst;
  const found = readTime(`${day} ${year}${clock}`, 0, nowMs);
  return found && isEnd(rest, start + found.end)
    ? { nanos: found.nanos, end: start + found.end }
    : undefined;
}

const isEnd = (text: string, at: number) => at >= text.length || /[\s:]/.test(text.charAt(at));

interface Tag {
  readonly app: string;
  readonly pid: string;
  readonly end: number;
}

/** `su:`, `sshd[123]:`, `app/web.1:`, `prog(sub)[1]:`; the colon has to be followed by a space or the end. */
function tagAt(text: string): Tag | undefined {
  const match = /^([^\s:[\]<>{}"]{1,128})(?:\[([^\s\]]{1,64})\])?:(?: |$)/.exec(text);
  if (match === null) return undefined;
  return { app: match[1] ?? "", pid: match[2] ?? "", end: match[0].length };
}

/** Cisco's tag is `%FACILITY-SEVERITY-MNEMONIC`, which is the kind of message. */
function tagOf(text: string, isCisco: boolean): Partial<Header> {
  const tag = tagAt(text);
  if (tag === undefined) return {};
  const behind = text.slice(tag.end);
  if (isCisco && tag.app.startsWith("%")) return { messageId: tag.app.slice(1), text: behind };
  return { app: tag.app, pid: tag.pid, text: behind };
}
