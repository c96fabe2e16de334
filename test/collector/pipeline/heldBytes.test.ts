import { afterEach, expect, it, vi } from "vitest";
import { HeldBytes } from "../../../src/collector/pipeline/heldBytes";

afterEach(() => {
  vi.restoreAllMocks();
});

it("single bytes are held together, each moved a few times at the most", () => {
  const held = new HeldBytes();
  const copies = vi.spyOn(Buffer.prototype, "copy");
  const count = 20_000;

  for (let i = 0; i < count; i++) held.keep(held.with(Buffer.from([i & 0xff])), 0);
  const moved = copies.mock.results.reduce((sum, { value }) => sum + Number(value), 0);
  copies.mockRestore();

  const all = held.with(Buffer.alloc(0));
  expect([...all]).toEqual(Array.from({ length: count }, (_, i) => i & 0xff));
  expect(moved).toBeLessThan(4 * count);
});

it("what was taken from the beginning is held no more", () => {
  const held = new HeldBytes();
  held.keep(held.with(Buffer.from("one\ntw")), 4);

  const all = held.with(Buffer.from("o\nth"));
  held.keep(all, 4);

  expect(held.length).toBe(2);
  expect(held.with(Buffer.from("ree")).toString()).toBe("three");
});
