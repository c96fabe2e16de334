// Per-second rates over the last few seconds, from running totals.

/** Long enough to be readable, short enough to show a stop at once. */
const windowSeconds = 3;

export class Rate {
  private readonly samples: { atMs: number; total: number }[] = [];

  /** Call about once a second with the running total; gives the mean rate over the window. */
  sample(total: number, nowMs: number): number {
    this.samples.push({ atMs: nowMs, total });
    while (
      this.samples.length > 2 &&
      (this.samples[1]?.atMs ?? 0) <= nowMs - windowSeconds * 1000
    ) {
      this.samples.shift();
    }
    return this.value();
  }

  /** The rate as of the last sample. */
  value(): number {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    if (first === undefined || last === undefined || last.atMs <= first.atMs) return 0;
    return ((last.total - first.total) * 1000) / (last.atMs - first.atMs);
  }
}
