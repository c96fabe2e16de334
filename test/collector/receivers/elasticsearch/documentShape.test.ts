import { expect, it } from "vitest";
import { serviceOfIndex } from "../../../../src/collector/receivers/elasticsearch/documentShape";

it.each([
  ["shop", "shop"],
  ["shop-2024.01.31", "shop"],
  ["shop-logs-2024.01", "shop"],
  ["shop-20240131", "shop"],
  ["logs-shop-default", "shop"],
  ["logs-shop.pay-prod", "shop.pay"],
  ["<shop-{now/d}-000001>", "shop"],
  ["logs-generic-default", ""],
  ["filebeat-8.17.0", ""],
  ["logstash-2024.01.31", ""],
  ["", ""],
])("the index %j is of the service %j", (index, service) => {
  expect(serviceOfIndex(index)).toBe(service);
});
