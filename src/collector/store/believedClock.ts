// What time it is for deleting by age. The wall clock may be set wrong and right again (NTP, a resumed machine), and what
// it deletes in between is gone: a step forward counts only once it has lasted.

/** Clocks that agree so far agree: a step of hours takes only what was to go within hours. */
const toleranceMs = 2 * 3_600_000;
/** A wrong time is put right within minutes, once somebody or something notices. */
const doubtMs = 600_000;

interface Reading {
  readonly wallMs: number;
  /** Of a clock that nobody sets. */
  readonly steadyMs: number;
}

export class BelievedClock {
  private doubted: Reading | undefined;

  /** Begins with a time that was seen before, however long ago. */
  constructor(private believed: Reading) {}

  /** The wall clock's time, or what it would be without a step that has not lasted. */
  now(reading: Reading): number {
    const expectedMs = after(this.believed, reading);
    if (reading.wallMs > expectedMs + toleranceMs) {
      const isNew =
        this.doubted === undefined ||
        Math.abs(reading.wallMs - after(this.doubted, reading)) > toleranceMs;
      if (isNew) this.doubted = reading;
      const since = this.doubted ?? reading;
      if (reading.steadyMs - since.steadyMs < doubtMs) return expectedMs;
    }
    // A step back is believed at once: nothing is deleted for it.
    this.doubted = undefined;
    this.believed = reading;
    return reading.wallMs;
  }
}

const after = ({ wallMs, steadyMs }: Reading, later: Reading) => wallMs + later.steadyMs - steadyMs;
