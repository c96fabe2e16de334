import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatTime, parseRfc3339, parseTimeBound } from "../../src/shared/time";

describe("formatTime", () => {
  it.each([
    [0n, "1970-01-01T00:00:00.000000000Z"],
    [1n, "1970-01-01T00:00:00.000000001Z"],
    [-1n, "1969-12-31T23:59:59.999999999Z"],
    [1_700_000_000_123_456_789n, "2023-11-14T22:13:20.123456789Z"],
    [9_223_372_036_854_775_807n, "2262-04-11T23:47:16.854775807Z"],
    [10n ** 30n, "9999-12-31T23:59:59.999999999Z"],
  ])("writes %s with nine digits", (nanos, text) => {
    expect(formatTime(nanos)).toBe(text);
  });

  it("is read back exactly", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (nanos) => {
        expect(parseRfc3339(formatTime(nanos))).toBe(nanos);
      }),
    );
  });
});

describe("parseRfc3339", () => {
  it.each([
    ["2023-11-14T22:13:20Z", 1_700_000_000_000_000_000n],
    ["2023-11-14 22:13:20", 1_700_000_000_000_000_000n],
    ["2023-11-14T22:13:20,5z", 1_700_000_000_500_000_000n],
    ["2023-11-14T23:13:20.000000001+01:00", 1_700_000_000_000_000_001n],
    ["2023-11-14T16:43:20-0530", 1_700_000_000_000_000_000n],
    ["2023-11-14T22:13:20.1234567899Z", 1_700_000_000_123_456_789n],
    ["2016-12-31T23:59:60Z", 1_483_228_800_000_000_000n],
  ])("reads %s", (text, nanos) => {
    expect(parseRfc3339(text)).toBe(nanos);
  });

  it.each(["", "now", "2023-02-30T00:00:00Z", "2023-11-14", "2023-11-14T25:00:00Z", "1e9"])(
    "says %j is no time",
    (text) => {
      expect(parseRfc3339(text)).toBeUndefined();
    },
  );
});

describe("parseTimeBound", () => {
  it("takes decimal nanoseconds too", () => {
    expect(parseTimeBound("1700000000123456789")).toBe(1_700_000_000_123_456_789n);
    expect(parseTimeBound("1970-01-01T00:00:00Z")).toBe(0n);
    expect(parseTimeBound("soon")).toBeUndefined();
  });
});
