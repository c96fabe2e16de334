// What the collector tells of itself: what came in, from where, and what became of it.

import type { Signal } from "../record";
import type { SeverityName } from "../severity";

export interface Stats {
  readonly time: string;
  readonly uptimeSeconds: number;
  readonly receivers: readonly ReceiverStats[];
  /** Rows in the store by signal. */
  readonly rows: Readonly<Record<Signal, number>>;
  readonly series: number;
  /** By severity of the logs since the start of the collector. */
  readonly levels: Readonly<Partial<Record<SeverityName, number>>>;
  readonly recordsPerSecond: number;
  readonly errorsPerSecond: number;
  /** Bytes waiting to be committed, and the bound. */
  readonly queueBytes: number;
  readonly queueLimitBytes: number;
  readonly diskBytes: number;
  readonly diskLimitBytes: number;
  readonly memoryBytes: number;
  /** Records deleted by retention since the start, by reason. */
  readonly evicted: Readonly<Record<string, number>>;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Clients attached now. */
  readonly clients: number;
  /** How often the store's thread died and was started again, since the start. */
  readonly restarts?: number;
  /** Set while something needs the user: disk full, store locked, … */
  readonly problem?: string;
}

export interface ReceiverStats {
  readonly receiver: string;
  readonly title: string;
  /** Where apps send to: URL or "127.0.0.1:port"; "" while it does not listen. */
  readonly address: string;
  readonly received: number;
  readonly stored: number;
  readonly recordsPerSecond: number;
  /** Records lost or refused, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Payload-level refusals and things kept but shortened, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** Not kept on purpose, by reason: heartbeats, what came twice, a client library's telemetry of itself. */
  readonly leftOut: Readonly<Record<string, number>>;
  readonly lastTime?: string;
  /** Why it does not listen, where it should. */
  readonly problem?: string;
  /** What it asks itself, where it does (Prometheus). */
  readonly targets?: readonly TargetStats[];
}

/** An address that is scraped. */
export interface TargetStats {
  readonly name: string;
  readonly address: string;
  readonly isUp: boolean;
  /** Of the last scrape. */
  readonly samples: number;
  readonly lastTime?: string;
  /** What went wrong the last time, as the end of a sentence about the target: "refuses the connection". */
  readonly lastError?: string;
}

export interface ServiceInfo {
  readonly name: string;
  readonly logs: number;
  readonly spans: number;
  readonly points: number;
  /** Log records of ERROR and FATAL. */
  readonly errors: number;
  readonly failedSpans: number;
  readonly lastTime: string;
}

export interface Refusal {
  readonly time: string;
  readonly receiver: string;
  readonly reason: string;
  readonly sizeBytes: number;
  /** The first KiB, as text where it is text, else hex. */
  readonly sample: string;
  readonly isText: boolean;
  /** The same bytes, as they came. */
  readonly base64: string;
}
