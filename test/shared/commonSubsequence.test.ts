import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commonSubsequence, maxCompared, mergedPairs } from "../../src/shared/commonSubsequence";

/** The plain definition, for short lists. */
function longest(left: readonly string[], right: readonly string[]): number {
  const [first, ...rest] = left;
  if (first === undefined || right.length === 0) return 0;
  const at = right.indexOf(first);
  const without = longest(rest, right);
  return at < 0 ? without : Math.max(without, 1 + longest(rest, right.slice(at + 1)));
}

const keys = (maxLength: number) => fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength });

describe("the common subsequence", () => {
  it("is as long as it can be, ascending, of equal keys", () => {
    fc.assert(
      fc.property(keys(9), keys(9), (left, right) => {
        const pairs = commonSubsequence(left, right);

        expect(pairs.length).toBe(longest(left, right));
        pairs.forEach(([i, j], at) => {
          const [before, beforeRight] = pairs[at - 1] ?? [-1, -1];
          expect(left[i]).toBe(right[j]);
          expect(i).toBeGreaterThan(before);
          expect(j).toBeGreaterThan(beforeRight);
        });
      }),
    );
  });

  it("is found by halves, too, where a table would be too large", () => {
    // Each key of one side comes again much later on the other: no ends agree, and nothing is left out.
    const left = Array.from({ length: 3_000 }, (_, i) => `k${(i * 7) % 3_001}`);
    const right = left.map((_, i) => left[(i + 1_000) % 3_000] ?? "");

    const pairs = commonSubsequence(left, right);

    expect(pairs.length).toBe(2_000);
    for (const [i, j] of pairs) expect(left[i]).toBe(right[j]);
  });

  it("goes on piece by piece past its bound", () => {
    const long = Array.from({ length: maxCompared * 2 + 1 }, (_, i) => `k${i}`);

    expect(commonSubsequence(long, long).length).toBe(long.length);
  });

  it("has every index of both sides once when it is merged", () => {
    fc.assert(
      fc.property(keys(30), keys(30), (left, right) => {
        const rows = mergedPairs(left.length, right.length, commonSubsequence(left, right));

        expect(rows.flatMap((row) => row.left ?? [])).toEqual([...left.keys()]);
        expect(rows.flatMap((row) => row.right ?? [])).toEqual([...right.keys()]);
      }),
    );
  });
});
