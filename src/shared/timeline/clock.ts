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
    const zone = zoneStart(time, dot + 1);
    const head = time.slice(0, dot) + time.slice(zone);
    let seconds = this.secondsOf.get(head);
    if (seconds === undefined) {
      seconds = Date.parse(head) / 1000;
      if (this.secondsOf.size < maxCached) this.secondsOf.set(head, seconds);
    }
    return instant(
      seconds,
      Number(
        time
          .slice(dot + 1, zone)
          .slice(0, 9)
          .padEnd(9, "0"),
      ),
    );
  }
}

/** A request rarely spans more seconds; past it parsing only gets slower. */
const maxCached = 4096;

function zoneStart(time: string, from: number): number {
  let at = from;
  while (at < time.length && time.charCodeAt(at) >= 48 && time.charCodeAt(at) <= 57) at++;
  return at;
}

function instant(seconds: number, nanos: number): Instant | undefined {
  return Number.isFinite(seconds) && Number.isFinite(nanos) ? { seconds, nanos } : undefined;
}
