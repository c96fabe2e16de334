// A syslog message taken apart, whichever of the two forms it has; it is decided for each message.

import { readRfc3164 } from "./rfc3164";
import { isRfc5424, readRfc5424 } from "./rfc5424";

export interface SyslogMessage {
  /** 0..23 */
  readonly facility: number;
  /** 0 (emergency) … 7 (debug) */
  readonly severity: number;
  /** Nanoseconds since the epoch; undefined when the sender says none. */
  readonly timeUnixNano: bigint | undefined;
  readonly host: string;
  /** APP-NAME, or the tag. */
  readonly app: string;
  readonly pid: string;
  readonly messageId: string;
  /** `sd.<id>.<name>`; a list where a name comes twice. An element without parameters is `sd.<id>`: "". */
  readonly structuredData: Readonly<Record<string, string | readonly string[]>>;
  readonly text: string;
}

export type Header = Omit<SyslogMessage, "facility" | "severity">;

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

export function bareText(text: string): Header {
  return {
    timeUnixNano: undefined,
    host: "",
    app: "",
    pid: "",
    messageId: "",
    structuredData: {},
    text,
  };
}

const partsOf = (priority: number) => ({ facility: priority >> 3, severity: priority & 7 });
