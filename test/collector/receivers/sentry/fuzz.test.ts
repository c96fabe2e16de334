import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "vitest";
import { createSentry } from "../../../../src/collector/receivers/sentry/sentry";
import { fuzz, isBlank } from "../fuzz";
import { ask } from "../httpHarness";
import { Ledger } from "../ledger";
import { mutations } from "../mutate";

const folder = join(import.meta.dirname, "fixtures");
/** Small ones: the work is in the mutations, not in a long stack. */
const maxSeedBytes = 4000;
const envelopes = readdirSync(folder)
  .filter((name) => name.endsWith(".envelope"))
  .map((name) => readFileSync(join(folder, name)))
  .filter(({ length }) => length < maxSeedBytes)
  .concat(
    Buffer.from(
      '{}\n{"type":"event"}\n{"exception":{"values":[{"type":"E","stacktrace":{"frames":[{"filename":"a.py","lineno":1}]}}]}}',
    ),
    Buffer.from('{}\n{"type":"attachment","length":3}\na\nb\n{"type":"event"}\n{"message":"hi"}'),
  );
const pieces = [
  ...Array.from('{}",:\n[]é\0'),
  ...["null", '"values":', "-1", "9".repeat(20), '{"type":"span"}\n'],
];

it(`${mutations * 0.9} mutated envelopes are accounted for`, async () => {
  const ledger = new Ledger("sentry");
  const sentry = createSentry(ledger);

  await fuzz(
    ledger,
    {
      seeds: envelopes,
      pieces,
      share: 0.9,
      send: async (body) => (await ask(sentry, "/api/1/envelope", { body })).status,
      units: () => 1,
    },
    4,
  );
});

it.each(["store", "security"])(
  `${mutations / 20} mutated bodies of /%s are accounted for`,
  async (name) => {
    const ledger = new Ledger("sentry");
    const sentry = createSentry(ledger);

    await fuzz(
      ledger,
      {
        seeds: ['{"message":"hi","level":"error"}', '{"csp-report":{"blocked-uri":"a"}}'].map(
          (text) => Buffer.from(text),
        ),
        pieces,
        share: 0.05,
        send: async (body) => (await ask(sentry, `/api/1/${name}`, { body })).status,
        units: (body) => (isBlank(body) ? 0 : 1),
      },
      5,
    );
  },
);
