import { expect, test } from "vitest";
import { codeLastsMs, maxCodes, PageCodes } from "../../../src/collector/control/pageCodes";

function someCodes() {
  let nowMs = 0;
  return { codes: new PageCodes(() => nowMs), pass: (ms: number) => void (nowMs += ms) };
}

test("a code lets in once", () => {
  const { codes } = someCodes();
  const code = codes.create();

  expect(codes.take(code)).toBe(true);
  expect(codes.take(code)).toBe(false);
});

test("a wrong one lets nobody in, and uses up no other", () => {
  const { codes } = someCodes();
  const code = codes.create();

  expect(codes.take("")).toBe(false);
  expect(codes.take(code.slice(1))).toBe(false);
  expect(codes.take(`${code}x`)).toBe(false);
  expect(codes.take(code.toLowerCase().toUpperCase())).toBe(false);

  expect(codes.take(code)).toBe(true);
});

test("it ends after its time", () => {
  const { codes, pass } = someCodes();
  const old = codes.create();
  pass(codeLastsMs - 1);
  const young = codes.create();
  pass(1);

  expect(codes.take(old)).toBe(false);
  expect(codes.take(young)).toBe(true);
});

test("the oldest of too many is forgotten", () => {
  const { codes } = someCodes();
  const [first = "", ...rest] = Array.from({ length: maxCodes + 1 }, () => codes.create());

  expect(codes.take(first)).toBe(false);
  expect(rest.every((code) => codes.take(code))).toBe(true);
});
