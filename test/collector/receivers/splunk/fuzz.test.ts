import { expect, it } from "vitest";
import { createSplunk } from "../../../../src/collector/receivers/splunk/splunk";
import { TestContext } from "../aContext";
import { send } from "../aRequest";
import { aRandom, mutate, mutations } from "../mutate";

const seeds = [
  [
    "event",
    '{"event":"hi","time":1700000000.5,"sourcetype":"_json"}{"event":{"a":1},"time":"1700000001.000"}',
  ],
  ["event", '{"event":"metric","fields":{"metric_name:cpu.user":42.1,"region":"a"}}'],
  ["event", '{"event":{"line":"GET / 200","source":"stdout","tag":"0a1b2c3d4e5f"},"host":"box"}'],
  [
    "event",
    '{"event":{"message":"m","level":"error"},"fields":{"trace_id":"5b8efff798038103d269b633813fc60c"}}',
  ],
  ["raw", 'WARN one\n{"level":"error","msg":"two"}\n'],
] as const;
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
  '{"event":"x"}',
];

it(`${mutations} mutated bodies are a record, a point or a counted refusal each`, async () => {
  const context = new TestContext();
  const receiver = createSplunk(context);
  const random = aRandom(11);
  const statuses = new Set<number>();
  let unaccounted = 0;

  for (let i = 0; i < mutations; i += 500) {
    const batch = Array.from({ length: Math.min(500, mutations - i) }, async () => {
      const [path, seed] = seeds[random(seeds.length)]!;
      const body = mutate(Buffer.from(seed), pieces, random);
      const reply = await send(receiver, `POST /services/collector/${path}`, body);
      statuses.add(reply.status);
    });
    await Promise.all(batch);
    const refused = Object.values(context.refused("splunk")).reduce((sum, n) => sum + n, 0);
    const kept = context.logs.length + context.points.length;
    if (kept + refused < batch.length) unaccounted++;
    for (const { attributes, timeUnixNano } of context.logs.splice(0)) {
      JSON.parse(attributes);
      expect(timeUnixNano > 0n && timeUnixNano < 2n ** 63n).toBe(true);
    }
    context.points.length = 0;
    context.counters.of("splunk").refused.clear();
  }

  expect([...statuses].sort()).toEqual([200, 400]);
  expect(unaccounted).toBe(0);
}, 120_000);
