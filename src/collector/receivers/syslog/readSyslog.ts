// Tells the two forms of syslog apart, for each message anew: senders of both share a port.

import { bareText, type Header, type SyslogMessage } from "./message";
import { readRfc3164 } from "./rfc3164";
import { isRfc5424, readRfc5424 } from "./rfc5424";

/** user.notice: what a message without a valid priority counts as (RFC 3164, 4.3.3). */
const defaultPriority = 13;

const priorityForm = /^<(0|[1-9]\d{0,2})>/;

/** Any text is a message: what has no header is text alone. `nowMs` decides the year that RFC 3164 omits. */
export function readSyslog(text: string, nowMs: number): SyslogMessage {
  const match = priorityForm.exec(text);
  const priority = Number(match?.[1] ?? 999);
  if (match === null || priority > 191) return messageOf(defaultPriority, bareText(text));
  const rest = text.slice(match[0].length);
  const header = isRfc5424(rest) ? readRfc5424(rest, nowMs) : undefined;
  return messageOf(priority, header ?? readRfc3164(rest, nowMs));
}

/** Field by field: a spread costs as much as the reading. */
const messageOf = (priority: number, header: Header): SyslogMessage => ({
  facility: priority >> 3,
  severity: priority & 7,
  timeUnixNano: header.timeUnixNano,
  host: header.host,
  app: header.app,
  pid: header.pid,
  messageId: header.messageId,
  structuredData: header.structuredData,
  text: header.text,
});
