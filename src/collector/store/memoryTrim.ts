// Gives memory back to the system while the store is at work. What DuckDB frees stays with its allocators (for
// seconds with jemalloc, for good with glibc) until a thread of its own has rested, which it does not while
// records come in. Setting the memory limit to what it is flushes both: no other statement does.

import type { DuckDBConnection } from "@duckdb/node-api";
import type { Connects } from "./reader";

/** A trim takes 20 to 40 ms beside the commits, on a thread of libuv's pool; records of a second free 50 MB. */
const trimEveryMs = 1000;

export class MemoryTrim {
  private hasWorked = false;
  private trimming: Promise<void> | undefined;
  private readonly timer: NodeJS.Timeout;

  /** `limit` is the one that the database was opened with. */
  static async open(database: Connects, limit: string): Promise<MemoryTrim> {
    return new MemoryTrim(await database.connect(), limit);
  }

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly limit: string,
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

  async dispose(): Promise<void> {
    clearInterval(this.timer);
    await this.trimming;
    this.connection.closeSync();
  }

  private async trimOnce(): Promise<void> {
    if (!this.hasWorked) return;
    this.hasWorked = false;
    try {
      await this.connection.run(`set memory_limit = '${this.limit}'`);
    } catch {
      // All of it is in use, or the database was given up: the next second is as good.
    }
  }
}
