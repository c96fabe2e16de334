import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "vitest";
import { createRollbar } from "../../../../src/collector/receivers/rollbar/rollbar";
import { fuzz } from "../fuzz";
import { ask } from "../httpHarness";
import { Ledger } from "../ledger";
import { mutations } from "../mutate";

const folder = join(import.meta.dirname, "fixtures");
const seeds = readdirSync(folder)
  .filter((name) => /^[\w-]+\.json$/.test(name))
  .map((name) => readFileSync(join(folder, name)));
const pieces = [...Array.from('{}",:[]é\0'), "null", "-1", "9".repeat(20), "payload="];

it(`${mutations} mutated items are accounted for`, async () => {
  const ledger = new Ledger("rollbar");
  const rollbar = createRollbar(ledger);

  await fuzz(
    ledger,
    {
      seeds,
      pieces,
      send: async (body) => (await ask(rollbar, "/api/1/item", { body })).status,
      units: () => 1,
    },
    6,
  );
});
