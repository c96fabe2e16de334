import { deflateSync, gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { createGelf, Gelf } from "../../../../src/collector/receivers/gelf/gelf";
import { NulFrames } from "../../../../src/collector/receivers/gelf/nulFrames";
import { chunksOf, uncovered } from "../coverage";
import { fuzz } from "../fuzz";
import { ask } from "../httpHarness";
import { Ledger } from "../ledger";
import { mutations } from "../mutate";

const message = '{"version":"1.1","host":"h","short_message":"boom","_a":{"b":[1,2]},"level":3}';
const chunk = (number: number, data: string) =>
  Buffer.concat([
    Buffer.from("1e0f0102030405060708", "hex"),
    Buffer.from([number, 2]),
    Buffer.from(data),
  ]);
const texts = [
  message,
  '{"short_message":"m","timestamp":1385053862.3072,"level":3,"_file":"a.py","_line":4}',
].map((text) => Buffer.from(text));
const pieces = [
  ...Array.from('{}",:[]\\\n'),
  "\0",
  "\x1e\x0f",
  "9".repeat(20),
  "é",
  "null",
  message,
];

it(`${mutations / 2} mutated datagrams are accounted for`, async () => {
  const ledger = new Ledger("gelf");
  const gelf = new Gelf(ledger);

  await fuzz(
    ledger,
    {
      seeds: [...texts, ...texts.map((text) => deflateSync(text)), chunk(0, message.slice(0, 30))],
      pieces,
      share: 1 / 2,
      send: (input, random) => {
        // The other half of the chunk, at times: then both are one message.
        if (random(2) === 0) gelf.datagram(chunk(1, message.slice(30)), 1);
        gelf.datagram(input, 1);
        gelf.dispose();
      },
      units: () => 1,
    },
    9,
  );
});

it(`${mutations / 4} mutated streams are accounted for to the last byte`, async () => {
  const ledger = new Ledger("gelf");
  const gelf = new Gelf(ledger);
  const left: string[] = [];

  await fuzz(
    ledger,
    {
      seeds: [Buffer.concat([texts[0]!, Buffer.from("\0"), texts[1]!, Buffer.from("\0")])],
      pieces,
      share: 1 / 4,
      send: (input, random) => {
        const messages: Buffer[] = [];
        const frames = new NulFrames(
          (bytes) => {
            messages.push(Buffer.from(bytes));
            gelf.datagram(bytes, 1);
          },
          () => false,
          (beginning) => messages.push(beginning),
        );
        for (const part of chunksOf(input, random)) frames.push(part);
        frames.end();
        gelf.dispose();
        const fault = uncovered(input, messages, /(?!)/y);
        if (fault !== undefined) left.push(fault);
      },
    },
    10,
  );

  expect(left.slice(0, 5)).toEqual([]);
});

it(`${mutations / 4} mutated posts are accounted for`, async () => {
  const ledger = new Ledger("gelf");
  const gelf = createGelf(ledger);

  await fuzz(
    ledger,
    {
      seeds: [...texts, Buffer.from(`[${message},${message}]`), gzipSync(message)],
      pieces,
      share: 1 / 4,
      send: async (body) => (await ask(gelf, "/gelf", { body })).status,
    },
    11,
  );
});
