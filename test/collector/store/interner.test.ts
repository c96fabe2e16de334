// One object per distinct content, and a bound on how many.

import { expect, test } from "vitest";
import { StoreInterner } from "../../../src/collector/store/interner";
import type { SeriesKey } from "../../../src/collector/pipeline/batch";

const resourceKey = (service: string) => ({ service, attributes: "{}", run: "" });

function seriesKey(interner: StoreInterner, name: string): SeriesKey {
  return {
    name,
    type: "counter",
    unit: "",
    description: "",
    service: "",
    attributes: "{}",
    resource: interner.resource(resourceKey("shop")),
    receiver: "test",
    run: "",
  };
}

test("equal keys give the same object, and a description makes no other series", () => {
  const interner = new StoreInterner();

  const first = interner.series(seriesKey(interner, "a"));
  const again = interner.series({ ...seriesKey(interner, "a"), description: "said later" });

  expect(again).toBe(first);
  expect(interner.series(seriesKey(interner, "b"))).not.toBe(first);
});

test("past the bound resources share one, and the known ones stay", () => {
  const interner = new StoreInterner({ resources: 2, series: 10 });
  const known = interner.resource(resourceKey("a"));
  interner.resource(resourceKey("b"));

  const overflow = interner.resource(resourceKey("c"));

  expect(interner.resource(resourceKey("d"))).toBe(overflow);
  expect(overflow.attributes).toContain("overflow");
  expect(interner.resource(resourceKey("a"))).toBe(known);
});

test("past the bound there is no new series", () => {
  const interner = new StoreInterner({ resources: 10, series: 1 });
  const known = interner.series(seriesKey(interner, "a"));

  expect(interner.series(seriesKey(interner, "b"))).toBeUndefined();
  expect(interner.series(seriesKey(interner, "a"))).toBe(known);
});

test("ids go on where the store left off", () => {
  const interner = new StoreInterner();
  const stored = { id: 7, service: "old", attributes: "{}", run: "" };

  interner.load([stored], []);

  expect(interner.resource(resourceKey("old"))).toBe(stored);
  expect(interner.resource(resourceKey("new")).id).toBe(8);
});
