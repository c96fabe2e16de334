import { describe, expect, it } from "vitest";
import { RecentIds } from "../../../src/collector/pipeline/recentIds";

const stored = Promise.resolve();

describe("what was taken a short while ago", () => {
  it("is known for some minutes", () => {
    let nowMs = 0;
    const ids = new RecentIds(() => nowMs);
    ids.add("a", stored);

    nowMs = 400_000;
    expect(ids.find("a")).toBe(stored);
    nowMs = 400_001;
    expect(ids.find("a")).toBeUndefined();
  });

  it("is the newest ten thousand; what is sent again counts as new", () => {
    const ids = new RecentIds(() => 0);
    ids.add("first", stored);
    ids.add("second", stored);
    ids.add("first", stored);

    for (let i = 0; i < 9_999; i++) ids.add(String(i), stored);

    expect(ids.find("first")).toBe(stored);
    expect(ids.find("second")).toBeUndefined();
    ids.add("one more", stored);
    expect(ids.find("first")).toBeUndefined();
  });

  it("is not remembered by an id that is longer than any client's", () => {
    const ids = new RecentIds(() => 0);

    ids.add("x".repeat(256), stored);
    ids.add("x".repeat(257), stored);

    expect(ids.find("x".repeat(256))).toBe(stored);
    expect(ids.find("x".repeat(257))).toBeUndefined();
  });

  it("may be sent again when it could not be stored, but not when a later one with its id was", async () => {
    const ids = new RecentIds(() => 0);
    const failed = Promise.reject(new Error("disk full"));
    ids.add("a", failed);
    ids.add("b", failed);

    ids.add("b", stored);
    await failed.catch(() => undefined);

    expect(ids.find("a")).toBeUndefined();
    expect(ids.find("b")).toBe(stored);
  });
});
