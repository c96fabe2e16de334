// RFC 3339 times of one request as plain numbers: nanoseconds relative to a second close to all of
// them. Exact within 104 days of it (2^53 ns), and far cheaper than bigint for thousands of spans.

/** Seconds since the epoch and the nanoseconds behind them; undefined when it is no time. */
interface Instant {
  readonly seconds: number;
  readonly nanos: number;
}

export class RequestClock {
  private baseSeconds: number | undefined;
  private readonly secondsOf = new Map<string, number>();
  /** Of the time read last: most of a request's times are of the same few seconds. */
  private lastHead = "";
  private lastZone = "";
  private lastSeconds = Number.NaN;

  /** Nanoseconds from the base; NaN when the text is no time. The first time asked for sets the base. */
  offsetOf(time: string): number {
    const instant = this.parse(time);
    if (instant === undefined) return Number.NaN;
    this.baseSeconds ??= instant.seconds;
    return (instant.seconds - this.baseSeconds) * 1e9 + instant.nanos;
  }

  /** The RFC 3339 time of an offset, with nanoseconds. */
  timeOf(offsetNanos: number): string {
    const seconds = Math.floor(offsetNanos / 1e9);
    const nanos = Math.round(offsetNanos - seconds * 1e9);
    const atMs = ((this.baseSeconds ?? 0) + seconds) * 1000;
    if (!Number.isFinite(atMs) || Math.abs(atMs) > 8.64e15) return "";
    return `${new Date(atMs).toISOString().slice(0, -5)}.${String(nanos).padStart(9, "0")}Z`;
  }

  private parse(time: string): Instant | undefined {
    const dot = time.indexOf(".");
    if (dot < 0) return instant(Date.parse(time) / 1000, 0);
    let nanos = 0;
    let unit = 1e8;
    let zone = dot + 1;
    for (; zone < time.length; zone++) {
      const digit = time.charCodeAt(zone) - 48;
      if (digit < 0 || digit > 9) break;
      if (unit >= 1) nanos += digit * unit;
      unit /= 10;
    }
    return instant(this.secondsAt(time, dot, zone), nanos);
  }

  private secondsAt(time: string, dot: number, zone: number): number {
    const isLast =
      dot === this.lastHead.length &&
      time.startsWith(this.lastHead) &&
      time.length - zone === this.lastZone.length &&
      time.endsWith(this.lastZone);
    if (isLast) return this.lastSeconds;
    this.lastHead = time.slice(0, dot);
    this.lastZone = time.slice(zone);
    const whole = this.lastHead + this.lastZone;
    let seconds = this.secondsOf.get(whole);
    if (seconds === undefined) {
      seconds = Date.parse(whole) / 1000;
      if (this.secondsOf.size < maxCached) this.secondsOf.set(whole, seconds);
    }
    return (this.lastSeconds = seconds);
  }
}

/** A request rarely spans more seconds; past it parsing only gets slower. */
const maxCached = 4096;

function instant(seconds: number, nanos: number): Instant | undefined {
  return Number.isFinite(seconds) && Number.isFinite(nanos) ? { seconds, nanos } : undefined;
}
