// Exemplars of remote writes until a sample takes them along: Prometheus writes them as series of their own,
// behind the samples, and often in the next request.

import { maxExemplars } from "./limits";

/** Series that wait for their next sample. */
const maxSeries = 10_000;
/** A series is written each quarter of a minute or minute; after this it has ended. */
const maxHeldMs = 2 * 60_000;

interface Held {
  readonly texts: string[];
  /** When it was first looked at; NaN until then. */
  sinceMs: number;
}

/** By the series that they belong to. */
export class HeldExemplars<S> {
  private readonly held = new Map<S, Held>();
  private lost = 0;

  add(series: S, texts: readonly string[]): void {
    if (texts.length === 0) return;
    let held = this.held.get(series);
    if (held === undefined) {
      const [oldest] = this.held;
      if (oldest !== undefined && this.held.size >= maxSeries) this.drop(...oldest);
      this.held.set(series, (held = { texts: [], sinceMs: NaN }));
    }
    held.texts.push(...texts);
    this.lost += held.texts.splice(0, held.texts.length - maxExemplars).length;
  }

  /** Those of a series whose sample is there. */
  take(series: S): readonly string[] {
    const held = this.held.get(series);
    if (held === undefined) return [];
    this.held.delete(series);
    return held.texts;
  }

  /** Gives up what waits too long; all of it at `Infinity`. */
  forget(nowMs: number): void {
    for (const [series, held] of this.held) {
      if (Number.isNaN(held.sinceMs)) held.sinceMs = nowMs;
      if (nowMs === Infinity || nowMs - held.sinceMs > maxHeldMs) this.drop(series, held);
    }
  }

  takeLost(): number {
    const { lost } = this;
    this.lost = 0;
    return lost;
  }

  private drop(series: S, { texts }: Held): void {
    this.held.delete(series);
    this.lost += texts.length;
  }
}
