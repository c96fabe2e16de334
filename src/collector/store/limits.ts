// The store's bounds. Apart from what uses them, so that the main thread does not load DuckDB for them.

export interface DatabaseLimits {
  /** DuckDB's buffers, as it writes sizes ("256MB"). */
  readonly memory: string;
  readonly threads: number;
}
/**
 * Blocks once read or written stay in the buffers up to the limit, which the process has twice over with what is
 * garbage. What is in the log (upkeep.ts) cannot leave them: beside it a question needs about 60 MB, and spills to
 * disk what is more.
 */
export const defaultDatabaseLimits: DatabaseLimits = {
  memory: "112MB",
  threads: 2,
};

/**
 * JavaScript's young objects on the store's thread. Almost all are garbage at once (columns of a commit, rows of an answer): with
 * Node's 48 MB the thread held 25 MB of it, for no speed.
 */
export const youngHeapMb = 8;

export interface RetentionLimits {
  readonly sizeBytes: number;
  readonly ageMs: number;
}
export const defaultRetentionLimits: RetentionLimits = {
  sizeBytes: 1024 * 1024 * 1024,
  ageMs: 7 * 24 * 60 * 60 * 1000,
};
