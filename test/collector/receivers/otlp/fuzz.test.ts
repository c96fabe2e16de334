// Captured requests with a few bytes changed: each is answered, and what it held is kept or counted.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { aRandom, mutate, mutations } from "../mutate";
import { aReceiver, KeepingIntake } from "./harness";

const captured = (file: string) =>
  readFileSync(join(import.meta.dirname, "fixtures/captured", file));
const requests = [
  ["logs", captured("node-logs.bin"), captured("node-logs.json")],
  ["logs", captured("python-logs.bin"), undefined],
  ["traces", captured("node-traces.bin"), captured("node-traces.json")],
  ["metrics", captured("node-metrics-1.bin"), captured("node-metrics-1.json")],
  ["metrics", captured("python-metrics-2.bin"), captured("node-metrics-2.json")],
] as const;
/** Tags, lengths and varints that lie; the values that have a meaning in OTLP's JSON. */
const pieces = {
  protobuf: [
    "\n",
    "\x12\x7f",
    "\x0a\xff\xff\xff\x7f",
    "\x80".repeat(12),
    "\x08\x00",
    "\x1a\x00",
    "é",
  ],
  json: [
    "{",
    "}",
    "[",
    "]",
    '"',
    ",",
    ":",
    "null",
    "1e999",
    "-9".repeat(20),
    "\\u0000",
    '"NaN"',
    "\0",
  ],
};
/** A decoder that keeps what it has seen must not grow with what is made up. */
const heapLimit = 300 * 1024 * 1024;

describe.each(["protobuf", "json"] as const)("mutated OTLP %s", (form) => {
  it(`${mutations} times is answered, and its records are sound`, async () => {
    const random = aRandom(form === "json" ? 11 : 12);
    const intake = new KeepingIntake();
    const { post } = aReceiver(intake);
    const mediaType = form === "json" ? "application/json" : "application/x-protobuf";
    const seeds = requests.flatMap(([signal, binary, json]) => {
      const body = form === "json" ? json : binary;
      return body === undefined ? [] : [[signal, body] as const];
    });
    const statuses = { 200: 0, 400: 0 };
    const wrong: string[] = [];

    for (let i = 0; i < mutations; i++) {
      const [signal, seed] = seeds[random(seeds.length)]!;
      const body = mutate(seed, pieces[form], random);
      const { status } = await post(`/v1/${signal}`, body, mediaType);
      if (status === 200 || status === 400) statuses[status]++;
      if (!isSound(intake)) wrong.push(body.toString("base64"));
      intake.clear();
    }

    expect(wrong).toEqual([]);
    expect(statuses[200] + statuses[400]).toBe(mutations);
    expect(intake.refused[`bad-${form}`]).toBe(statuses[400]);
    expect(statuses[200]).toBeGreaterThan(0);
    collectGarbage();
    expect(process.memoryUsage().heapUsed).toBeLessThan(heapLimit);
  }, 120_000);
});

/** So that what is measured is what is held. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

/** Texts that are stored as JSON are JSON; times and counts are in range. */
function isSound({ logs, spans, points }: KeepingIntake): boolean {
  try {
    for (const { attributes } of [...logs, ...spans]) JSON.parse(attributes);
    for (const { events, links } of spans) JSON.parse(`[${events},${links}]`);
    for (const { exemplars, series } of points) JSON.parse(`[${exemplars},${series.attributes}]`);
  } catch {
    return false;
  }
  return [...logs, ...spans, ...points].every(
    ({ timeUnixNano }) => timeUnixNano >= 0n && timeUnixNano < 2n ** 63n,
  );
}
