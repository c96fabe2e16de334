// The store's bounds. Apart from what uses them, so that the main thread does not load DuckDB for them.

/** DuckDB's own. */
export interface DatabaseLimits {
  /** Its buffers, as DuckDB writes sizes ("256MB"). */
  readonly memory: string;
  readonly threads: number;
}
/**
 * Blocks once written stay in the buffers up to the limit: with 256 MB the process grew past 460 MB within
 * 2 M records, with 128 MB it stayed at 340-390 MB. Larger queries spill to disk.
 */
export const defaultDatabaseLimits: DatabaseLimits = { memory: "144MB", threads: 2 };

export interface RetentionLimits {
  readonly sizeBytes: number;
  readonly ageMs: number;
}
export const defaultRetentionLimits: RetentionLimits = {
  sizeBytes: 1024 * 1024 * 1024,
  ageMs: 7 * 24 * 60 * 60 * 1000,
};
