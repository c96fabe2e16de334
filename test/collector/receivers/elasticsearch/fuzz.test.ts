import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createElasticsearch } from "../../../../src/collector/receivers/elasticsearch/elasticsearch";
import { TestContext } from "../aContext";
import { send } from "../aRequest";
import { aRandom, mutate, mutations } from "../mutate";

const folder = new URL("fixtures/", import.meta.url);
const seeds = readdirSync(folder)
  .filter((name) => name.endsWith(".ndjson"))
  .map((name) => readFileSync(new URL(name, folder)));
const pieces = [
  "{",
  "}",
  '"',
  ",",
  ":",
  "\\",
  "\n",
  "[",
  "]",
  "9".repeat(20),
  "é",
  "null",
  '{"index":{}}\n',
];

it(`${mutations} mutated bodies are stored or refused, action by action`, async () => {
  const context = new TestContext();
  const receiver = createElasticsearch(context);
  const random = aRandom(12);
  const statuses = new Set<number>();
  let unaccounted = 0;

  for (let i = 0; i < mutations; i += 500) {
    const batch = Array.from({ length: Math.min(500, mutations - i) }, async () => {
      const body = mutate(seeds[random(seeds.length)]!, pieces, random);
      const reply = await send(receiver, "POST /_bulk", body);
      statuses.add(reply.status);
      if (reply.status !== 200) return 1;
      return (JSON.parse(String(reply.body)) as { items: unknown[] }).items.length;
    });
    const actions = (await Promise.all(batch)).reduce((sum, n) => sum + n, 0);
    const refused = Object.values(context.refused("elasticsearch")).reduce((sum, n) => sum + n, 0);
    if (context.logs.length + refused < actions) unaccounted++;
    for (const { attributes, timeUnixNano } of context.logs.splice(0)) {
      JSON.parse(attributes);
      expect(timeUnixNano > 0n && timeUnixNano < 2n ** 63n).toBe(true);
    }
    context.counters.of("elasticsearch").refused.clear();
  }

  expect([...statuses].sort()).toEqual([200, 400]);
  expect(unaccounted).toBe(0);
}, 120_000);
