// Asks again while the answer changes: every second, then ever less often, never while the page is hidden.
// One question at a time; the newest wins, and what it replaced is cancelled.

import { signal } from "@preact/signals";

export interface PollerParts {
  /** Resolves to true when something changed since the last time. */
  readonly ask: (signal: AbortSignal) => Promise<boolean>;
  readonly isVisible: () => boolean;
  readonly nowMs: () => number;
  readonly setTimer: (run: () => void, delayMs: number) => () => void;
}

const shortestMs = 1_000;
const longestMs = 8_000;
/** A large request takes long to read and to send: most of the time is left for other work. */
const pauseShare = 4;

export class Poller {
  /** The first answer since `start` is awaited, not one of those that only keep it up to date. */
  readonly isAsking = signal(false);
  private delayMs = shortestMs;
  private cancelTimer: (() => void) | undefined;
  private asking: AbortController | undefined;
  private isStopped = true;

  constructor(private readonly parts: PollerParts) {}

  /** Asks at once, and from now on. */
  start(): void {
    this.stop();
    this.isStopped = false;
    this.delayMs = shortestMs;
    this.isAsking.value = true;
    this.ask();
  }

  stop(): void {
    this.isStopped = true;
    this.isAsking.value = false;
    this.cancelTimer?.();
    this.asking?.abort();
    this.asking = undefined;
  }

  /** The page is seen again: what happened meanwhile is fetched now. */
  wake(): void {
    if (!this.isStopped) this.start();
  }

  private ask(): void {
    if (!this.parts.isVisible()) return; // wake() goes on
    const controller = new AbortController();
    this.asking = controller;
    const startMs = this.parts.nowMs();
    void this.parts.ask(controller.signal).then(
      (hasChanged) => this.plan(controller, hasChanged, startMs),
      () => this.plan(controller, false, startMs), // `ask` shows its own failures
    );
  }

  private plan(asked: AbortController, hasChanged: boolean, startMs: number): void {
    if (this.isStopped || this.asking !== asked) return;
    this.isAsking.value = false;
    this.delayMs = hasChanged ? shortestMs : Math.min(longestMs, this.delayMs * 1.5);
    const tookMs = this.parts.nowMs() - startMs;
    const pauseMs = Math.max(this.delayMs, tookMs * pauseShare);
    this.cancelTimer = this.parts.setTimer(() => this.ask(), pauseMs);
  }
}
