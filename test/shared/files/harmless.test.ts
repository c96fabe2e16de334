import fc from "fast-check";
import { expect, it } from "vitest";
import { harmlessCell, originalCell } from "../../../src/shared/files/harmless";

it.each(["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\rx", "  =HYPERLINK(1)", "'=1", "＝1", "''@x"])(
  "makes %j text",
  (text) => {
    expect(harmlessCell(text)).toBe(`'${text}`);
  },
);

it.each(["", "a=b", "it's", "'quoted'", "12", "{}", "2026-01-01T00:00:00Z"])(
  "leaves %j as it is",
  (text) => {
    expect(harmlessCell(text)).toBe(text);
  },
);

it("gives back exactly what it was given", () => {
  const risky = fc.string({ unit: fc.constantFrom("'", "=", "-", "@", "\t", " ", "a") });
  fc.assert(fc.property(risky, (text) => originalCell(harmlessCell(text)) === text));
});
