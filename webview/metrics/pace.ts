// Repeats a task with a pause between its end and its next start, so that a slow collector is not asked
// faster than it answers. Nothing runs while the page is hidden.

import { signal } from "@preact/signals";

export interface PaceParts {
  readonly task: (signal: AbortSignal) => Promise<void>;
  readonly pauseMs: () => number;
  readonly isVisible: () => boolean;
  readonly setTimer: (run: () => void, delayMs: number) => () => void;
}

export class Pace {
  /** The first run since `start` goes on, not one of those that only keep up to date. */
  readonly isAsking = signal(false);
  private cancelTimer: (() => void) | undefined;
  private running: AbortController | undefined;
  private isStopped = true;

  constructor(private readonly parts: PaceParts) {}

  /** Runs the task now, in place of one that still runs, and from now on. */
  start(): void {
    this.stop();
    this.isStopped = false;
    this.isAsking.value = true;
    this.run();
  }

  stop(): void {
    this.isStopped = true;
    this.isAsking.value = false;
    this.cancelTimer?.();
    this.running?.abort();
    this.running = undefined;
  }

  wake(): void {
    if (!this.isStopped) this.start();
  }

  private run(): void {
    if (!this.parts.isVisible()) return; // wake() goes on
    const controller = new AbortController();
    this.running = controller;
    const next = () => {
      if (this.isStopped || this.running !== controller) return;
      this.isAsking.value = false;
      this.cancelTimer = this.parts.setTimer(() => this.run(), this.parts.pauseMs());
    };
    this.parts.task(controller.signal).then(next, next); // a task shows its own failures
  }
}
