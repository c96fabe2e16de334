// The store's bounds. Apart from what uses them, so that the main thread does not load DuckDB for them.

export interface DatabaseLimits {
  /** DuckDB's buffers, as it writes sizes ("256MB"). */
  readonly memory: string;
  /** The same for what does not fit, until a few seconds after it. */
  readonly largeMemory: string;
  readonly threads: number;
}
/**
 * Blocks once read or written stay in the buffers up to the limit. With 144 MB and a log (upkeep.ts) of 16 MB the
 * process had 392 to 445 MiB after 5 M logs; with 128 MB and 16 MB, and records packed as they come, it has 349
 * (369 at most while they come), and 365 after questions. With 112 MB the index did not always fit: what is in the log cannot leave the buffers.
 */
export const defaultDatabaseLimits: DatabaseLimits = {
  memory: "128MB",
  largeMemory: "192MB",
  threads: 2,
};

/**
 * JavaScript's young objects on the store's thread. Almost all are garbage at once (columns of a commit, rows of an answer): with
 * Node's 48 MB the thread held 25 MB of it, for no speed.
 */
export const youngHeapMb = 8;

/** The rest of that thread's heap: ten times what it holds at work, so that one answer may be large (heapRoom.ts). */
export const oldHeapMb = 512;

export interface RetentionLimits {
  readonly sizeBytes: number;
  readonly ageMs: number;
}
export const defaultRetentionLimits: RetentionLimits = {
  sizeBytes: 1024 * 1024 * 1024,
  ageMs: 7 * 24 * 60 * 60 * 1000,
};
