import fc from "fast-check";
import { compress, uncompress } from "snappyjs";
import { expect, test } from "vitest";
import { unsnap } from "../../../src/collector/pipeline/snappy";
import { aRandom, mutate, mutations } from "../receivers/mutate";

const limit = 1024 * 1024;
const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const textOf = (packed: Uint8Array) => unsnap(packed, limit).bytes?.toString("latin1");

test("what another implementation packed is unpacked", () => {
  const pieces = fc.array(fc.constantFrom("abcd", "abcdefgh", "x", "__name__", "\0\0\0\0\0"));
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 3_000 }),
    pieces.map((texts) => Buffer.from(texts.join("").repeat(7))),
  );

  fc.assert(
    fc.property(bodies, (body) => {
      expect(unsnap(compress(body), limit).bytes).toEqual(Buffer.from(body));
    }),
    { seed: 7 },
  );
});

test("a body of more than 64 KiB, in several blocks, is unpacked", () => {
  const body = Buffer.from('http_requests_total{code="200"} 17\n'.repeat(20_000));

  expect(unsnap(compress(body), limit).bytes?.equals(body)).toBe(true);
});

test("a remote write's body is unpacked", () => {
  const packed = hex(
    "2eb40a2c0a0e0a085f5f6e616d655f5f120275700a080a036a6f62120178121009000000000000f03f1080d095ffbc31",
  );

  expect(unsnap(packed, limit).bytes?.toString("latin1")).toContain("__name__");
});

test.each([
  ["nothing", "00", ""],
  ["a literal", "03 08 616263", "abc"],
  ["a literal with its length in one byte", "03 f0 02 616263", "abc"],
  ["a literal with its length in two bytes", "03 f4 0200 616263", "abc"],
  ["a literal with its length in three bytes", "03 f8 020000 616263", "abc"],
  ["a literal with its length in four bytes", "03 fc 02000000 616263", "abc"],
  ["a copy with a one-byte offset that repeats itself", "06 04 6162 01 02", "ababab"],
  ["a copy with a two-byte offset", "06 08 616263 0a 0300", "abcabc"],
  ["a copy with a four-byte offset", "06 08 616263 0b 03000000", "abcabc"],
  ["a run of one byte", "15 00 61 4e 0100", "a".repeat(21)],
])("%s", (_, packed, text) => {
  expect(textOf(hex(packed))).toBe(text);
});

test.each([
  ["an empty body", ""],
  ["a length that is cut off", "80"],
  ["a length beyond 32 bits", "ffffffff7f"],
  ["a length that never ends", "808080808000"],
  ["a literal that is cut off", "03 08 6162"],
  ["a literal whose length is cut off", "03 f4 02"],
  ["a literal longer than the whole", "02 08 616263"],
  ["a copy whose offset is cut off", "06 08 616263 0a 03"],
  ["a copy from before the beginning", "06 08 616263 0a 0400"],
  ["a copy of offset 0", "06 08 616263 0a 0000"],
  ["a copy beyond the whole", "05 08 616263 0a 0300"],
  ["less than was said", "04 08 616263"],
  ["something behind the end", "03 08 616263 00 61"],
  ["the framed stream format", "ff060000734e61507059"],
  ["gzip", "1f8b0800000000000003"],
])("%s is refused", (_, packed) => {
  expect(unsnap(hex(packed), limit)).toEqual({ reason: "bad-compression" });
});

test("more than the limit is refused before it is unpacked", () => {
  const body = Buffer.alloc(1_001, "a");

  expect(unsnap(compress(body), 1_000)).toEqual({ reason: "too-large" });
  expect(unsnap(compress(body), 1_001).bytes?.length).toBe(1_001);
});

test("a small body that claims a large length takes no memory", () => {
  const before = process.memoryUsage().arrayBuffers;

  const results = Array.from({ length: 1_000 }, () => unsnap(hex("80808020 00 61"), 2 ** 30));

  expect(results.every(({ reason }) => reason === "bad-compression")).toBe(true);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
});

test("mutated bodies are unpacked as another implementation does, or refused", () => {
  const random = aRandom(11);
  const seeds = [
    "",
    "abc",
    "abcd".repeat(40),
    "name=value ".repeat(9) + "name=other ".repeat(9),
  ].map((text) => Buffer.from(compress(Buffer.from(text))));
  let unpacked = 0;

  for (let n = 0; n < mutations; n++) {
    const packed = mutate(seeds[n % seeds.length]!, ["\u0001\u0004", "\xff\xff", "abcd"], random);
    const { bytes } = unsnap(packed, 4_096);
    if (bytes === undefined) continue;
    unpacked++;
    if (n % 16 === 0 && bytes.length > 0) {
      expect(Buffer.from(uncompress(packed)).subarray(0, bytes.length)).toEqual(bytes);
    }
  }

  expect(unpacked).toBeGreaterThan(mutations / 1_000);
});
