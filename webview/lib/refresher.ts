// Repeats a question while what it is about changes: at once when asked to, otherwise never more often than
// the answer's cost allows, so that live figures cost the collector a bounded share of its time.

import { signal } from "@preact/signals";

/** At most one part in so many of the time is spent on answers. */
const costFactor = 8;

export class Refresher {
  /** The answer is awaited that was asked for at once, not one of those that only keep it up to date. */
  readonly isAsking = signal(false);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private abort: AbortController | undefined;
  private isWanted = false;
  private waitMs: number;

  constructor(
    private readonly ask: (signal: AbortSignal) => Promise<void>,
    private readonly leastMs: number,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.waitMs = leastMs;
  }

  /** Asks now; an older answer that is still due is dropped. */
  now(): void {
    this.abort?.abort();
    this.abort = undefined;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isAsking.value = true;
    void this.run();
  }

  /** Asks soon: something changed. */
  soon(): void {
    this.isWanted = true;
    if (this.timer !== undefined || this.abort !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.run();
    }, this.waitMs);
  }

  stop(): void {
    this.isWanted = false;
    this.isAsking.value = false;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.abort?.abort();
    this.abort = undefined;
  }

  private async run(): Promise<void> {
    const abort = new AbortController();
    this.abort = abort;
    this.isWanted = false;
    const startMs = performance.now();
    try {
      await this.ask(abort.signal);
    } catch (error) {
      if (!abort.signal.aborted) this.onFailure(error);
    }
    if (this.abort !== abort) return;
    this.abort = undefined;
    this.isAsking.value = false;
    this.waitMs = Math.max(this.leastMs, costFactor * (performance.now() - startMs));
    this.again();
  }

  private again(): void {
    if (this.isWanted) this.soon();
  }
}
