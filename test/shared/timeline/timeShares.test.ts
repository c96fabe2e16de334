import { describe, expect, it } from "vitest";
import type { TimelineModel } from "../../../src/shared/timeline/model";
import { modelOf, spanOf } from "./builders";

describe("where the time went", () => {
  const path = (model: TimelineModel) =>
    Object.fromEntries(
      model.nodes.flatMap((node) =>
        node.kind === "span" && node.criticalPath.length > 0
          ? [
              [
                node.span.name,
                node.criticalPath.map((part) => [part.startNanos / 1e6, part.endNanos / 1e6]),
              ],
            ]
          : [],
      ),
    );

  it("follows what ended last and leaves out what ran beside it", () => {
    const model = modelOf(
      { id: "root", tookMs: 100 },
      { id: "slow", parent: "root", fromMs: 10, tookMs: 60 },
      { id: "beside", parent: "root", fromMs: 5, tookMs: 30 },
      { id: "last", parent: "root", fromMs: 75, tookMs: 20 },
    );

    expect(path(model)).toEqual({
      root: [
        [0, 10],
        [70, 75],
        [95, 100],
      ],
      slow: [[10, 70]],
      last: [[75, 95]],
    });
  });

  it("follows a step that overlaps the next a little", () => {
    const model = modelOf(
      { id: "root", tookMs: 100 },
      { id: "long", parent: "root", fromMs: 0, tookMs: 82 },
      { id: "next", parent: "root", fromMs: 80, tookMs: 20 },
    );

    expect(path(model)).toEqual({ long: [[0, 80]], next: [[80, 100]] });
  });

  it("goes on into work that outlives its caller", () => {
    const model = modelOf(
      { id: "send", kind: "producer", tookMs: 5 },
      { id: "work", parent: "send", kind: "consumer", service: "worker", fromMs: 20, tookMs: 30 },
    );

    expect(path(model)).toEqual({ send: [[0, 5]], work: [[20, 50]] });
  });

  it("goes on into the one of several such works that ended last", () => {
    const work = { parent: "send", kind: "consumer", service: "worker" } as const;
    const model = modelOf(
      { id: "send", kind: "producer", tookMs: 5 },
      { ...work, id: "short", fromMs: 5, tookMs: 15 },
      { ...work, id: "long", fromMs: 6, tookMs: 24 },
    );

    expect(path(model)).toEqual({ send: [[0, 5]], long: [[6, 30]] });
  });

  it("counts each service's own time, overlapping children once", () => {
    const model = modelOf(
      { id: "root", tookMs: 100 },
      { id: "a", parent: "root", service: "db", fromMs: 10, tookMs: 40 },
      { id: "b", parent: "root", service: "db", fromMs: 30, tookMs: 40 },
    );

    expect(model.services).toMatchObject([
      { service: "db", selfNanos: 80e6, spanCount: 2 },
      { service: "shop", selfNanos: 40e6, spanCount: 1 },
    ]);
    expect(spanOf(model, "root").selfNanos).toBe(40e6);
  });
});
