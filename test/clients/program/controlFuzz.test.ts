// The control socket against whatever a client may send: each request is answered, whatever is in it, and the
// collector goes on. More by SIDELIGHT_FUZZ.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { aRandom, mutate, type Random } from "../../collector/receivers/mutate";
import { TestCollector } from "../collector";

const requests = Number(process.env.SIDELIGHT_FUZZ ?? 100_000) / 200;
/** At once, so that answers cross. */
const together = 50;

let collector: TestCollector;
beforeAll(async () => {
  collector = await TestCollector.start();
  const log = {
    body: { stringValue: "hello" },
    attributes: [{ key: "n", value: { intValue: 1 } }],
  };
  const logRecords = Array.from({ length: 100 }, () => log);
  await fetch(`${collector.endpoints.http}/v1/logs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }),
  });
});
afterAll(() => collector.stop());

function open(): Promise<WebSocket> {
  const socket = new WebSocket(collector.ui.replace(/^http/, "ws").replace("/ui/", "/control"));
  socket.on("error", () => undefined);
  return new Promise((resolve) => socket.once("open", () => resolve(socket)));
}

interface Answer {
  readonly id?: number;
  readonly error?: { readonly message: string; readonly data?: { readonly kind: string } };
}

/** What of the contract neither ends the collector nor leaves its folder. */
const questions: Record<string, object> = {
  hello: {},
  stats: {},
  rows: { signal: "logs", query: "hello", order: "newest", limit: 10, beforeSeq: 5 },
  record: { signal: "logs", seq: 1 },
  rowIndex: { signal: "logs", query: "n:>0" },
  histogram: { signal: "logs", query: "", bars: 10, by: "level", from: "now-1h" },
  groups: {
    signal: "logs",
    query: "",
    by: ["service"],
    aggregates: ["count()", "p95(n)"],
    limit: 5,
  },
  groupTotals: { signal: "logs", query: "", by: ["service", "n"] },
  groupChart: { signal: "logs", query: "", by: ["n"], aggregate: "avg(n)", bars: 5 },
  fields: { signal: "logs", query: "", topValues: 3, newest: 10, job: 1 },
  values: { signal: "logs", query: "", field: "n", prefix: "1", limit: 3 },
  patterns: { query: "", limit: 5, bars: 5, sort: "count" },
  timeline: { id: "0123456789abcdef" },
  requests: { limit: 5, isFailedOnly: true },
  services: {},
  compare: { bad: "level:error", good: "*", by: "request", from: "now-1d" },
  series: { query: "", limit: 5 },
  chart: { series: [1], from: "now-1h", bars: 10 },
  tail: { signal: "logs", query: "hello", maxRows: 10 },
  untail: { subscription: 1 },
  watchStats: { isOn: false },
  refusals: { receiver: "otlp", reason: "x" },
  unfollowFile: { path: "/nowhere" },
  exportFile: { signal: "logs", format: "jsonl", query: "", path: "relative", job: 1 },
  nothing: {},
};
const names = [...Object.keys(questions), "constructor", "__proto__", "$/cancelRequest"];
const hostile: readonly unknown[] = [
  ...[null, true, -1, 0, 1.5, 1e308, 2 ** 53, "", "x", "*", "\0", "\ud800", "' or 1=1 --", "$x"],
  ...[
    "(((((",
    "a:/(a+)+$/",
    "a:/((a{1000}){1000})/",
    "time:[now-99999999d TO now+9e99y]",
    "2024-13-99",
  ],
  ...["constructor", "__proto__", "../../etc/passwd", "9".repeat(5000), "(".repeat(5000)],
  ...[
    [],
    {},
    [[]],
    [null],
    { toString: 1 },
    { length: 1e9 },
    Array.from({ length: 2000 }, () => "n"),
  ],
];

function spoiled(params: object, random: Random): unknown {
  const drawn = () => hostile[random(hostile.length)];
  if (random(10) === 0) return drawn();
  const copy: Record<string, unknown> = { ...params };
  for (const key of Object.keys(copy)) if (random(3) === 0) copy[key] = drawn();
  return copy;
}

describe("the control socket", () => {
  it("answers every request, whatever its parameters are", async () => {
    const random = aRandom(7);
    const socket = await open();
    const waiting = new Map<number, () => void>();
    const internal: string[] = [];
    socket.on("message", (data: Buffer) => {
      const { id, error } = JSON.parse(data.toString()) as Answer;
      if (id !== undefined) waiting.get(id)?.();
      if (error?.data?.kind === "internal") internal.push(error.message);
    });
    let answered = 0;

    for (let id = 0; id < requests;) {
      const answers: Promise<void>[] = [];
      for (let n = 0; n < together; n++, id++) {
        const method = names[random(names.length)]!;
        const params = spoiled(questions[method] ?? {}, random);
        const isNotice = method.startsWith("$");
        if (!isNotice) {
          answers.push(new Promise((resolve) => waiting.set(id, resolve)));
          answered++;
        }
        socket.send(
          JSON.stringify({ jsonrpc: "2.0", ...(isNotice ? {} : { id }), method, params }),
        );
      }
      await Promise.all(answers);
    }

    expect(answered).toBeGreaterThan(requests / 2);
    expect(internal).toEqual([]); // each says what is wrong with what was asked
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.terminate();
    expect((await collector.stats()).rows.logs).toBe(100);
  });

  it("survives frames that are no requests", async () => {
    const random = aRandom(8);
    const frames = Object.entries(questions).map(([method, params], id) =>
      Buffer.from(JSON.stringify({ jsonrpc: "2.0", id, method, params })),
    );
    const pieces = [...Array.from('{}",:[]\0'), "null", "1e999", '"id":{}', '"error":1'];
    let socket = await open();

    for (let n = 0; n < requests; n++) {
      if (socket.readyState !== WebSocket.OPEN) socket = await open();
      const frame = mutate(frames[random(frames.length)]!, pieces, random);
      socket.send(frame, { binary: random(2) === 0 });
      if (n % together === 0) await new Promise((resolve) => socket.ping(resolve));
    }
    socket.terminate();

    expect((await collector.stats()).rows.logs).toBe(100);
  });
});
