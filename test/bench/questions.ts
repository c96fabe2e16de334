// Latency from send to row, and questions to a store of a million rows, through the control socket.
// Latency: 10,000 log records a second are posted in batches of 100; each batch carries its send time, and a
// tail with no filter says when its rows came (send to visible row: panel.ts). Questions: 20 draws each after one warm-up, p95 in milliseconds.

import type { AnyRecordJson } from "../../src/shared/contract/json";
import type { RowQuery } from "../../src/shared/contract/rows";
import { type Figure, percentile } from "./figure";
import {
  cpuSeconds,
  peakResidentMiB,
  residentMiB,
  type Running,
  send,
  startProduct,
} from "./product";

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
  '"placed by customer 99"',
  "http.response.status_code:500",
  "took_ms:>990",
  "took_ms:[10 TO 12]",
  "tenant:tenant-7 AND took_ms:<5",
  "url.path:/orders/4*",
  "NOT tenant:tenant-7 AND http.response.status_code:500",
  "_exists_:tenant AND customer",
  '"order customer"~3',
  "level:>=warn AND NOT url.path:/orders/4* AND customer",
  // One record:
  "capacitor",
  '"flux capacitor"',
  "duration_ms:>5000",
  "part:capacitor-7",
  "_exists_:part",
  "NOT order",
  "NOT _exists_:tenant",
  "cap?citor",
  "/flux.*overheated/",
  "capacitro~",
  // None:
  "nothing-like-this",
  "took_ms:>5000",
  "tenant:no-such",
  "url.path:*/no/such",
  "url.path:/.*such$/",
  "7777777777",
  "service:no-such",
];

/** Pages of these are asked for where one scrolls to, too. */
const askedBehind: readonly string[] = [
  "",
  "level:>=error",
  "customer",
  "took_ms:>990",
  "capacitor",
];

