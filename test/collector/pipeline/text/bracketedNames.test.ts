import { expect, it } from "vitest";
import { parseAll } from "../../receivers/lines/aLine";

it.each([
  ["[shop.pay] hello there", "shop.pay", "hello there"],
  ["[main] com.acme.Shop - hello there", "com.acme.Shop", "hello there"],
  ["[main] com.acme.Shop hello there", "com.acme.Shop", "hello there"],
  ["[main] Shop: hello there", "Shop", "hello there"],
])("a header that ends in %j leaves the message whole", (text, logger, body) => {
  const [record] = parseAll(`2024-01-01 10:00:00,123 WARNING ${text}`);

  expect(record).toMatchObject({ logger, body, severityNumber: 13 });
});
