// What the store knows of itself without asking the database: rows, seqs, evictions, the last problem.

import {
  addCounts,
  type Counts,
  type Evicted,
  noEvictions,
  type Retained,
  totalOf,
} from "./evicted";
import type { EncodedBatch } from "./encodeBatch";
import type { StoreStatus } from "./recordStore";
import type { Opened } from "./writerProtocol";

export class StoreTally {
  private rows: Counts;
  private firstSeq: number;
  private lastSeq: number;
  private readonly evicted: Evicted = noEvictions();
  private problem: string | undefined;

  constructor(opened: Opened) {
    this.rows = { ...opened.rows };
    this.firstSeq = opened.firstSeq;
    this.lastSeq = opened.lastSeq;
  }

  get evictedCount(): number {
    return totalOf(this.evicted.size) + totalOf(this.evicted.age);
  }

  committed({ counts, firstSeq, lastSeq }: EncodedBatch): void {
    this.rows.logs += counts.logs;
    this.rows.spans += counts.spans;
    this.rows.metrics += counts.points;
    this.lastSeq = lastSeq;
    if (this.firstSeq === 0) this.firstSeq = firstSeq;
    this.problem = undefined;
  }

  /** The store was opened again: what it holds is counted anew. */
  reopened({ rows, firstSeq, lastSeq }: Opened): void {
    this.rows = { ...rows };
    this.firstSeq = firstSeq;
    this.lastSeq = lastSeq;
  }

  /** Something the user must know of until a commit succeeds. */
  failed(error: unknown): void {
    this.problem = error instanceof Error ? error.message : String(error);
  }

  retained({ evicted, firstSeq = this.firstSeq }: Retained): void {
    for (const reason of ["size", "age"] as const) {
      for (const signal of ["logs", "spans", "metrics"] as const) {
        this.rows[signal] -= evicted[reason][signal];
      }
      addCounts(this.evicted[reason], evicted[reason]);
    }
    this.firstSeq = firstSeq;
  }

  deletedAll(): void {
    this.rows.logs = this.rows.spans = this.rows.metrics = 0;
    this.firstSeq = 0;
  }

  status(): Pick<StoreStatus, "rows" | "evicted" | "firstSeq" | "lastSeq" | "problem"> {
    const { rows, evicted, firstSeq, lastSeq, problem } = this;
    return {
      rows: { ...rows },
      evicted: { size: totalOf(evicted.size), age: totalOf(evicted.age) },
      firstSeq,
      lastSeq,
      problem,
    };
  }
}