export async function queries(rows: number): Promise<Figure[]> {
  const product = await startProduct();
  try {
    await postOneOfAKind(product);
    const total = await fill(product, rows);
    const restMs = await rest(product);
    const { collector } = product;
    const figures: Figure[] = [];
    const pages: number[] = [];
    const all = { signal: "logs", query: "" } as const;
    const middleSeq = Math.floor(total / 2);
    const page = async (name: string, query: string, where: Partial<RowQuery> = {}) => {
      const ask = { ...all, query, order: "newest", limit: 200, ...where } as const;
      const times = await timed(() => collector.rows(ask));
      pages.push(...times);
      figures.push({
        name: `${name} of ${query === "" ? "everything" : query}, p95`,
        value: percentile(times, 0.95),
        unit: "ms",
        target: { atMost: 100 },
      });
    };
    for (const query of asked) await page("first page", query);
    for (const query of askedBehind) {
      await page("oldest page", query, { order: "oldest" });
      await page("page in the middle", query, { beforeSeq: middleSeq });
    }
    const [oldest] = (await collector.rows({ ...all, order: "oldest", limit: 1 })).rows;
    const from = new Date(Date.parse(oldest?.time ?? "") + 1000).toISOString();
    await page("first page since a time", "level:>=error", { from });
    const timings: readonly [string, number, () => Promise<unknown>][] = [
      ["histogram of everything", 150, () => collector.histogram({ ...all, bars: 100 })],
      [
        "histogram of a filter",
        150,
        () => collector.histogram({ ...all, query: "took_ms:>500", bars: 100 }),
      ],
      [
        "histogram of a word",
        150,
        () => collector.histogram({ ...all, query: "customer", bars: 100 }),
      ],
      [
        "histogram of everything by tenant",
        150,
        () => collector.histogram({ ...all, bars: 100, by: "tenant" }),
      ],
      [
        "field statistics of the newest rows, at once",
        300,
        () => collector.fields({ ...all, newest: 50_000 }),
      ],
      ["field statistics of all rows", 300, () => collector.fields(all)],
      [
        "field statistics of all rows of a filter",
        300,
        () => collector.fields({ ...all, query: "took_ms:>500" }),
      ],
      ["patterns list", 100, () => collector.patterns({ query: "" })],
      ["patterns of a filter", 100, () => collector.patterns({ query: "took_ms:>500" })],
      [
        "field statistics of one record",
        300,
        () => collector.fields({ ...all, query: "capacitor" }),
      ],
      ["values of tenant", 200, () => collector.values({ ...all, field: "tenant" })],
      ["group by tenant", 200, () => collector.groups({ ...all, by: ["tenant"] })],
      [
        "group by tenant and status",
        200,
        () => collector.groups({ ...all, by: ["tenant", "http.response.status_code"] }),
      ],
      [
        "group by tenant of a filter",
        200,
        () => collector.groups({ ...all, query: "took_ms:>500", by: ["tenant"] }),
      ],
      [
        "group by tenant, over time",
        200,
        () => collector.groupChart({ ...all, by: ["tenant"], bars: 100, lines: 8 }),
      ],
      [
        "group by tenant, p95(took_ms) over time",
        200,
        () =>
          collector.groupChart({
            ...all,
            by: ["tenant"],
            aggregate: "p95(took_ms)",
            bars: 100,
            lines: 8,
          }),
      ],
      [
        "group by path, p95(took_ms)",
        200,
        () => collector.groups({ ...all, by: ["url.path"], aggregate: "p95(took_ms)" }),
      ],
      [
        "group by path, five figures at once",
        200,
        () =>
          collector.groups({
            ...all,
            by: ["url.path"],
            aggregates: [
              "count()",
              "rate()",
              "avg(took_ms)",
              "max(took_ms)",
              "distinct(http.response.status_code)",
            ],
          }),
      ],
      [
        "group by took_ms, p99(http.response.status_code)",
        200,
        () =>
          collector.groups({
            ...all,
            by: ["took_ms"],
            aggregate: "p99(http.response.status_code)",
          }),
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
        name: "any of these pages, p95",
        value: percentile(pages, 0.95),
        unit: "ms",
        target: { atMost: 100 },
        note: `${total} rows`,
      },
      ...figures,
      { name: "until all is indexed", value: restMs / 1000, unit: "s", note: `${total} rows` },
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

/** `sizes` ascending, in rows: the same store is filled further. */
export async function large(sizes: readonly number[]): Promise<Figure[]> {
  const product = await startProduct();
  const figures: Figure[] = [];
  try {
    await postOneOfAKind(product);
    for (const rows of sizes) {
      const total = await fill(product, rows);
      const millions = `${Math.round(rows / 1e6)} M logs`;
      const note = `${total} rows`;
      const residentTarget = rows === 5_000_000 ? { target: { atMost: 400 } } : {};
      const resident = () => residentMiB(product.process.pid ?? 0);
      figures.push({
        name: `${millions}: resident after filling`,
        value: resident(),
        unit: "MiB",
        ...residentTarget,
        note: `${note}, at most ${peakResidentMiB(product.process.pid ?? 0).toFixed(0)} until then`,
      });
      await rest(product);
      for (const query of asked) {
        figures.push({
          name: `${millions}: first page of ${query === "" ? "everything" : query}, p95`,
          value: percentile(await timed(() => firstPage(product, query), 8), 0.95),
          unit: "ms",
          target: { atMost: 300 },
        });
      }
      for (const query of ["", "took_ms:>500"]) {
        const ask = () => product.collector.histogram({ signal: "logs", query, bars: 100 });
        figures.push({
          name: `${millions}: histogram of ${query === "" ? "everything" : query}, p95`,
          value: percentile(await timed(ask), 0.95),
          unit: "ms",
          target: { atMost: 800 },
        });
      }
      figures.push({
        name: `${millions}: resident after questions`,
        value: resident(),
        unit: "MiB",
        ...residentTarget,
        note,
      });
    }
    return figures;
  } finally {
    await product.stop();
  }
}

const firstPage = ({ collector }: Running, query: string) =>
  collector.rows({ signal: "logs", query, order: "newest", limit: 200 });

/** Until there are so many logs; gives how many there are. */
async function fill(product: Running, rows: number): Promise<number> {
  const count = async () => (await product.collector.stats()).rows.logs;
  for (let seconds = 2; (await count()) < rows; seconds = 2) {
    if (rows - (await count()) > 2_000_000) seconds = 10;
    await send("OTLP/HTTP protobuf logs", product.endpoints.http ?? "", seconds);
  }
  return await count();
}

async function postOneOfAKind(product: Running): Promise<void> {
  await fetch(`${product.endpoints.http ?? ""}/v1/logs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      resourceLogs: [
        {
          scopeLogs: [
            {
              logRecords: [
                {
                  body: { stringValue: "the flux capacitor overheated" },
                  attributes: [
                    { key: "duration_ms", value: { intValue: "9000" } },
                    { key: "part", value: { stringValue: "capacitor-7" } },
                  ],
                },
              ],
            },
          ],
        },
      ],
    }),
  });
}

/** Waits until the collector's processor is at rest; gives how long that took, in ms. */
async function rest(product: Running): Promise<number> {
  const pid = product.process.pid ?? 0;
  const start = performance.now();
  let busyUntil = start;
  let last = cpuSeconds(pid);
  while (performance.now() - busyUntil < 2000) {
    await new Promise((done) => setTimeout(done, 250));
    const now = cpuSeconds(pid);
    if (now - last > 0.05) busyUntil = performance.now();
    last = now;
  }
  return busyUntil - start;
}

async function timed(ask: () => Promise<unknown>, draws = 20): Promise<number[]> {
  await ask();
  const times: number[] = [];
  for (let i = 0; i < draws; i++) {
    const start = performance.now();
    await ask();
    times.push(performance.now() - start);
  }
  return times;
}
