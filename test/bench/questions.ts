// Latency from send to row, and questions to a store of a million rows, through the control socket.
// Latency: 10,000 log records a second are posted in batches of 100; each batch carries its send time, and a
// tail with no filter says when its rows came (send to visible row: panel.ts). Questions: 20 draws each after one warm-up, p95 in milliseconds.

import type { AnyRecordJson } from "../../src/shared/contract/json";
import { type Figure, percentile } from "./figure";
import { residentMiB, type Running, send, startProduct } from "./product";

export async function latency(): Promise<Figure[]> {
  const waits: number[] = [];
  const product = await startProduct({
    rows: ({ rows }) => {
      const now = Date.now();
      for (const row of rows)
        waits.push(now - (row as AnyRecordJson & { attributes: { sent: number } }).attributes.sent);
    },
  });
  try {
    await product.collector.tail({ signal: "logs", query: "", maxRows: 500 });
    const sent = await postSteadily(product, 8);
    await new Promise((done) => setTimeout(done, 300));
    return [
      { name: "send to row, 10 k records/s, p50", value: percentile(waits, 0.5), unit: "ms" },
      {
        name: "send to row, 10 k records/s, p99",
        value: percentile(waits, 0.99),
        unit: "ms",
        target: { atMost: 250 },
        note: `${sent} records in 8 s, ${waits.length} rows`,
      },
    ];
  } finally {
    await product.stop();
  }
}

/**
 * 10,000 log records a second in batches of 100, a batch each 10 ms whether the one before is answered or not. Body and
 * the attribute `sent` hold the time of sending. Resolves with the number sent, after the last answer.
 */
export async function postSteadily(product: Running, seconds: number): Promise<number> {
  const batches = seconds * 100;
  const start = performance.now();
  const answers: Promise<void>[] = [];
  for (let i = 0; i < batches; i++) {
    const dueMs = start + i * 10 - performance.now();
    if (dueMs > 0) await new Promise((done) => setTimeout(done, dueMs));
    answers.push(postLogs(product, 100));
  }
  await Promise.all(answers);
  return batches * 100;
}

async function postLogs(product: Running, count: number): Promise<void> {
  const now = Date.now();
  const record = `{"body":{"stringValue":"sent ${now}"},"attributes":[{"key":"sent","value":{"intValue":"${now}"}}]}`;
  await fetch(`${product.endpoints.http ?? ""}/v1/logs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: `{"resourceLogs":[{"scopeLogs":[{"logRecords":[${`${record},`.repeat(count - 1)}${record}]}]}]}`,
  });
}

const asked: readonly string[] = [
  "",
  "level:>=error",
  "order",
  "nothing-like-this",
  '"placed by customer 99"',
  "http.response.status_code:500",
  "took_ms:>990",
  "took_ms:[10 TO 12]",
  "tenant:tenant-7 AND took_ms:<5",
  "url.path:/orders/4*",
  "NOT tenant:tenant-7 AND http.response.status_code:500",
  "_exists_:tenant AND customer",
];

export async function queries(rows: number): Promise<Figure[]> {
  const product = await startProduct();
  try {
    while ((await product.collector.stats()).rows.logs < rows) {
      await send("OTLP/HTTP protobuf logs", product.endpoints.http ?? "", 2);
    }
    const { collector } = product;
    const total = (await collector.stats()).rows.logs;
    const figures: Figure[] = [];
    const pages: number[] = [];
    for (const query of asked) {
      const times = await timed(() =>
        collector.rows({ signal: "logs", query, order: "newest", limit: 200 }),
      );
      pages.push(...times);
      figures.push({
        name: `first page of ${query === "" ? "everything" : query}, p95`,
        value: percentile(times, 0.95),
        unit: "ms",
      });
    }
    const all = { signal: "logs", query: "" } as const;
    const timings: readonly [string, number, () => Promise<unknown>][] = [
      ["histogram of everything", 150, () => collector.histogram({ ...all, bars: 100 })],
      [
        "histogram of a filter",
        150,
        () => collector.histogram({ ...all, query: "took_ms:>500", bars: 100 }),
      ],
      ["field statistics", 300, () => collector.fields(all)],
      ["patterns list", 100, () => collector.patterns({ query: "" })],
      ["patterns of a filter", 100, () => collector.patterns({ query: "took_ms:>500" })],
      ["group by tenant", 200, () => collector.groups({ ...all, by: ["tenant"] })],
      [
        "group by path, p95(took_ms)",
        200,
        () => collector.groups({ ...all, by: ["url.path"], aggregate: "p95(took_ms)" }),
      ],
    ];
    for (const [name, atMost, ask] of timings) {
      figures.push({
        name: `${name}, p95`,
        value: percentile(await timed(ask), 0.95),
        unit: "ms",
        target: { atMost },
      });
    }
    const stats = await collector.stats();
    return [
      {
        name: "first page of any of these filters, p95",
        value: percentile(pages, 0.95),
        unit: "ms",
        target: { atMost: 100 },
        note: `${total} rows`,
      },
      ...figures,
      {
        name: "resident",
        value: residentMiB(product.process.pid ?? 0),
        unit: "MiB",
        note: `with ${total} rows`,
      },
      { name: "disk", value: stats.diskBytes / 2 ** 20, unit: "MiB", note: `with ${total} rows` },
    ];
  } finally {
    await product.stop();
  }
}

async function timed(ask: () => Promise<unknown>): Promise<number[]> {
  await ask();
  const times: number[] = [];
  for (let i = 0; i < 20; i++) {
    const start = performance.now();
    await ask();
    times.push(performance.now() - start);
  }
  return times;
}
