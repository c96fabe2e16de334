// When blocks are built: while little arrives. Whoever sends as fast as it can gets the whole machine, and
// questions about rows that are in no block yet are answered from the rows.

import type { BlockBuilder } from "./blockBuilder";

const lookEveryMs = 250;
/** Rows in that time that count as little: 20,000 a second. */
const calmRows = 5000;
/** After a failure: a full disk stays full for a while. */
const pauseMs = 60_000;

export class BuildPace {
  private arrived = 0;
  private pausedUntilMs = 0;
  private isBuilding = false;
  private readonly timer: NodeJS.Timeout;

  /** `job` runs the work when nothing else changes the database. */
  constructor(
    private readonly builder: BlockBuilder,
    private readonly job: (work: () => Promise<boolean>) => Promise<boolean>,
  ) {
    this.timer = setInterval(() => void this.look(), lookEveryMs);
    this.timer.unref();
  }

  committed(rows: number): void {
    this.arrived += rows;
    this.builder.waiting += rows;
  }

  /** What is being built ends first, if it goes through `job`. */
  dispose(): void {
    clearInterval(this.timer);
    this.pausedUntilMs = Infinity;
  }

  private async look(): Promise<void> {
    const isCalm = this.arrived <= calmRows;
    this.arrived = 0;
    if (!isCalm || this.isBuilding) return;
    this.isBuilding = true;
    try {
      while (
        this.builder.hasWork &&
        this.arrived <= calmRows &&
        performance.now() >= this.pausedUntilMs
      ) {
        if (!(await this.job(() => this.builder.buildNext()))) break;
      }
    } catch {
      // The index only makes answers faster; whether the disk is full is told by the next commit.
      this.pausedUntilMs = Math.max(this.pausedUntilMs, performance.now() + pauseMs);
    } finally {
      this.isBuilding = false;
    }
  }
}
