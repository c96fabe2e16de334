import { describe, expect, it } from "vitest";
import {
  type Segment,
  segmentsOf,
  simplified,
} from "../../../../src/collector/store/blocks/segments";

const blocks = [0, 10, 20, 30].map((fromSeq) => ({ fromSeq, toSeq: fromSeq + 9 }));
const whole = { from: 0, to: Number.MAX_SAFE_INTEGER };
const raw = (from: number, to: number): Segment => ({ from, to, isIndexed: false });
const indexed = (from: number, to: number): Segment => ({ from, to, isIndexed: true });

describe("segmentsOf", () => {
  it("joins neighbours of one kind and ends with the rows that are in no block", () => {
    const segments = segmentsOf(
      whole,
      blocks,
      () => true,
      ({ fromSeq }) => fromSeq < 20,
    );

    expect(segments).toEqual([indexed(0, 19), raw(20, whole.to)]);
  });

  it("leaves out blocks that hold no match, and what is beyond the bounds", () => {
    const segments = segmentsOf(
      { from: 5, to: 25 },
      blocks,
      (b) => b.fromSeq !== 10,
      () => false,
    );

    expect(segments).toEqual([raw(5, 9), raw(20, 25)]);
  });

  it("is the rows alone without a block", () => {
    expect(
      segmentsOf(
        { from: 3, to: 7 },
        [],
        () => true,
        () => true,
      ),
    ).toEqual([raw(3, 7)]);
  });
});

describe("simplified", () => {
  it("joins what is nearest until the ranges are few, and loses nothing", () => {
    const many = Array.from({ length: 40 }, (_, i) =>
      raw(i * 100, i * 100 + (i % 2 === 0 ? 90 : 10)),
    );

    const few = simplified(many);

    expect(few).toHaveLength(16);
    for (const { from, to } of many) {
      expect(few.some((one) => one.from <= from && to <= one.to)).toBe(true);
    }
  });

  it("never asks the index beyond its own segments", () => {
    const mixed = Array.from({ length: 60 }, (_, i) =>
      (i % 3 === 0 ? indexed : raw)(i * 10, i * 10 + 4),
    );

    expect(simplified(mixed)).toEqual([raw(0, 594)]);
    expect(simplified([indexed(0, 4), raw(5, 9), indexed(20, 29)])).toEqual([
      indexed(0, 4),
      raw(5, 9),
      indexed(20, 29),
    ]);
  });
});
