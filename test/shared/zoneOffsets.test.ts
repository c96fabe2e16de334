import { expect, test } from "vitest";
import { utcOf, zoneOffsets } from "../../src/shared/zoneOffsets";

const hourMs = 3_600_000;
const summer = Date.parse("2024-03-31T01:00:00Z");
const winter = Date.parse("2024-10-27T01:00:00Z");
const minutesAt = (ms: number) => (ms >= summer && ms < winter ? 120 : 60);
const zone = zoneOffsets(minutesAt, summer - 1e10, winter + 1e10);
const utc = (local: string) =>
  new Date(Number(utcOf(BigInt(Date.parse(`${local}Z`)) * 1_000_000n, zone) / 1_000_000n));

test("changes are found to the millisecond", () => {
  expect(zone).toEqual([
    { fromMs: summer - 1e10, minutes: 60 },
    { fromMs: summer, minutes: 120 },
    { fromMs: winter, minutes: 60 },
  ]);
});

test("a time that the clocks show twice is the first, one that they never show the change", () => {
  expect(utc("2024-03-01T00:00:00")).toEqual(new Date("2024-02-29T23:00:00Z"));
  expect(utc("2024-03-31T02:30:00")).toEqual(new Date(summer));
  expect(utc("2024-07-01T00:00:00")).toEqual(new Date("2024-06-30T22:00:00Z"));
  expect(utc("2024-10-27T02:30:00")).toEqual(new Date(winter - hourMs / 2));
  expect(utc("2024-10-28T00:00:00")).toEqual(new Date("2024-10-27T23:00:00Z"));
});
