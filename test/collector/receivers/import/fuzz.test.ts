import { it } from "vitest";
import { createImport } from "../../../../src/collector/receivers/import/import";
import { importPath } from "../../../../src/shared/contract/imports";
import { fuzz } from "../fuzz";
import { ask } from "../httpHarness";
import { Ledger } from "../ledger";
import { mutations } from "../mutate";

const seed = [
  {
    time: "2026-01-02T03:04:05Z",
    severity: "ERROR",
    body: "said [[[",
    attributes: { a: [1, null] },
  },
  { time: "2026-01-02T03:04:05Z", durationNanos: "1500", name: "GET /", events: [], links: [] },
  {
    time: "2026-01-02T03:04:05Z",
    name: "took",
    type: "histogram",
    count: 2,
    quantiles: { "0.5": 5 },
  },
]
  .map((record) => JSON.stringify(record))
  .join("\n");
const pieces = ['"', "{", "}", "[", "\n", "null", "1e999", "\\u0000", '"body":', "-"];

it.each([
  ["records", ""],
  ["fields", "form=fields"],
])(`mutated %s are accounted for, line by line (of ${mutations})`, async (_, query) => {
  const ledger = new Ledger("import");
  const receiver = createImport(ledger);

  await fuzz(
    ledger,
    {
      seeds: [Buffer.from(seed)],
      pieces,
      share: 1 / 2,
      send: async (body) => (await ask(receiver, importPath, { body, query })).status,
      units: (body) =>
        new TextDecoder()
          .decode(body)
          .split("\n")
          .filter((line) => line.trim() !== "").length,
    },
    7,
  );
});
