// When blocks are built: while little arrives and nobody asks. Whoever sends as fast as it can gets the whole
// machine, and so does who asks: questions about rows that are in no block yet are answered from the rows, and
// while a million of them were built into blocks a comparison took up to three times as long.

import type { BlockBuilder } from "./blockBuilder";

const lookEveryMs = 250;
/** Rows in that time that count as little: 20,000 a second. */
const calmRows = 5000;
/** The next question of one comparison, or of a panel that opens, follows within so much. */
const followUpMs = 300;
/** Somebody who asks all the time gets a block so often: some 10,000 rows a second. */
const askedBlockEveryMs = 3000;
/** After a failure: a full disk stays full for a while. */
const pauseMs = 60_000;

export class BuildPace {
  private arrived = 0;
  private isCalm = true;
  private pausedUntilMs = 0;
  private isBuilding = false;
  private questions = 0;
  private answeredAtMs = -Infinity;
  private builtAtMs = -Infinity;
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

  /** What it gives is waited for by somebody. */
  async during<T>(question: Promise<T>): Promise<T> {
    this.questions++;
    try {
      return await question;
    } finally {
      this.questions--;
      this.answeredAtMs = performance.now();
    }
  }

  /** Little arrives, nobody asks, and there is nothing to build. */
  get isIdle(): boolean {
    return (
      this.isCalm &&
      this.arrived <= calmRows &&
      !this.isAsked &&
      !this.isBuilding &&
      !this.builder.hasWork
    );
  }

  /** What is being built ends first, if it goes through `job`. */
  dispose(): void {
    clearInterval(this.timer);
    this.pausedUntilMs = Infinity;
  }

  private async look(): Promise<void> {
    this.isCalm = this.arrived <= calmRows;
    this.arrived = 0;
    if (!this.isCalm || this.isBuilding) return;
    this.isBuilding = true;
    try {
      while (this.builder.hasWork && this.isTime()) {
        const isBuilt = await this.job(() => this.builder.buildNext());
        this.builtAtMs = performance.now();
        if (!isBuilt) break;
      }
    } catch {
      // The index only makes answers faster; whether the disk is full is told by the next commit.
      this.pausedUntilMs = Math.max(this.pausedUntilMs, performance.now() + pauseMs);
    } finally {
      this.isBuilding = false;
    }
  }

  private isTime(): boolean {
    const nowMs = performance.now();
    if (this.arrived > calmRows || nowMs < this.pausedUntilMs) return false;
    return !this.isAsked || nowMs - this.builtAtMs >= askedBlockEveryMs;
  }

  private get isAsked(): boolean {
    return this.questions > 0 || performance.now() - this.answeredAtMs < followUpMs;
  }
}
