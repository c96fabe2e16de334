import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeMulti, encode } from "@msgpack/msgpack";
import { describe, expect, it } from "vitest";
import { MsgpackEnd, valueEnd } from "../../../../src/collector/receivers/fluent/msgpackEnd";
import { aRandom, mutate, mutations, type Random } from "../mutate";
import { aPeer } from "./aPeer";

const folder = join(import.meta.dirname, "fixtures");
const pieces = [
  "\u0000",
  "t",
  "{",
  "[",
  '"',
  "\xc0",
  "\x93\xa1t",
  "\x81\xa1a",
  "\xd7\x00",
  "\xdd",
  "chunk",
].map((piece) => Buffer.from(piece, "latin1").toString("utf8"));

it("takes every mutated stream: records, or a counted refusal", async () => {
  const seeds = readdirSync(folder)
    .filter((name) => name.endsWith(".bin") && !name.includes("compressed"))
    .map((name) => readFileSync(join(folder, name)))
    .concat(Buffer.from('["t",1700000000,{"message":"hi"},{"chunk":"x"}]'));
  const random = aRandom(7);
  const peer = aPeer();
  const { context, chunks } = peer;
  const counted = () =>
    Object.values(context.refused("fluent")).reduce((sum, n) => sum + n, 0) + context.logs.length;
  let silent = 0;

  for (let i = 0; i < mutations; i++) {
    const one = aPeer(context, chunks);
    one.frames.push(mutate(seeds[random(seeds.length)]!, pieces, random));
    one.frames.end();
    if (i % 1000 !== 999) continue;
    await chunks.settled();
    await context.intake.flush();
    if (counted() < 900) silent++;
    context.logs.length = 0;
    context.counters.of("fluent").refused.clear();
  }

  // A stream may have lost all its bytes, or have become heartbeats; more may not.
  expect(silent).toBe(0);
}, 120_000);

describe("where a value ends", () => {
  it("is where the library's decoder says", () => {
    const random = aRandom(3);
    for (let i = 0; i < 2000; i++) {
      const value = aValue(random, 4);
      const bytes = Buffer.concat([encode(value), Buffer.from([0x01])]);

      expect(valueEnd(bytes, 0)).toBe(bytes.length - 1);
    }
  });

  it("is found in pieces as in one", () => {
    const random = aRandom(5);
    for (let i = 0; i < 100; i++) {
      const bytes = encode(aValue(random, 3));
      const end = new MsgpackEnd();
      const found = Array.from(bytes, (_, at) => end.find(bytes.subarray(0, at + 1), 0));

      expect(found.findIndex((one) => one !== undefined)).toBe(bytes.length - 1);
      expect(found.at(-1)).toBe(bytes.length);
    }
  });

  it("takes no memory for lengths that are only said", () => {
    for (const hex of ["ddffffffff", "dfffffffff", "c6ffffffff", "dbffffffff", "c9ffffffff00"]) {
      expect(new MsgpackEnd().find(Buffer.from(hex, "hex"), 0)).toBeUndefined();
    }
  });

  it("agrees with the decoder on mutated values", () => {
    const random = aRandom(11);
    for (let i = 0; i < 5000; i++) {
      const bytes = mutate(Buffer.from(encode(aValue(random, 3))), pieces, random);
      const end = valueEnd(bytes, 0);
      if (end === undefined) continue;

      expect(() => isDecoded(bytes.subarray(0, end))).not.toThrow();
    }
  });
});

/** One value, or bytes that the library refuses for another reason than their length. */
function isDecoded(bytes: Uint8Array): void {
  try {
    expect([...decodeMulti(bytes)]).toHaveLength(1);
  } catch (error) {
    if (error instanceof RangeError) throw error; // "insufficient data"
  }
}

function aValue(random: Random, depth: number): unknown {
  switch (random(depth > 0 ? 8 : 6)) {
    case 0:
      return random(2 ** 31) - 2 ** 30;
    case 1:
      return random(1000) / 7;
    case 2:
      return "é".repeat(random(300));
    case 3:
      return Buffer.alloc(random(300));
    case 4:
      return [null, true, false][random(3)];
    case 5:
      return new Date(random(2 ** 31) * 1000 + random(1000));
    case 6:
      return Array.from({ length: random(20) }, () => aValue(random, depth - 1));
    default:
      return Object.fromEntries(
        Array.from({ length: random(20) }, (_, i) => [`k${i}`, aValue(random, depth - 1)]),
      );
  }
}
