// Keeps DuckDB's memory small: gives back what is freed while the store is at work, and lets a question have more
// for a while. What DuckDB frees stays with its allocators (for seconds with jemalloc, for good with glibc) until a
// thread of its own has rested, which it does not while records come in; setting the limit flushes both.

import type { DuckDBConnection } from "@duckdb/node-api";
import type { DatabaseLimits } from "./limits";
import type { Connects } from "./reader";

/** A trim takes 20 to 40 ms beside the commits, on a thread of libuv's pool; records of a second free 50 MB. */
const trimEveryMs = 1000;
/** So long after the last question that did not fit the limit is the large one. */
const raisedMs = 5000;

export class Memory {
  private hasWorked = false;
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

  /** Something was done that leaves memory behind: at rest nothing is trimmed. */
  worked(): void {
    this.hasWorked = true;
  }

  /** A question did not fit; after this it may be asked again. */
  async raise(): Promise<void> {
    this.raisedUntilMs = Date.now() + raisedMs;
    this.isRaised = true;
    await this.trimming;
    await this.setLimit(this.limits.questionMemory);
  }

  async dispose(): Promise<void> {
    clearInterval(this.timer);
    await this.trimming;
    this.connection.closeSync();
  }

  private async trimOnce(): Promise<void> {
    if (!this.hasWorked && !this.isRaised) return;
    this.hasWorked = false;
    const { memory, questionMemory } = this.limits;
    const isRaised = Date.now() < this.raisedUntilMs;
    try {
      await this.setLimit(isRaised ? questionMemory : memory);
      this.isRaised = isRaised;
    } catch {
      // All of it is in use, or the database was given up: the next second is as good.
    }
  }

  private async setLimit(limit: string): Promise<void> {
    await this.connection.run(`set memory_limit = '${limit}'`);
  }
}
