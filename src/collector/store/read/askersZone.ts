// What the clocks of who asks are ahead of UTC, in SQL: bars and intervals begin with the asker's hours and days.

import { nearestTime } from "../../../shared/time";
import { nanosOf, type ZoneOffset } from "../../../shared/zoneOffsets";
import type { SqlParams } from "../reader";

const ms = 1_000_000n;

/** Times of what matches; null where nothing does. */
export interface Extent {
  readonly first: bigint | null;
  readonly last: bigint | null;
}

/** No zone is further ahead than 14 hours. */
const mostMinutes = 24 * 60;

export function zoneOf(asked: readonly ZoneOffset[] = []): readonly ZoneOffset[] {
  if (asked.length === 0) return [{ fromMs: 0, minutes: 0 }];
  return asked.map(({ fromMs, minutes }) => ({
    fromMs,
    minutes: Math.max(-mostMinutes, Math.min(mostMinutes, minutes)),
  }));
}

export const shiftOf = ({ fromMs }: ZoneOffset) => nearestTime(BigInt(fromMs) * ms);

/** As it stands in the SQL. */
export const fixedAhead = "/* ahead */ $ahead::bigint";

/** What the asker's clocks are ahead of UTC at `time`: few zones change between two matches. */
export function aheadOf(
  zone: readonly ZoneOffset[],
  { first, last }: Extent,
): { readonly sql: string; readonly params: SqlParams } {
  const held = zone.filter((offset, i) => {
    const next = zone[i + 1];
    const isOver = first !== null && next !== undefined && shiftOf(next) <= first;
    const isToCome = i > 0 && last !== null && shiftOf(offset) > last;
    return !isOver && !isToCome;
  });
  const params: Record<string, bigint> = { ahead: nanosOf(held.at(-1)?.minutes ?? 0) };
  const cases = held.slice(1).map((offset, i) => {
    params[`shift${i}`] = shiftOf(offset);
    params[`ahead${i}`] = nanosOf(held[i]?.minutes ?? 0);
    return `when time < $shift${i}::bigint then $ahead${i}::bigint`;
  });
  const sql = cases.length === 0 ? fixedAhead : `case ${cases.join(" ")} else $ahead::bigint end`;
  return { sql, params };
}
