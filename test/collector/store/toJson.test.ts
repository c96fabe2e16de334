import { expect, test } from "vitest";
import { pointToJson } from "../../../src/collector/store/toJson";
import { aPoint, aSeries } from "./records";

test.each([NaN, Infinity, -Infinity])("a figure of %f is left out of a point's JSON", (figure) => {
  const histogram = aSeries({ type: "histogram" });
  const counter = aSeries({ type: "counter" });

  const distribution = pointToJson(aPoint(histogram, { count: figure, sum: figure }));
  const count = pointToJson(aPoint(counter, { total: figure }));

  expect(distribution).not.toHaveProperty("sum");
  expect(distribution).not.toHaveProperty("count");
  expect(count).not.toHaveProperty("total");
});

test("finite figures of a point are in its JSON", () => {
  const summary = pointToJson(aPoint(aSeries({ type: "summary" }), { count: 2, sum: -1.5 }));
  const counter = pointToJson(aPoint(aSeries({ type: "counter" }), { total: 0 }));

  expect(summary).toMatchObject({ count: 2, sum: -1.5 });
  expect(counter).toMatchObject({ total: 0 });
});
