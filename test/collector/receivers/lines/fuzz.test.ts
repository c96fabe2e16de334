import { expect, test } from "vitest";
import { LineAssembler } from "../../../../src/collector/receivers/lines/lineAssembler";
import { LineParser } from "../../../../src/collector/pipeline/text/lineParser";
import { Roles } from "../../../../src/collector/pipeline/roles";
import type { LogRecord } from "../../../../src/shared/record";
import { aRandom, mutate, mutations } from "../mutate";
import { origin } from "./aLine";
import { textLines } from "./textLines";

const pieces = [
  "\n",
  "{",
  "}",
  '"',
  "[",
  "]",
  "=",
  " | ",
  "\u001b[",
  "\r",
  "\0",
  "Traceback (most recent call last):\n",
  "\n\n",
  "  at ",
  '{"log":"',
  "9".repeat(30),
];

/** A tenth of the datagrams' number: an entry costs more than a statsd line. */
const count = Math.ceil(mutations / 10);

test(`${count} mutated entries become records, whatever is in them`, () => {
  const random = aRandom(7);
  const records: LogRecord[] = [];
  const parser = new LineParser(new Roles());
  const assembler = new LineAssembler((entry) =>
    parser.parse(entry.text, origin, records, entry.wrapping),
  );
  const seeds = textLines.map((text) => Buffer.from(`${text}\n`));

  for (let i = 0; i < count; i++) {
    const bytes = mutate(seeds[random(seeds.length)]!, pieces, random);
    assembler.push(random(3), bytes, i, BigInt(i));
    if (random(10) === 0) assembler.flushIdle(i + random(3000), BigInt(i));
    for (const { attributes, timeUnixNano, body } of records.splice(0)) {
      expect(JSON.parse(attributes)).toBeTypeOf("object");
      expect(timeUnixNano > 0n && timeUnixNano < 2n ** 63n).toBe(true);
      expect(body).not.toBe("");
    }
  }
  assembler.flush(count, 0n);

  expect(assembler.isOpen).toBe(false);
});
