// A syslog message taken apart, whichever of the two forms it had.

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

/** A message without a header. */
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
