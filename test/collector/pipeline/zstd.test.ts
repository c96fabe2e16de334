import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import type { Unpacked } from "../../../src/collector/pipeline/unpacked";
import { loadUnzstd, unzstd } from "../../../src/collector/pipeline/zstd";
import { zstdExtent } from "../../../src/collector/pipeline/zstdFrames";
import { aRandom, mutate, mutations } from "../receivers/mutate";

const limit = 1024 * 1024;
const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const fixture = (name: string) =>
  readFileSync(new URL(`fixtures/zstd/${name}.zst`, import.meta.url));
const textOf = ({ bytes }: Unpacked) => bytes && Buffer.from(bytes).toString();

/** What the fixtures hold: two blocks. */
const lines = Array.from(
  { length: 4_000 },
  (_, n) => `INFO request ${n} of worker ${(n * 7919) % 97} took ${(n * 31) % 1009} ms\n`,
).join("");
const frames = ["file", "stream", "long-window", "frames"];

/** The decoder that Nodes without zstd use, as it is on every Node. */
let atOnce: (packed: Uint8Array, maxLength: number) => Unpacked;
beforeAll(async () => {
  atOnce = await loadUnzstd();
});

test.each(frames)("what zstd packed is unpacked: %s", async (name) => {
  expect(textOf(await unzstd(fixture(name), limit))).toBe(lines);
  expect(textOf(atOnce(fixture(name), limit))).toBe(lines);
});

test.each([
  [
    "of a few bytes",
    "28b52ffd24052900 0068656c6c6f a36d9f88".replace("2900 00", "290000"),
    "hello",
  ],
  ["empty", "28b52ffd240001000099e9d851", ""],
  ["a run of one byte", "28b52ffd 00 58 2b0000 61", "aaaaa"],
  ["two runs", "28b52ffd 00 58 2a0000 61 2b0000 62", "aaaaabbbbb"],
])("a frame is unpacked: %s", async (_name, packed, text) => {
  expect(textOf(await unzstd(hex(packed), limit))).toBe(text);
  expect(textOf(atOnce(hex(packed), limit))).toBe(text);
});

test.each(frames)("a text that is cut off anywhere is none: %s", async (name) => {
  const packed = fixture(name);
  const random = aRandom(3);

  for (let n = 0; n < 50; n++) {
    const cut = packed.subarray(0, random(packed.length));
    const result = await unzstd(cut, limit);

    // At a frame's end it is whole, and shorter.
    if (result.bytes === undefined) expect(result.reason).toBe("bad-compression");
    else expect(result.bytes.length).toBe(100_000);
  }
});

test("a frame of more than the limit is too large, whether it says its size or not", async () => {
  for (const name of frames) {
    expect((await unzstd(fixture(name), lines.length - 1)).reason).toBe("too-large");
    expect(atOnce(fixture(name), lines.length - 1).reason).toBe("too-large");
    expect(textOf(await unzstd(fixture(name), lines.length))).toBe(lines);
  }
});

test("a bomb costs no more than the limit", async () => {
  const block = hex("020010 61"); // 128 KiB of one letter from four bytes
  const bomb = Buffer.concat([
    hex("28b52ffd 00 58"),
    ...Array.from({ length: 100_000 }, () => block),
    hex("010000"),
  ]);
  const before = process.memoryUsage.rss();

  expect(zstdExtent(bomb)?.maxBytes).toBe(100_000 * 131_072);
  expect((await unzstd(bomb, limit)).reason).toBe("too-large");
  expect(atOnce(bomb, limit).reason).toBe("too-large");
  expect(process.memoryUsage.rss() - before).toBeLessThan(64 * limit);
});

test.each([
  ["nothing", ""],
  ["gzip", "1f8b0800000000000003cb48cdc9c90700"],
  ["another magic number", "27b52ffd240529000068656c6c6f"],
  ["more behind it", "28b52ffd240001000099e9d851 00"],
  ["a size that the blocks cannot have", "28b52ffd a4 ffffff03 290000 68656c6c6f 00000000"],
  ["a block larger than its window", "28b52ffd 24 05 390000 68656c6c6f6f6f 00000000"],
  ["a block of no kind", "28b52ffd 00 58 2f0000 68656c6c6f"],
  ["a checksum that is wrong", "28b52ffd240529000068656c6c6f 00000000"],
  ["a dictionary that we lack", "28b52ffd 21 07 05 290000 68656c6c6f"],
  ["a frame to skip that is cut off", "502a4d18 ff000000 00"],
])("what is none is told: %s", async (_name, packed) => {
  expect((await unzstd(hex(packed), limit)).reason).toBe("bad-compression");
  expect(atOnce(hex(packed), limit).reason).toBe("bad-compression");
});

test(`${mutations} mutations give bytes within the limit or a reason`, () => {
  const seeds = [
    hex("28b52ffd240529000068656c6c6fa36d9f88"),
    hex("28b52ffd 00 58 2a0000 61 2b0000 62"),
    ...frames.map(fixture),
  ];
  const random = aRandom(11);

  for (let n = 0; n < mutations; n++) {
    // The large ones seldom: they take longer.
    const seed = seeds[random(50) === 0 ? random(seeds.length) : random(2)]!;
    const { bytes } = atOnce(mutate(seed, ["\x28\xb5\x2f\xfd"], random), limit);

    if ((bytes?.length ?? 0) > limit) throw new Error(`${n}: ${bytes?.length} bytes`);
  }
});
