import { describe, expect, it } from "vitest";
import { numberText, valueText } from "../../../webview/metrics/units";

describe("values", () => {
  it.each([
    [41, "ms", "41 ms"],
    [1630, "ms", "1.63 s"],
    [0.000_25, "s", "250 µs"],
    [7200, "s", "2 h"],
    [18_200_000, "By", "18.2 MB"],
    [512, "MiBy", "537 MB"],
    [38, "%", "38 %"],
    [0.5, "1", "0.5"],
    [3, "{request}", "3 requests"],
    [1, "{request}", "1 request"],
    [0, "{query}", "0 queries"],
    [4, "{process}", "4 processes"],
    [4, "{errors}", "4 errors"],
    [0.5, "{row}/s", "0.5 rows/s"],
    [0, "ms", "0 ms"],
    [-5, "ms", "-5 ms"],
    [null, "ms", "–"],
    [Number.NaN, "", "–"],
  ])("%d %s reads %s", (value, unit, text) => {
    expect(valueText(value, unit)).toBe(text);
  });

  it.each([
    [61_204, "61,204"],
    [1_204_332, "1.2M"],
    [0.8, "0.8"],
    [51.73, "51.7"],
    [0.000_04, "4.0e-5"],
  ])("%d leads as %s", (value, text) => {
    expect(numberText(value)).toBe(text);
  });
});
