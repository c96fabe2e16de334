import { expect, it } from "vitest";
import { parseJson } from "../../../src/collector/pipeline/parseJson";

it("keeps integers that a double cannot hold as text, and every other number as a number", () => {
  const text =
    '{"id":12345678901234567890,"took":0.30000000000000004,"low":-1.2345678901234567e-7}';

  expect(parseJson(text)).toEqual({
    id: "12345678901234567890",
    took: 0.30000000000000004,
    low: -1.2345678901234567e-7,
  });
});

it("reads NaN and Infinity as the texts they are", () => {
  expect(parseJson('{"a":NaN,"b":[-Infinity,"NaN"]}')).toEqual({
    a: "NaN",
    b: ["-Infinity", "NaN"],
  });
});
