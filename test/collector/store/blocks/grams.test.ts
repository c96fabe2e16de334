import { describe, expect, it } from "vitest";
import { GramFilter, gramsOf } from "../../../../src/collector/store/blocks/grams";

const has = (bits: Uint8Array, needle: string) =>
  gramsOf(needle)
    .map((gram) => gram & (bits.length * 8 - 1))
    .every((bit) => ((bits[bit >>> 3] ?? 0) & (0x80 >>> (bit & 7))) !== 0);
const filterOf = (...texts: string[]) => {
  const filter = new GramFilter();
  for (const text of texts) filter.add(Buffer.from(text));
  return filter.folded();
};

describe("GramFilter", () => {
  it("knows every part of its text, wherever it begins", () => {
    const text = "order 48213 was placed by müller 😀 in 31 ms";
    const bits = filterOf(text);

    const chars = Array.from(text);
    const parts = chars.map((_, i) => chars.slice(i, i + 9).join(""));

    expect(parts.filter((part) => !has(bits, part))).toEqual([]);
  });

  it("tells most text that is not there", () => {
    const words = Array.from({ length: 20_000 }, (_, i) => `request ${i} took ${i % 977} ms`);
    const bits = filterOf(words.join("\n"));

    const absent = ["timeout", "deadlock", "nothing-like-this", "überlauf", "out of memory"];

    expect(absent.filter((word) => has(bits, word))).toEqual([]);
  });

  it("is small for little text, and says nothing when it is full", () => {
    let state = 1;
    const random = () => {
      state ^= state << 13;
      state ^= state >>> 17;
      return (state ^= state << 5) & 255;
    };
    const noise = Uint8Array.from({ length: 4_000_000 }, random);
    const full = new GramFilter();
    full.add(noise);

    expect(filterOf("a few words").length).toBe(1024);
    expect(full.folded()).toEqual(new Uint8Array([0xff]));
    expect(has(full.folded(), "anything at all")).toBe(true);
  });

  it("asks nothing of text that is shorter than a gram", () => {
    expect(gramsOf("abc")).toEqual([]);
  });
});
