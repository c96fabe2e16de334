// What a receiver knows of an object beside the object itself.

import type { Resource } from "../../shared/record";
import type { LevelScale } from "./numericLevel";

/** What is known beside the object itself. */
export interface FieldHints {
  readonly receiver: string;
  readonly resource: Resource;
  /** Arrival. */
  readonly observedTimeUnixNano: bigint;
  /** What stands around the object: a line's header, a protocol's envelope. The object's own wins. */
  readonly around?: Around | undefined;
  /** The entry with its ANSI colours, when it has any. */
  readonly display?: string | undefined;
  /** The meaning of level numbers, where the protocol says it (GELF, syslog: "syslog"). */
  readonly levelScale?: LevelScale;
}

/** Where the object says another time, level or logger, these are kept as `prefix.time` and so on. */
export interface Around {
  readonly timeUnixNano?: bigint | undefined;
  /** The time as it is written, for `prefix.time`. */
  readonly timeText?: string | undefined;
  readonly severityNumber?: number | undefined;
  readonly severityText?: string | undefined;
  readonly logger?: string | undefined;
  readonly service?: string | undefined;
  /** A message outside of the object, unless empty, wins over one inside. */
  readonly body?: string | undefined;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly function?: string | undefined;
  readonly traceId?: string | undefined;
  readonly spanId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
}
