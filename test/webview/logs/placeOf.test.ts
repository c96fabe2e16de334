import { expect, test } from "vitest";
import type { LogJson } from "../../../src/shared/contract/json";
import { placeOf } from "../../../webview/logs/placeOf";

const aRecord = (given: Partial<LogJson>): LogJson => ({
  seq: 1,
  time: "2026-01-01T00:00:00Z",
  body: "failed",
  attributes: {},
  resource: {},
  receiver: "otlp",
  ...given,
});
const source = { file: "/app/dist/pay.js", line: 1 };

test("the column comes from the frame that the source was taken from", () => {
  const stack = "Error: x\n    at f (/app/dist/pay.js:1:120)\n    at g (/app/dist/pay.js:2:7)";

  expect(placeOf(aRecord({ source, attributes: { "exception.stacktrace": stack } }))).toEqual({
    ...source,
    column: 120,
  });
});

test("without such a frame the source is as it is", () => {
  const stack = "Error: x\n    at f (/app/dist/other.js:1:120)";

  expect(placeOf(aRecord({ source, attributes: { "exception.stacktrace": stack } }))).toBe(source);
  expect(placeOf(aRecord({ source }))).toBe(source);
  expect(placeOf(aRecord({}))).toBeUndefined();
});
