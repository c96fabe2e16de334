import { readdirSync, readFileSync } from "node:fs";
import { it } from "vitest";
import { createElasticsearch } from "../../../../src/collector/receivers/elasticsearch/elasticsearch";
import { send } from "../aRequest";
import { fuzz } from "../fuzz";
import { Ledger } from "../ledger";
import { mutations } from "../mutate";

const folder = new URL("fixtures/", import.meta.url);
const bulks = readdirSync(folder)
  .filter((name) => name.endsWith(".ndjson"))
  .map((name) => readFileSync(new URL(name, folder)));
const pieces = [
  ...Array.from('{}",:\\\n[]é'),
  "9".repeat(20),
  "null",
  '{"index":{}}\n',
  '{"delete":{}}\n',
];

it(`${mutations * 0.9} mutated bulks are accounted for, action by action`, async () => {
  const ledger = new Ledger("elasticsearch");
  const receiver = createElasticsearch(ledger);
  let actions = 0;

  await fuzz(
    ledger,
    {
      seeds: bulks,
      pieces,
      share: 0.9,
      send: async (body) => {
        const { status, body: answer } = await send(receiver, "POST /_bulk", body);
        const items = status === 200 ? (JSON.parse(String(answer)) as { items: [] }).items : [];
        actions = status === 200 ? items.length : 1;
        return status;
      },
      units: () => actions,
    },
    12,
  );
});

it(`${mutations / 10} mutated documents are accounted for`, async () => {
  const ledger = new Ledger("elasticsearch");
  const receiver = createElasticsearch(ledger);
  const targets = [
    "POST /app/_doc",
    "PUT /app/_doc/1",
    "POST /app/_update/1",
    "PUT /app/_create/1",
  ];

  await fuzz(
    ledger,
    {
      seeds: ['{"message":"hi","level":"warn"}', '{"doc":{"a":1},"upsert":{"b":[]}}'].map((text) =>
        Buffer.from(text),
      ),
      pieces,
      share: 0.1,
      send: async (body, random) =>
        (await send(receiver, targets[random(targets.length)]!, body)).status,
    },
    13,
  );
});
