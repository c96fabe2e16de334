// What waits until somebody has stopped typing.

export class Pause {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting: (() => void) | undefined;

  constructor(private readonly pauseMs: number) {}

  /** Runs it after a pause; what waited before is forgotten. */
  start(run: () => void): void {
    this.cancel();
    this.waiting = run;
    this.timer = setTimeout(() => this.end(), this.pauseMs);
  }

  /** Runs what waits now: who turns to something else has stopped typing, and builds upon it. */
  end(): void {
    const run = this.waiting;
    this.cancel();
    run?.();
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.waiting = undefined;
  }
}
