import { expect, test } from "vitest";
import { LineAssembler } from "../../../../src/collector/receivers/lines/lineAssembler";
import { LineParser } from "../../../../src/collector/pipeline/text/lineParser";
import { Roles } from "../../../../src/collector/pipeline/roles";
import { stripAnsi } from "../../../../src/shared/ansi";
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

test(`${mutations} mutated entries become records, whatever is in them`, () => {
  const random = aRandom(7);
  const records: LogRecord[] = [];
  const wrong: LogRecord[] = [];
  const parser = new LineParser(new Roles());
  const lost: string[] = [];
  const assembler = new LineAssembler((entry) => {
    const before = records.length;
    parser.parse(entry.text, origin, records, entry.wrapping);
    if (records.length === before && !isBlank(entry.text)) lost.push(entry.text);
  });
  const seeds = textLines.map((text) => Buffer.from(`${text}\n`));

  for (let i = 0; i < mutations; i++) {
    const bytes = mutate(seeds[random(seeds.length)]!, pieces, random);
    assembler.push(random(3), bytes, i, BigInt(i));
    if (random(10) === 0) assembler.flushIdle(i + random(3000), BigInt(i));
    // Without `expect`, which costs more than what it looks at.
    for (const record of records.splice(0)) if (!isSound(record)) wrong.push(record);
  }
  assembler.flush(mutations, 0n);

  expect(wrong).toEqual([]);
  expect(lost).toEqual([]);
  expect(assembler.isOpen).toBe(false);
}, 120_000);

/** What says nothing: colours, and the bytes that open a record or a file. */
const isBlank = (text: string) =>
  stripAnsi(text)
    .replace(/^[\0\x1e\ufeff]+/, "")
    .trim() === "";

function isSound({ attributes, timeUnixNano, body }: LogRecord): boolean {
  const isObject = typeof JSON.parse(attributes) === "object";
  return isObject && timeUnixNano > 0n && timeUnixNano < 2n ** 63n && body !== "";
}
