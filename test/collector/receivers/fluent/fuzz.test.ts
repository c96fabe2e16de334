import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeMulti, encode } from "@msgpack/msgpack";
import { describe, expect, it } from "vitest";
import { Chunks } from "../../../../src/collector/receivers/fluent/chunks";
import { FluentFrames } from "../../../../src/collector/receivers/fluent/frames";
import { MsgpackEnd, valueEnd } from "../../../../src/collector/receivers/fluent/msgpackEnd";
import { chunksOf, uncovered } from "../coverage";
import { fuzz } from "../fuzz";
import { Ledger } from "../ledger";
import { aRandom, mutate, mutations, type Random } from "../mutate";

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

it(`${mutations} mutated streams are accounted for, to the last byte`, async () => {
  const ledger = new Ledger("fluent");
  const chunks = new Chunks(ledger);
  const left: string[] = [];

  await fuzz(
    ledger,
    {
      seeds: readdirSync(folder)
        .filter((name) => name.endsWith(".bin") && !name.includes("compressed"))
        .map((name) => readFileSync(join(folder, name)))
        .concat(Buffer.from('["t",1700000000,{"message":"hi"},{"chunk":"x"}]')),
      pieces,
      send: async (input, random) => {
        const messages: Buffer[] = [];
        const pushed: Buffer[] = [];
        const peer = { reply: () => undefined, close: () => undefined };
        const frames = new FluentFrames({
          hold: (bytes) => chunks.hold(bytes),
          close: () => undefined,
          message: (message, isJson) => {
            messages.push(Buffer.from(message));
            return chunks.take(message, isJson, peer);
          },
          heartbeat: () => ledger.counters.leftOut("fluent", "heartbeat"),
          fault: (reason, beginning) => {
            messages.push(Buffer.from(beginning));
            ledger.counters.refused("fluent", reason);
          },
        });
        for (const chunk of chunksOf(input, random)) {
          // Empty chunks tell whether the stream was given up meanwhile.
          if (!frames.push(Buffer.alloc(0))) break;
          pushed.push(chunk);
          frames.push(chunk);
          while (frames.isBusy) await new Promise((resolve) => setImmediate(resolve));
        }
        frames.end();
        await chunks.dispose();
        const fault = uncovered(Buffer.concat(pushed), messages, /\xc0+/y);
        if (fault !== undefined) left.push(fault);
        return undefined;
      },
    },
    7,
  );

  expect(left.slice(0, 5)).toEqual([]);
});

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
