import { describe, expect, it } from "vitest";
import { severityFromText } from "../../src/shared/severity";

describe("a level's text", () => {
  it.each([
    ["ERROR", 17],
    [" [warn ] ", 13],
    ["INFO+2", 11],
    ["DEBUG-9", 1],
  ])("%j is %i", (text, number) => {
    expect(severityFromText(text)).toBe(number);
  });

  it.each(["constructor", "toString", "__proto__", "VALUEOF", "", "7"])("%j is none", (text) => {
    expect(severityFromText(text)).toBe(0);
  });

  it.each([" ", "\t", "\n"])("of 8 MiB of %j is none, and is not searched", (blank) => {
    expect(severityFromText(`${blank.repeat(8 * 1024 * 1024)}!`)).toBe(0);
  });
});
