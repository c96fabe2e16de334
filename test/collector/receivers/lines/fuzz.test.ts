import { expect, it } from "vitest";
import { LineParser } from "../../../../src/collector/pipeline/text/lineParser";
import { LineAssembler } from "../../../../src/collector/receivers/lines/lineAssembler";
import { OutputSource } from "../../../../src/collector/receivers/lines/outputSource";
import { stripAnsi } from "../../../../src/shared/ansi";
import { chunksOf } from "../coverage";
import { fuzz } from "../fuzz";
import { Ledger } from "../ledger";
import { mutations } from "../mutate";
import { textLines } from "./textLines";

const pieces = [
  ...["\n", "{", "}", '"', "[", "]", "=", " | ", "\u001b[", "\r", "\0", "\n\n", "  at "],
  ...["Traceback (most recent call last):\n", '{"log":"', "9".repeat(30)],
];
const seeds = textLines.map((text) => Buffer.from(`${text}\n`));

it(`${mutations / 2} mutated entries become records, whatever is in them`, async () => {
  const ledger = new Ledger("lines");
  const parser = new LineParser(ledger.roles);
  const source = new OutputSource({ service: "", run: "", file: "" }, ledger, parser);

  await fuzz(
    ledger,
    {
      seeds,
      pieces,
      share: 1 / 2,
      send: (input, random) => {
        for (const chunk of chunksOf(input, random)) source.push(random(3), chunk, 0);
        source.flush(0);
        return source.committed().then(() => undefined);
      },
      units: (input) => (saysNothing(input) ? 0 : 1),
    },
    7,
  );
});

it(`${mutations / 2} mutated outputs are entries to the last character`, async () => {
  const ledger = new Ledger("lines");
  const parser = new LineParser(ledger.roles);
  const left: object[] = [];
  const origin = {
    receiver: "lines",
    resource: ledger.intake.resource({ service: "", attributes: "{}", run: "" }),
    observedTimeUnixNano: ledger.clock,
  };

  await fuzz(
    ledger,
    {
      // Colours are taken out, and what a container's log wraps is taken out of its wrapping.
      seeds: seeds.filter((seed) => !isChanged(seed.toString())),
      pieces: pieces.filter((piece) => !isChanged(piece)),
      share: 1 / 2,
      send: (input, random) => {
        let said = "";
        const assembler = new LineAssembler(({ text, wrapping }) => {
          said += wrapping === undefined ? text : "";
          parser.parse(text, origin, ledger.logs, wrapping);
        });
        for (const chunk of chunksOf(input, random)) assembler.push(1, chunk, 0, 0n);
        assembler.flush(0, 0n);
        const [expected, actual] = [new TextDecoder().decode(input), said].map(withoutBlanks);
        if (expected !== actual && !isChanged(input.toString())) left.push({ expected, actual });
      },
      units: (input) => (saysNothing(input) ? 0 : 1),
    },
    8,
  );

  expect(left.slice(0, 5)).toEqual([]);
});

/** Colours, JSON of Docker, lines of CRI, and prefixes of `docker compose`. */
const isChanged = (text: string) => /\u001b|\{"log"|(?:stdout|stderr) [FP]| \| /.test(text);

const withoutBlanks = (text: string) => text.replace(/[\s\0]+/g, "");

/** Blanks, colours, and the bytes that open a record or a file. */
const saysNothing = (input: Buffer) =>
  stripAnsi(input.toString()).replace(/[\0\x1e\ufeff\s]+/g, "") === "";
