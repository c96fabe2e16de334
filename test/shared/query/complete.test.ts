import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completingAt } from "../../../src/shared/query/complete";

/** The cursor is at the bar. */
const at = (marked: string) => {
  const cursor = marked.indexOf("|");
  return completingAt(marked.replace("|", ""), cursor);
};

describe("completingAt", () => {
  it.each([
    ["|", { kind: "field", typed: "" }],
    ["ser|", { kind: "field", typed: "ser", from: 0, to: 3 }],
    ["ser|vice", { kind: "field", typed: "ser", from: 0, to: 7 }],
    ["a AND |", { kind: "field", typed: "" }],
    ["NOT ser|", { kind: "field", typed: "ser" }],
    ["-(ser|", { kind: "field", typed: "ser" }],
    ["refused |", { kind: "operator" }],
    ["a:b |", { kind: "operator" }],
    ["floor |", { kind: "operator" }],
    ["FLOOR |", { kind: "operator" }],
    ["x- |", { kind: "operator" }],
    ["(a)OR |", { kind: "field", typed: "" }],
    ["a && |", { kind: "field", typed: "" }],
    ["a -|", { kind: "field", typed: "" }],
    ["service:|", { kind: "value", field: "service", typed: "" }],
    ["service:sh|", { kind: "value", field: "service", typed: "sh", from: 8, to: 10 }],
    ["x service:sh| y", { kind: "value", field: "service", typed: "sh", from: 10, to: 12 }],
    ["level:>=wa|", { kind: "value", field: "level", typed: "wa", from: 8 }],
    ["took:[1|", { kind: "value", field: "took", typed: "1", from: 6 }],
    ["took:{1|", { kind: "value", field: "took", typed: "1", from: 6 }],
    ['user:"bob d|', { kind: "value", field: "user", typed: "bob d", from: 5 }],
    ["service:(shop OR ma|", { kind: "value", field: "service", typed: "ma" }],
    ["service:(shop OR mail) lo|", { kind: "field", typed: "lo" }],
    ["http.route:/api|", { kind: "value", field: "http.route", typed: "/api" }],
    ["a\\ b:x|", { kind: "value", field: "a b", typed: "x" }],
  ])("%s", (marked, expected) => {
    expect(at(marked)).toMatchObject(expected);
  });

  it("says something for any text and cursor, within the text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.nat(30), (text, n) => {
        const cursor = Math.min(n, text.length);
        const { from, to } = completingAt(text, cursor);
        expect(from).toBeLessThanOrEqual(cursor);
        expect(to).toBeGreaterThanOrEqual(from);
        expect(to).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
