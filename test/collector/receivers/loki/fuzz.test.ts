import { readdirSync, readFileSync } from "node:fs";
import { uncompress } from "snappyjs";
import { expect, it } from "vitest";
import { createLoki } from "../../../../src/collector/receivers/loki/loki";
import { TestContext } from "../aContext";
import { send } from "../aRequest";
import { aRandom, mutate, mutations } from "../mutate";

const folder = new URL("fixtures/", import.meta.url);
const seeds = readdirSync(folder)
  .filter((name) => /^[\w-]+\.(?:json|bin)$/.test(name))
  .map((name) => ({ isJson: name.endsWith(".json"), bytes: readFileSync(new URL(name, folder)) }));
const pieces = [
  "{",
  "}",
  '"',
  ",",
  ":",
  "\\",
  "[",
  "]",
  "9".repeat(20),
  "é",
  "null",
  "\u0000",
  "=",
];

it(`${mutations} mutated pushes are stored or refused, entry by entry`, async () => {
  const context = new TestContext();
  const loki = createLoki(context);
  const random = aRandom(13);
  const statuses = new Set<number>();
  let unaccounted = 0;

  for (let i = 0; i < mutations; i += 500) {
    const batch = Array.from({ length: Math.min(500, mutations - i) }, async () => {
      const { isJson, bytes } = seeds[random(seeds.length)]!;
      // Protobuf is changed below its packing as often as above it.
      const isInside = !isJson && random(2) === 0;
      const plain = isInside ? new Uint8Array(uncompress(bytes)) : bytes;
      const mutated = mutate(plain, pieces, random);
      const body = isInside ? packed(mutated) : mutated;
      const type = isJson ? "application/json" : "application/x-protobuf";
      const reply = await send(loki, "POST /loki/api/v1/push", body, { "content-type": type });
      statuses.add(reply.status);
      // A refused push has a refusal; an accepted one may have lost its entries to a mutated length.
      return reply.status === 204 ? 0 : 1;
    });
    const failed = (await Promise.all(batch)).reduce((sum: number, n) => sum + n, 0);
    const refused = Object.values(context.refused("loki")).reduce((sum, n) => sum + n, 0);
    if (refused < failed) unaccounted++;
    for (const { attributes, timeUnixNano } of context.logs.splice(0)) {
      JSON.parse(attributes);
      expect(timeUnixNano > 0n && timeUnixNano < 2n ** 63n).toBe(true);
    }
    context.counters.of("loki").refused.clear();
  }

  expect(statuses).toContain(204);
  expect([...statuses].every((status) => [204, 400, 413].includes(status))).toBe(true);
  expect(unaccounted).toBe(0);
}, 120_000);

/** One literal: Snappy without what makes it small, and quick. */
function packed(bytes: Buffer): Buffer {
  const { length } = bytes;
  const size = Buffer.from(length < 128 ? [length] : [(length & 127) | 128, length >> 7]);
  const last = length - 1;
  return length === 0
    ? size
    : Buffer.concat([size, Buffer.from([61 << 2, last & 255, last >> 8]), bytes]);
}
