// Services whose clocks disagree: what they wrote is compared in the order in which it happened, as the spans of
// their calls tell it.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CompareResult } from "../../../src/shared/contract/compare";
import { openStore, type Store } from "../../../src/collector/store/store";
import { titleOf } from "../../../src/shared/compare/text";
import { aLog, aSpan, writerPath } from "./builders";

const base = 1_700_000_000_000_000_000n;
const micro = 1_000n;
const { signal } = new AbortController();

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sidelight-compare-clocks-"));
  store = await openStore({ path: join(folder, "store.duckdb"), writerPath });
});
afterEach(async () => {
  await store.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** What fails, two times of three, is a worker; the gateway has no answer then. */
async function fill({ isTraced, lateMicros }: { isTraced: boolean; lateMicros: bigint }) {
  const resourceOf = (service: string) =>
    store.resource({ service, run: "", attributes: `{"host.name":"h-${service}"}` });
  const resources = { gateway: resourceOf("gateway"), work: resourceOf("work") };
  const logs: ReturnType<typeof aLog>[] = [];
  const spans: ReturnType<typeof aSpan>[] = [];
  let seq = 0;
  for (let i = 0; i < 240; i++) {
    const traceId = (i + 1).toString(16).padStart(32, "0");
    const isFailed = i % 12 === 7 && i % 36 !== 7;
    const at = (service: keyof typeof resources, micros: number) =>
      base +
      BigInt(i) * 1_000_000_000n +
      (BigInt(micros) + (service === "work" ? lateMicros : 0n)) * micro;
    const log = (
      service: keyof typeof resources,
      micros: number,
      body: string,
      own: object,
      level = 9,
    ) =>
      logs.push(
        aLog({
          ...{
            seq: ++seq,
            timeUnixNano: at(service, micros),
            body,
            severityNumber: level,
            traceId,
          },
          ...{ service, resource: resources[service], attributes: JSON.stringify(own) },
        }),
      );
    const span = (service: keyof typeof resources, from: number, to: number, ids: object) =>
      spans.push(
        aSpan({
          ...{
            seq: ++seq,
            kind: "server",
            timeUnixNano: at(service, from),
            traceId,
            name: `of ${service}`,
          },
          durationNanos: BigInt(to - from) * micro,
          ...{ service, resource: resources[service], ...ids },
        }),
      );
    log("work", 3_000, "job taken", { worker: `w${i % 12}` });
    if (isFailed) log("work", 7_000, "job failed", {}, 17);
    log("gateway", 9_500, "responded", { answer: isFailed ? "none" : "paid" });
    if (!isTraced) continue;
    span("gateway", 0, 10_000, { spanId: `a${i}` });
    span("work", 2_000 - (i % 7) * 100, 8_000 + (i % 5) * 100, {
      spanId: `b${i}`,
      parentSpanId: `a${i}`,
    });
  }
  await store.commit({ logs, spans, points: [] });
}

const compared = () => store.reads.compare({ bad: "level:error", good: "*" }, signal);
const causesOf = ({ differences }: CompareResult) =>
  differences.filter(({ isOutcome }) => !isOutcome).map(titleOf);

test.each([40_000n, -40_000n, 3_600_000_000n])(
  "what a service with a clock %s microseconds ahead says is put where its calls were",
  async (lateMicros) => {
    await fill({ isTraced: true, lateMicros });

    const result = await compared();

    expect(causesOf(result)).toEqual(["worker = w7"]);
    expect(result.clocks).toEqual([
      { service: "work", host: "h-work", correctionNanos: expect.any(Number) as number },
    ]);
    // As late as it was, but for what a call takes to come and to go.
    const offNanos = (result.clocks[0]?.correctionNanos ?? 0) + Number(lateMicros * micro);
    expect(Math.abs(offNanos)).toBeLessThan(2e6);
  },
);

test("without calls that are traced times are what the records say", async () => {
  await fill({ isTraced: false, lateMicros: 40_000n });

  const result = await compared();

  expect(causesOf(result)[0]).toBe("answer = none");
  expect(result.clocks).toEqual([]);
});

test("of clocks that agree nothing is said", async () => {
  await fill({ isTraced: true, lateMicros: 0n });

  expect((await compared()).clocks).toEqual([]);
});

test("nor of that of a service which is not compared", async () => {
  await fill({ isTraced: true, lateMicros: 40_000n });
  const servicesOf = async (bad: string, good: string) => {
    const { clocks } = await store.reads.compare({ bad, good, by: "record" }, signal);
    return clocks.map(({ service }) => service);
  };

  expect(await servicesOf("level:error", "service:work")).toEqual(["work"]);
  expect(await servicesOf("answer:none", "service:gateway")).toEqual([]);
});
