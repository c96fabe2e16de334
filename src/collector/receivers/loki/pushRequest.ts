// A push of log lines, whatever it came as: streams of entries, each stream with its labels.

export type Labels = Readonly<Record<string, string>>;

export interface PushStream {
  /** As an object (JSON), or selector text (`{job="x"}`: protobuf and the older JSON). */
  readonly labels: Labels | string;
  readonly entries: readonly PushEntry[];
}

export interface PushEntry {
  /** 0n where the sender says none: then it is the arrival's. */
  readonly timeUnixNano: bigint;
  readonly line: string;
  /** Structured metadata; undefined when there is none. */
  readonly metadata: Labels | undefined;
}

/** What could not be read of a push, and why; the rest is kept. */
export interface PushFault {
  readonly reason: "bad-entry" | "bad-stream" | "bad-labels";
  /** For the sender. */
  readonly message: string;
  /** Entries that are lost by it. */
  readonly entries: number;
}

export interface Push {
  readonly streams: readonly PushStream[];
  readonly faults: readonly PushFault[];
}

/** Entries and streams of one push: each takes some hundred bytes in memory, whatever it has on the wire. */
export const maxEntries = 100_000;

/** More than that. Thrown inside the decoders only; `readBody` turns it into an answer. */
export class TooManyEntriesError extends Error {}
