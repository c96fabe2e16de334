// Messages and their templates.

import { expect, test } from "vitest";
import { filledGap, literalsOf, maskMessage } from "../../../src/shared/compare/mask";

test.each([
  ["wrote row", "wrote row"],
  ["retry 1 of 3", "retry ‹n› of ‹n›"],
  ["took 12.5 ms", "took ‹n› ms"],
  ["worker w7 started", "worker w‹n› started"],
  ["order 6fafaa91-5ea4-4b3a-9f3b-0a7f2c9d1e55 paid", "order ‹id› paid"],
  ["commit 4400f42a9 pushed", "commit ‹id› pushed"],
  ["a decade faded", "a decade faded"],
  ["user \"Ann\" and 'Bob'", "user ‹s› and ‹s›"],
  ["don't split o'clock", "don't split o'clock"],
  ["dequeued worker=w7 depth=3", "dequeued worker=‹v› depth=‹v›"],
  ["first line 1\n  at second", "first line ‹n›"],
  ["", ""],
])("%j is %j", (text, template) => {
  expect(maskMessage(text).template).toBe(template);
});

test("gaps keep what stood in them and what names them", () => {
  expect(maskMessage('dequeued worker="w 7" after 3 tries').gaps).toEqual([
    { name: "worker", text: "w 7" },
    { name: "", text: "3" },
  ]);
});

test("a gap is filled within its neighbours", () => {
  expect(filledGap("retry ‹n› of ‹n› done", 1, "3")).toBe("of 3 done");
});

test("what every message of a template has, longest first", () => {
  expect(literalsOf("retry ‹n› of ‹n› for order ‹id›")).toEqual(["for order", "retry", "of"]);
});
