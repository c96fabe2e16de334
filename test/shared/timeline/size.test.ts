import { describe, expect, it } from "vitest";
import { buildTimeline } from "../../../src/shared/timeline/build";
import { aRequest, aSpan } from "./builders";

describe("large requests", () => {
  it("takes 20,000 children of one span, and a chain 20,000 deep", () => {
    const flat = Array.from({ length: 20_000 }, (_, i) =>
      aSpan({ parent: "root", name: `n${i}`, fromMs: i }),
    );
    const chain = Array.from({ length: 20_000 }, (_, i) =>
      aSpan(i === 0 ? { id: "c0" } : { id: `c${i}`, parent: `c${i - 1}`, fromMs: i * 1e-4 }),
    );

    expect(buildTimeline(aRequest({ spans: flat })).nodes.length).toBe(20_001);
    expect(buildTimeline(aRequest({ spans: chain })).nodes.at(-1)?.depth).toBe(19_999);
  });
});
