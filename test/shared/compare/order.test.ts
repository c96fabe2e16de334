// How far back in a request a place is, and what comes after it.

import { expect, test } from "vitest";
import { Gathered } from "../../../src/shared/compare/gather";
import { Orders } from "../../../src/shared/compare/order";
import { Visits } from "../../../src/shared/compare/visits";
import { toCompared } from "./flatRecord";

test("a place that no passed request came to is not taken to come first", () => {
  const gathered = new Gathered();
  ["received over", "received over", "received failed"].forEach((texts, i) => {
    gathered.add({
      id: `r${i}`,
      field: "request_id",
      isBad: i === 2,
      matchedSeq: undefined,
      records: texts
        .split(" ")
        .map((text, at) => toCompared({ seq: i * 2 + at, timeNanos: at, text })),
    });
  });
  const orders = new Orders(gathered, new Visits(gathered));
  const of = (text: string) =>
    orders.of(gathered.places.all.find(({ template }) => template === text)?.id ?? -1);

  expect(of("received").rank).toBe(0);
  expect(of("over").rank).toBe(1);
  expect(of("failed")).toEqual({ places: new Set(), rank: 1 });
});
