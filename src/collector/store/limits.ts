// The store's bounds. Apart from what uses them, so that the main thread does not load DuckDB for them.

/** DuckDB's own. */
export interface DatabaseLimits {
  /** Its buffers, as DuckDB writes sizes ("256MB"). */
  readonly memory: string;
  readonly threads: number;
}
// 256 MB keeps the whole collector under 400 MB resident with 5 M records; two threads leave the app its cores.
export const defaultDatabaseLimits: DatabaseLimits = { memory: "256MB", threads: 2 };

export interface RetentionLimits {
  readonly sizeBytes: number;
  readonly ageMs: number;
}
export const defaultRetentionLimits: RetentionLimits = {
  sizeBytes: 1024 * 1024 * 1024,
  ageMs: 7 * 24 * 60 * 60 * 1000,
};
