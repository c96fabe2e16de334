// One object per distinct content, and a bound on how many.

import { expect, test } from "vitest";
import { defaultInternerLimits, StoreInterner } from "../../../src/collector/store/interner";
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
  const interner = new StoreInterner({ ...defaultInternerLimits, resources: 2 });
  const known = interner.resource(resourceKey("a"));
  interner.resource(resourceKey("b"));

  const overflow = interner.resource(resourceKey("c"));

  expect(interner.resource(resourceKey("d"))).toBe(overflow);
  expect(overflow.attributes).toContain("overflow");
  expect(interner.resource(resourceKey("a"))).toBe(known);
});

test("past the bound there is no new series", () => {
  const interner = new StoreInterner({ ...defaultInternerLimits, series: 1 });
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

test("their texts are bounded together, and room is made by what the store has deleted", () => {
  const interner = new StoreInterner({ ...defaultInternerLimits, characters: 100 });
  const long = interner.resource({
    service: "a",
    attributes: `{"x":"${"x".repeat(80)}"}`,
    run: "",
  });

  const second = interner.resource(resourceKey("another-service"));
  interner.forget([long.id], []);
  const third = interner.resource(resourceKey("another-service"));

  expect(second.attributes).toContain("overflow");
  expect(third.service).toBe("another-service");
});

test("series of long names are refused before they are many", () => {
  const interner = new StoreInterner({ ...defaultInternerLimits, characters: 100 });

  expect(interner.series(seriesKey(interner, "a"))).toBeDefined();
  expect(interner.series(seriesKey(interner, "b".repeat(90)))).toBeUndefined();
});
