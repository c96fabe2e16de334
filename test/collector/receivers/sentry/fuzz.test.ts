import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createSentry } from "../../../../src/collector/receivers/sentry/sentry";
import { TestContext } from "../aContext";
import { ask } from "../httpHarness";
import { aRandom, mutate, mutations } from "../mutate";

it("answers every mutated envelope, with records or a counted refusal", async () => {
  const folder = join(import.meta.dirname, "fixtures");
  // Small ones: the work is in the mutations, not in a long stack.
  const seeds = readdirSync(folder)
    .filter((name) => name.endsWith(".envelope"))
    .map((name) => readFileSync(join(folder, name)))
    .filter(({ length }) => length < 4000)
    .concat(
      Buffer.from(
        '{}\n{"type":"event"}\n{"exception":{"values":[{"type":"E","stacktrace":{"frames":[{"filename":"a.py","lineno":1}]}}]}}',
      ),
      Buffer.from('{}\n{"type":"attachment","length":3}\na\nb\n{"type":"event"}\n{"message":"hi"}'),
    );
  const pieces = [
    "{",
    "}",
    '"',
    ",",
    ":",
    "\n",
    "[",
    "]",
    "null",
    '"values":',
    "-1",
    "9".repeat(20),
    "é",
    "\0",
    '{"type":"span"}\n',
  ];
  const context = new TestContext();
  const sentry = createSentry(context);
  const random = aRandom(4);
  const counted = () => {
    const refused = Object.values(context.refused("sentry")).reduce((sum, n) => sum + n, 0);
    return refused + context.logs.length + context.spans.length + context.points.length;
  };
  let unaccounted = 0;

  for (let i = 0; i < mutations; i += 1000) {
    const batch = Array.from({ length: Math.min(1000, mutations - i) }, () =>
      mutate(seeds[random(seeds.length)]!, pieces, random),
    );
    const before = counted();
    const replies = await Promise.all(
      batch.map((body) => ask(sentry, "/api/1/envelope", { body })),
    );
    expect(replies.every(({ status }) => status === 200 || status === 400)).toBe(true);
    if (counted() - before < batch.length * 0.8) unaccounted++;
    context.logs.length = context.spans.length = context.points.length = 0;
  }

  // An envelope may be without items, and a container empty: those alone leave no trace.
  expect(unaccounted).toBe(0);
}, 120_000);
