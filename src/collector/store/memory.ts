// Keeps DuckDB's memory small: gives back what is freed while the store is at work, and lets what does not fit
// have more for a while. What DuckDB frees stays with its allocators (for seconds with jemalloc, for good with glibc) until a
// thread of its own has rested, which it does not while records come in; setting the limit flushes both.

import type { DuckDBConnection } from "@duckdb/node-api";
import { isOutOfMemory } from "./errors";
import type { DatabaseLimits } from "./limits";
import type { Connects } from "./reader";

/** A trim takes 20 to 40 ms beside the commits, on a thread of libuv's pool; records of a second free 50 MB. */
const trimEveryMs = 1000;
/** A trickle's records are not worth a trim each second: they free a kilobyte or two each. */
const rowsPerTrim = 2000;
/** So long after the last work that did not fit the limit is the large one. */
const raisedMs = 5000;

export class Memory {
  /** Since the last trim. */
  private rowCount = 0;
  private raisedUntilMs = 0;
  private isRaised = false;
  private trimming: Promise<void> | undefined;
  private readonly timer: NodeJS.Timeout;

  /** `limits` are those that the database was opened with. */
  static async open(database: Connects, limits: DatabaseLimits): Promise<Memory> {
    return new Memory(await database.connect(), limits);
  }

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly limits: DatabaseLimits,
  ) {
    this.timer = setInterval(() => {
      this.trimming ??= this.trimOnce().finally(() => (this.trimming = undefined));
    }, trimEveryMs);
    this.timer.unref();
  }

  /**
   * Does the work, and once more with more memory when it did not fit. What it leaves behind is given back.
   * `rowCount`: of a commit; other work leaves more.
   */
  async enoughFor<T>(work: () => Promise<T>, rowCount = rowsPerTrim): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      await this.raise();
      return await work();
    } finally {
      this.rowCount += rowCount;
    }
  }

  async dispose(): Promise<void> {
    clearInterval(this.timer);
    await this.trimming;
    this.connection.closeSync();
  }

  private async raise(): Promise<void> {
    this.raisedUntilMs = performance.now() + raisedMs;
    this.isRaised = true;
    await this.trimming;
    await this.setLimit(this.limits.largeMemory);
  }

  /** At rest nothing is trimmed. */
  private async trimOnce(): Promise<void> {
    if (this.rowCount < rowsPerTrim && !this.isRaised) return;
    this.rowCount = 0;
    const { memory, largeMemory } = this.limits;
    const isRaised = performance.now() < this.raisedUntilMs;
    try {
      await this.setLimit(isRaised ? largeMemory : memory);
      this.isRaised = isRaised;
    } catch {
      // All of it is in use, or the database was given up: the next second is as good.
    }
  }

  private async setLimit(limit: string): Promise<void> {
    await this.connection.run(`set memory_limit = '${limit}'`);
  }
}
