import { expect, it } from "vitest";
import { parseAttributes } from "../../../src/shared/query/attributeText";

it("keeps the digits of long integers, beside fractions of as many", () => {
  const text =
    '{"id":12345678901234567890,"took":0.30000000000000004,"list":[98765432109876543210]}';

  expect(parseAttributes(text)).toEqual({
    id: "12345678901234567890",
    took: 0.30000000000000004,
    list: ["98765432109876543210"],
  });
});
