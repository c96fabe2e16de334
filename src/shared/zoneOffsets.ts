// What the clocks of a zone show at each time: what they are ahead of UTC, and when that changes. Told by who
// knows the zone, so that who counts its days needs to know no zones.

/** From then on, until the next one's; the first holds before, too. */
export interface ZoneOffset {
  readonly fromMs: number;
  /** Ahead of UTC. */
  readonly minutes: number;
}

/** Zones change at most a few times a year, and hold for weeks between. */
const probeMs = 7 * 86_400_000;

/** Ascending; `minutesAt` tells what the clocks are ahead of UTC. */
export function zoneOffsets(
  minutesAt: (ms: number) => number,
  fromMs: number,
  toMs: number,
): ZoneOffset[] {
  const offsets: ZoneOffset[] = [{ fromMs, minutes: minutesAt(fromMs) }];
  let minutes = minutesAt(fromMs);
  for (let at = fromMs; at < toMs; at += probeMs) {
    const next = minutesAt(at + probeMs);
    if (next === minutes) continue;
    let [low, high] = [at, at + probeMs];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (minutesAt(middle) === minutes) low = middle;
      else high = middle;
    }
    minutes = next;
    offsets.push({ fromMs: high, minutes });
  }
  return offsets;
}

/** Nanoseconds as the zone's clocks show them → UTC: the first where they show it twice, the change where never. */
export function utcOf(localNanos: bigint, zone: readonly ZoneOffset[]): bigint {
  for (const [i, { fromMs, minutes }] of zone.entries()) {
    const nanos = localNanos - nanosOf(minutes);
    const next = zone[i + 1];
    if (next !== undefined && nanos >= BigInt(next.fromMs) * 1_000_000n) continue;
    const since = BigInt(fromMs) * 1_000_000n;
    return i > 0 && nanos < since ? since : nanos;
  }
  return localNanos;
}

export const nanosOf = (minutes: number) => BigInt(minutes) * 60_000_000_000n;
