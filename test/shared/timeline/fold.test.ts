import { describe, expect, it } from "vitest";
import { modelOf, outline } from "./builders";

describe("repeated siblings", () => {
  const queries = (count: number, tookMs: (i: number) => number = () => 2) =>
    Array.from({ length: count }, (_, i) => ({
      parent: "root",
      name: "SELECT item",
      fromMs: i * 3,
      tookMs: tookMs(i),
    }));

  it("folds an N+1 into one row with its count", () => {
    const model = modelOf({ id: "root", tookMs: 200 }, ...queries(37));

    expect(outline(model).slice(0, 2)).toEqual(["root", "  SELECT item ×37"]);
    const fold = model.nodes[1];
    expect(fold).toMatchObject({ kind: "fold", count: 37, totalNanos: 74e6, minNanos: 2e6 });
    expect(model.nodes.length).toBe(39);
  });

  it("folds what one service does, not what two of them call the same", () => {
    const model = modelOf(
      { id: "root", tookMs: 200 },
      ...queries(5).map((query, i) => ({ ...query, service: i < 3 ? "shop" : "stock" })),
    );

    expect(outline(model).filter((line) => line.includes("×5"))).toEqual([]);
    expect(model.nodes.filter(({ kind }) => kind === "fold")).toEqual([]);
  });

  it("folds repeats that alternate with others", () => {
    const model = modelOf(
      { id: "root", tookMs: 200 },
      ...[0, 1, 2, 3].flatMap((i) => [
        { parent: "root", name: "SELECT a", fromMs: i * 10 },
        { parent: "root", name: "SELECT b", fromMs: i * 10 + 5 },
      ]),
    );

    expect(outline(model).filter((line) => line.includes("×"))).toEqual([
      "  SELECT a ×4",
      "  SELECT b ×4",
    ]);
  });

  it("only counts a few, and tells when each was slower than the one before", () => {
    const model = modelOf({ id: "root", tookMs: 200 }, ...queries(3, (i) => 2 + i));

    expect(model.nodes[1]).toMatchObject({
      kind: "span",
      repeat: { count: 3, isEachSlower: true },
    });
  });

  it("does not tell of durations that are nearly alike that each was slower", () => {
    const model = modelOf({ id: "root", tookMs: 200 }, ...queries(3, (i) => 10 + i / 2));

    expect(model.nodes[1]).toMatchObject({ repeat: { count: 3, isEachSlower: false } });
  });

  it("counts those that failed", () => {
    const failing = queries(5, () => 2).map((query, i) =>
      i % 2 === 1 ? { ...query, status: "error" as const } : query,
    );

    const model = modelOf({ id: "root", tookMs: 200 }, ...failing);

    expect(model.nodes[1]).toMatchObject({ kind: "fold", count: 5, failedCount: 2 });
  });
});
