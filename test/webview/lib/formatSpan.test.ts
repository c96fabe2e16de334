import { expect, test } from "vitest";
import { dateDetail, formatDatePart, formatSpan } from "../../../webview/lib/formatSpan";

const at = (text: string) => Date.parse(`${text}Z`);
const zone = { isUtc: true, nowMs: at("2026-11-22T10:42:00") };
const minute = 60_000;

test.each([
  ["2026-11-22T10:00:00", "2026-11-22T10:01:00", minute, "10:00:00 – 10:01:00"],
  [
    "2026-11-21T23:59:00",
    "2026-11-22T00:01:00",
    minute,
    "2026-11-21 23:59:00 – 2026-11-22 00:01:00",
  ],
  ["2018-10-24T13:00:00", "2018-10-24T14:00:00", minute, "2018-10-24 13:00:00 – 14:00:00"],
  ["2018-10-01T00:00:00", "2018-11-01T00:00:00", 31 * 24 * 60 * minute, "2018-10-01 – 2018-11-01"],
])("from %s to %s in steps of %d ms is %s", (from, to, stepMs, text) => {
  expect(formatSpan([at(from), at(to)], stepMs, zone)).toBe(text);
});

test("rows of today show no date, those of another year show it", () => {
  expect(dateDetail([], zone)).toBe("time");
  expect(dateDetail([at("2026-11-22T00:00:00")], zone)).toBe("time");
  expect(dateDetail([at("2026-11-21T23:59:59"), zone.nowMs], zone)).toBe("day");
  expect(dateDetail([at("2018-10-24T13:00:00"), zone.nowMs], zone)).toBe("year");
  expect(formatDatePart("2026-11-21T23:59:59Z", "day", true)).toBe("11-21");
  expect(formatDatePart("2018-10-24T13:00:00Z", "year", true)).toBe("2018-10-24");
});
