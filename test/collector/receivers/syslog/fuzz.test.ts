import { expect, it } from "vitest";
import { SyslogFrames } from "../../../../src/collector/receivers/syslog/frames";
import { Syslog } from "../../../../src/collector/receivers/syslog/syslog";
import { chunksOf, uncovered } from "../coverage";
import { fuzz } from "../fuzz";
import { Ledger } from "../ledger";
import { mutations } from "../mutate";

const seeds = [
  '<165>1 2003-10-11T22:14:15.003Z host app 1234 ID47 [ex@32473 k="a\\"b\\\\c\\]d"] \ufeffhello',
  "<34>Oct 11 22:14:15 mymachine su[12]: hi",
  "<189>29: *Mar  1 00:01:00.123: %SYS-5-CONFIG_I: Configured",
  '<14>tag[1]: @cee: {"level":"info","msg":"x"}',
  "36 <34>Oct 11 22:14:15 mymachine su: hi",
].map((text) => Buffer.from(text));
const pieces = ["<", ">", "[", "]", '"', "\\", " ", "\n", "\0", "9".repeat(20), "<14>", "é", "{"];

it(`${mutations / 2} mutated datagrams are a record each`, async () => {
  const ledger = new Ledger("syslog");
  const syslog = new Syslog(ledger);

  await fuzz(
    ledger,
    {
      seeds,
      pieces,
      share: 1 / 2,
      send: (input) => {
        syslog.message(input);
        return undefined;
      },
    },
    5,
  );
});

it(`${mutations / 2} mutated streams are records to the last byte`, async () => {
  const ledger = new Ledger("syslog");
  const syslog = new Syslog(ledger);
  const left: string[] = [];

  await fuzz(
    ledger,
    {
      seeds: [...seeds, Buffer.concat([seeds[1]!, Buffer.from("\n"), seeds[2]!])],
      pieces: [...pieces, "\n  at x\n", "42 "],
      share: 1 / 2,
      send: (input, random) => {
        const messages: Buffer[] = [];
        const frames = new SyslogFrames(
          (message) => {
            messages.push(Buffer.from(message));
            syslog.message(message);
          },
          (beginning) => messages.push(beginning),
        );
        for (const chunk of chunksOf(input, random)) frames.push(Buffer.from(chunk));
        frames.end();
        const fault = uncovered(input, messages, /[1-9]\d{0,6} (?=<)/y);
        if (fault !== undefined) left.push(fault);
      },
    },
    6,
  );

  expect(left.slice(0, 5)).toEqual([]);
});
