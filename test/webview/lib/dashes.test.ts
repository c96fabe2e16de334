import { describe, expect, it } from "vitest";
import { dashAt } from "../../../webview/lib/dashes";

const colors = 8;
const all = (isHighContrast: boolean) =>
  Array.from({ length: colors }, (_, i) => dashAt(i, isHighContrast).join(" "));

describe("dashes of lines", () => {
  it("tell all lines of one chart apart in high contrast, without their colours", () => {
    expect(new Set(all(true)).size).toBe(colors);
  });

  it("tell the first four lines from the next elsewhere", () => {
    expect(all(false)).toEqual(["", "", "", "", "7 3", "7 3", "7 3", "7 3"]);
  });
});
