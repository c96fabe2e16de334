import { expect, it } from "vitest";
import { patternLine, trendText } from "../../src/cli/patternsCommand";

it("a trend is drawn as high as it is, and nothing stays blank", () => {
  expect(trendText([0, 1, 4, 8])).toBe(" ▁▄█");
  expect(trendText([0, 0])).toBe("  ");
});

it("a pattern is one line: count, trend, worst level, id, text; control characters are shown", () => {
  const line = patternLine({
    id: "bd43c6c13eb0",
    text: "took <num>\u0007 ms",
    count: 1234,
    levels: { INFO: 1200, ERROR: 34 },
    trend: [1, 2],
    firstTime: "2023-11-14T22:13:20.000000000Z",
    lastTime: "2023-11-14T22:13:23.000000000Z",
    firstSeen: "2023-11-14T22:13:20.000000000Z",
    lastSeq: 4,
    cases: 1,
  });

  expect(line).toBe("     1234 ▄█ ERROR bd43c6c13eb0  took <num>\\x07 ms");
});
