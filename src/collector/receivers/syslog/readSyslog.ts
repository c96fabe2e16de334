// Tells the two forms of syslog apart, for each message anew: senders of both share a port.

import { bareText, type SyslogMessage } from "./message";
import { readRfc3164 } from "./rfc3164";
import { isRfc5424, readRfc5424 } from "./rfc5424";

/** user.notice: what a message without a valid priority counts as (RFC 3164, 4.3.3). */
const defaultPriority = 13;

/** Any text is a message: what has no header is text alone. `nowMs` decides the year that RFC 3164 omits. */
export function readSyslog(text: string, nowMs: number): SyslogMessage {
  const match = /^<(0|[1-9]\d{0,2})>/.exec(text);
  const priority = Number(match?.[1] ?? 999);
  if (match === null || priority > 191) {
    return { ...partsOf(defaultPriority), ...bareText(text) };
  }
  const rest = text.slice(match[0].length);
  const header = isRfc5424(rest) ? readRfc5424(rest, nowMs) : undefined;
  return { ...partsOf(priority), ...(header ?? readRfc3164(rest, nowMs)) };
}

const partsOf = (priority: number) => ({ facility: priority >> 3, severity: priority & 7 });
