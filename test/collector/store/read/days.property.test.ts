// Bars of days are the days of the asker's zone, also where its clocks change: random records around changes,
// against a count by the dates that Intl names.

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BlockIndex } from "../../../../src/collector/store/blocks/blockIndex";
import { readHistogram } from "../../../../src/collector/store/read/histogram";
import type { ReadContext } from "../../../../src/collector/store/read/selection";
import { ResourceIndex } from "../../../../src/collector/store/resourceIndex";
import { zoneOffsets } from "../../../../src/shared/zoneOffsets";
import { aLog } from "../builders";
import { MemoryStore } from "../memoryStore";

const runs = Number(process.env["SIDELIGHT_PROPERTY_RUNS"] ?? 12);
const { signal } = new AbortController();
const hourMs = 3_600_000;
const dayNanos = String(24n * 3_600_000_000_000n);

/** A moment near which the clocks change: by an hour, by half of one, at midnight, over a whole day, or not. */
const changes = [
  ["Europe/Berlin", "2024-03-31T01:00:00Z"],
  ["Europe/Berlin", "2024-10-27T01:00:00Z"],
  ["America/New_York", "2024-11-03T06:00:00Z"],
  ["Australia/Lord_Howe", "2024-04-06T15:00:00Z"],
  ["America/Sao_Paulo", "2017-10-15T03:00:00Z"],
  ["America/St_Johns", "2010-11-07T02:31:00Z"],
  ["Pacific/Apia", "2011-12-30T10:00:00Z"],
  ["Asia/Kolkata", "2024-03-31T01:00:00Z"],
] as const;

let store: MemoryStore;
let context: ReadContext;
beforeAll(async () => {
  store = await MemoryStore.open();
  context = {
    reader: store.reader,
    resources: new ResourceIndex(),
    blocks: new BlockIndex(),
    now: () => 0n,
  };
});
afterAll(() => store.dispose());

describe.each([
  ["read twice", 1_000_000],
  ["kept in between", -1],
])("of records %s", (_, readTwiceUpTo) => {
  it.each(changes)(
    "days of %s are its own around %s",
    async (zone, changed) => {
      const changeMs = Date.parse(changed);
      const clocks = clocksOf(zone);
      const offsets = zoneOffsets(clocks.minutesAt, changeMs - 2e10, changeMs + 2e10);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: -100 * 60, max: 100 * 60 }), { minLength: 1, maxLength: 30 }),
          async (minutes) => {
            const times = minutes.map((minute) => changeMs + minute * 60_000);
            await store.clear();
            await store.commit({
              logs: times.map((ms, i) =>
                aLog({ seq: ++lastSeq, timeUnixNano: BigInt(ms) * 1_000_000n + BigInt(i) }),
              ),
            });

            const { bars, total } = await readHistogram(
              { signal: "logs", query: "", intervalNanos: dayNanos, zone: offsets },
              context,
              signal,
              readTwiceUpTo,
            );

            const days = new Map<string, number>();
            for (const ms of times)
              days.set(clocks.dateAt(ms), 1 + (days.get(clocks.dateAt(ms)) ?? 0));
            expect(total).toBe(times.length);
            expect(bars.map(({ time, count }) => [clocks.dateAt(Date.parse(time)), count])).toEqual(
              [...days].sort(([a], [b]) => (a < b ? -1 : 1)),
            );
            for (const { time } of bars) expect(clocks.isDayBegun(Date.parse(time))).toBe(true);
          },
        ),
        { numRuns: runs, endOnFailure: true },
      );
    },
    600_000,
  );
});

it("shorter bars are of one length, with the hours of the zone as they are at the last match", async () => {
  const changeMs = Date.parse("2024-03-31T01:00:00Z");
  const clocks = clocksOf("Europe/Berlin");
  const zone = zoneOffsets(clocks.minutesAt, changeMs - 2e10, changeMs + 2e10);
  await store.clear();
  await store.commit({
    logs: [-9, -3, 9].map((hours) =>
      aLog({ seq: ++lastSeq, timeUnixNano: BigInt(changeMs + hours * hourMs) * 1_000_000n }),
    ),
  });

  const query = {
    signal: "logs",
    query: "",
    intervalNanos: String(21_600_000_000_000n),
    zone,
  } as const;
  const starts = await Promise.all(
    [1_000_000, -1].map(async (readTwiceUpTo) =>
      (await readHistogram(query, context, signal, readTwiceUpTo)).bars.map(({ time }) =>
        time.slice(5, 16),
      ),
    ),
  );

  const ofSummer = ["03-30T16:00", "03-30T22:00", "03-31T10:00"];
  expect(starts).toEqual([ofSummer, ofSummer]);
});

let lastSeq = 0;

function clocksOf(zone: string) {
  const dates = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
  const wall = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric", second: "numeric" },
  });
  const minutesAt = (ms: number) => {
    const parts = wall.formatToParts(ms);
    const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
    const shown = Date.UTC(
      of("year"),
      of("month") - 1,
      of("day"),
      of("hour"),
      of("minute"),
      of("second"),
    );
    return Math.round((shown - Math.floor(ms / 1000) * 1000) / 60_000);
  };
  const dateAt = (ms: number) => dates.format(ms);
  return { minutesAt, dateAt, isDayBegun: (ms: number) => dateAt(ms) !== dateAt(ms - 1) };
}
