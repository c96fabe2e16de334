// Invented requests: the story of the mock pictures, many spans, odd ones, and a list of recent ones.

import type { LogJson } from "../../../src/shared/contract/json";
import type { RequestInfo, TimelineData } from "../../../src/shared/contract/requests";
import { aLog, aPoint, aRequest, aSpan, at, type SpanShape } from "../../shared/timeline/builders";

const id = "6fafaa91-eca0-4d4a-a9f8-0c441a01790b";
const source = (file: string, line: number, name: string) => ({
  source: { file: `/app/src/${file}`, line, function: name },
});

export function failedScrape(): TimelineData {
  const log = (
    atMs: number,
    service: string,
    spanId: string,
    level: "DEBUG" | "INFO" | "WARN" | "ERROR",
    body: string,
    rest: Partial<Parameters<typeof aLog>[0]> = {},
  ) =>
    aLog({
      atMs,
      service,
      spanId,
      traceId: "t1",
      severity: level,
      severityNumber: { DEBUG: 5, INFO: 9, WARN: 13, ERROR: 17 }[level],
      body,
      requestId: id,
      ...rest,
    });
  const fetchSource = source("fetcher/fetch.ts", 66, "fetchUrl");
  const get = (fromMs: number, tookMs: number): SpanShape => ({
    name: "GET cdn-2",
    service: "fetcher",
    parent: "fetch",
    kind: "client",
    fromMs: fromMs - 1.2,
    tookMs,
    ...source("fetcher/fetch.ts", 58, "get"),
  });
  return aRequest({
    id,
    requestIds: [id],
    traceIds: ["t1"],
    spans: [
      {
        id: "scrape",
        service: "scraper",
        kind: "server",
        tookMs: 1870,
        status: "error",
        statusMessage: "timed out",
        ...source("scraper/scraper.ts", 41, "scrape"),
        attributes: { url: "shop.test/p/77" },
      },
      {
        id: "queue",
        name: "queue urls",
        service: "broker",
        parent: "scrape",
        fromMs: 5,
        tookMs: 21,
      },
      {
        id: "fetch",
        service: "fetcher",
        kind: "server",
        parent: "scrape",
        fromMs: -1.2,
        tookMs: 1830,
        status: "error",
        statusMessage: "timed out",
        attributes: { worker: "w7", host: "cdn-2", took_ms: 1631, open_sockets: 64 },
        resource: { "service.name": "fetcher", "service.version": "1.4.2" },
        ...source("fetcher/fetch.ts", 51, "fetchUrl"),
        events: [
          {
            time: at(1828),
            name: "exception",
            attributes: {
              "exception.type": "TimeoutError",
              "exception.message": "connection timed out",
              "exception.stacktrace":
                "TimeoutError: connection timed out\n    at fetchUrl (/app/src/fetcher/fetch.ts:72:11)\n    at Worker.next (/app/src/fetcher/worker.ts:33:5)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)",
            },
          },
        ],
      },
      get(42, 171),
      get(210, 355),
      get(1100, 715),
      { id: "requeue", service: "broker", parent: "scrape", fromMs: 1840, tookMs: 18 },
    ].map((shape) => aSpan({ requestId: id, ...(shape as SpanShape) })),
    logs: [
      log(1, "scraper", "scrape", "INFO", "scrape started", {
        attributes: { url: "shop.test/p/77" },
        ...source("scraper/scraper.ts", 41, "scrape"),
      }),
      log(6, "broker", "queue", "INFO", "queued", { attributes: { topic: "urls", depth: 14 } }),
      log(40, "fetcher", "fetch", "DEBUG", "dequeued", { attributes: { worker: "w7" } }),
      log(204, "fetcher", "fetch", "WARN", "retry 1 of 3", {
        attributes: { status: 503 },
        ...fetchSource,
      }),
      log(559, "fetcher", "fetch", "WARN", "retry 2 of 3", {
        attributes: { status: 503 },
        ...fetchSource,
      }),
      log(1829, "fetcher", "fetch", "ERROR", "fetch failed: connection timed out", {
        attributes: { worker: "w7", took_ms: 1631, host: "cdn-2" },
        ...source("fetcher/fetch.ts", 72, "fetchUrl"),
      }),
      log(1845, "broker", "requeue", "INFO", "requeued", { attributes: { depth: 15 } }),
      aLog({ atMs: 1868, service: "auditor", requestId: id, body: "request closed" }),
    ],
    points: [
      aPoint({ name: "fetch.retries", value: 2, attributes: { worker: "w7" } }),
      aPoint({ name: "broker.depth", type: "gauge", value: 14 }),
      aPoint({ name: "broker.depth", type: "gauge", value: 15 }),
      aPoint({
        name: "fetch.duration",
        type: "histogram",
        count: 120,
        sum: 4920,
        unit: "ms",
        exemplars: [
          { time: at(355), value: 145, traceId: "t1" },
          { time: at(1829), value: 1631, traceId: "t1", spanId: "fetch" },
          { time: at(900), value: 3, traceId: "another" },
        ],
      }),
    ],
  });
}

/** What no log and no span carries. */
export const metricsAlone = (): TimelineData =>
  aRequest({
    id: "order-8812",
    traceIds: [],
    requestIds: ["order-8812"],
    points: [
      aPoint({
        name: "checkout.duration",
        type: "histogram",
        unit: "ms",
        count: 40,
        sum: 1640,
        attributes: { shop: "eu" },
        exemplars: [{ time: at(0), value: 212, attributes: { order: "order-8812" } }],
      }),
      aPoint({ name: "order.items", value: 3, attributes: { order: "order-8812" } }),
    ],
  });

/** An N+1 of 37, 5,000 spans below, a missing parent and a cycle. */
export function manySpans(): TimelineData {
  const services = ["web", "api", "db", "cache", "mail", "search"];
  const startOf = (i: number): number =>
    i === 0 ? 0 : startOf(Math.floor((i - 1) / 9)) + 1 + ((i - 1) % 9) * spread(i);
  const spread = (i: number): number => (i < 10 ? 440 : i < 91 ? 46 : i < 820 ? 4.8 : 0.4);
  const tree = Array.from({ length: 5_000 }, (_, i) =>
    aSpan({
      id: `s${i}`,
      name: `work ${i % 97}`,
      service: services[i % 6] ?? "web",
      fromMs: startOf(i),
      tookMs: i === 0 ? 4100 : spread(i) - 0.1,
      ...(i === 0 ? {} : { parent: `s${Math.floor((i - 1) / 9)}` }),
    }),
  );
  const nPlusOne = Array.from({ length: 37 }, (_, i) =>
    aSpan({
      name: "SELECT item",
      parent: "s0",
      service: "db",
      fromMs: 20 + i * 11,
      tookMs: 9,
      ...(i === 20 ? { status: "error" as const, statusMessage: "deadlock" } : {}),
    }),
  );
  const odd = [
    aSpan({ id: "lost", parent: "gone", fromMs: 300, tookMs: 100, service: "mail" }),
    aSpan({ id: "a", parent: "b", fromMs: 500, service: "search" }),
    aSpan({ id: "b", parent: "a", fromMs: 510, service: "search" }),
    aSpan({ id: "back", fromMs: 700, tookMs: -5, service: "web" }),
  ];
  return aRequest({
    id: "4bf92f3577b34da6a3ce929d0e0e4736",
    spans: [...tree, ...nPlusOne, ...odd],
  });
}

/** What a reader has to be told before trusting the picture. */
export function oddSpans(): TimelineData {
  return aRequest({
    id: "4bf92f3577b34da6a3ce929d0e0e4736",
    isCut: true,
    spans: [
      aSpan({ id: "root", name: "GET /cart", service: "web", kind: "server", tookMs: 900 }),
      aSpan({ id: "lost", name: "send mail", parent: "gone", fromMs: 300, service: "mail" }),
      aSpan({ id: "a", name: "search a", parent: "b", fromMs: 500, service: "search" }),
      aSpan({ id: "b", name: "search b", parent: "a", fromMs: 510, service: "search" }),
      aSpan({ id: "root", name: "GET /cart again", fromMs: 20, service: "web" }),
      aSpan({
        id: "back",
        name: "render",
        parent: "root",
        fromMs: 700,
        tookMs: -5,
        service: "web",
      }),
      aSpan({
        id: "early",
        name: "charge",
        parent: "root",
        kind: "server",
        fromMs: -40,
        tookMs: 200,
        service: "payments",
      }),
    ],
    logs: [aLog({ atMs: 310, service: "mail", spanId: "lost", traceId: "t1", body: "queued" })],
  });
}

/** Two clocks that were never set, and one that ran away. */
export function withStrays(): TimelineData {
  const { spans, logs, ...rest } = failedScrape();
  const yearMs = 365 * 86_400e3;
  const service = "fetcher";
  return {
    ...rest,
    spans: [
      ...spans,
      aSpan({ name: "flush", service, parent: "scrape", fromMs: 162 * yearMs, requestId: id }),
      aSpan({ name: "boot", service: "broker", parent: "scrape", fromMs: -50 * yearMs }),
      aSpan({ name: "lease", service: "broker", parent: "scrape", fromMs: 9, tookMs: 8 * 3_600e3 }),
    ],
    logs: [
      ...logs,
      aLog({ atMs: 162 * yearMs, service, spanId: "fetch", traceId: "t1", body: "flushed" }),
    ],
  };
}

export function oneSpan(): TimelineData {
  return aRequest({ id, spans: [aSpan({ name: "GET /", service: "web", tookMs: 3 })] });
}

/** Three thousand logs in one span, half of them within a tenth of its time; a few of them bad. */
export function burst(): TimelineData {
  const logs = Array.from({ length: 3_000 }, (_, i) => {
    const atMs = i % 2 === 0 ? i / 3 : 420 + (i % 97);
    const isBad = i % 400 === 1;
    return aLog({
      atMs,
      service: "worker",
      spanId: "work",
      traceId: "t1",
      body: isBad ? `row ${i} refused` : `row ${i} written`,
      severity: isBad ? "ERROR" : i % 60 === 3 ? "WARN" : "INFO",
      severityNumber: isBad ? 17 : i % 60 === 3 ? 13 : 9,
    });
  });
  return aRequest({
    id,
    spans: [aSpan({ id: "work", name: "write rows", service: "worker", tookMs: 1_000 })],
    logs,
  });
}

export function logsOnly(): TimelineData {
  const steps = ["scraper", "broker", "fetcher", "tester", "db"].flatMap((service, i) => [
    aLog({ atMs: i * 40, service, body: `${service} started`, requestId: id }),
    aLog({
      atMs: i * 40 + 30,
      service,
      requestId: id,
      body: `${service} done`,
      attributes: { took_ms: 30 },
    }),
  ]);
  return aRequest({ id, traceIds: [], requestIds: [id], logs: steps });
}

export function recentRequests(count: number): RequestInfo[] {
  return Array.from({ length: count }, (_, i) => {
    const isFailed = i % 7 === 3;
    return {
      id: `${(0x6fafaa91 - i * 7919).toString(16)}-eca0-4d4a-a9f8-0c441a01790b`,
      kind: "request",
      name: `scrape shop.test/p/${77 + i}`,
      service: "scraper",
      services: ["scraper", "broker", "fetcher", "tester", "db"].slice(0, isFailed ? 3 : 5),
      time: new Date(Date.UTC(2026, 10, 22, 10, 42, 31) - i * 731).toISOString(),
      durationNanos: String((isFailed ? 1_870 : 81 + (i % 13)) * 1_000_000),
      isFailed,
      spanCount: 9,
      logCount: 14,
      errorCount: isFailed ? 1 : 0,
    };
  });
}

/** A request of the same route that passed: another worker, no retries, all of it faster. */
export function passedScrape(): TimelineData {
  const failed = failedScrape();
  const passedId = "91d1c7c2-0b6e-4d21-8f25-2b1f0a3c9e77";
  const faster = (nanos: string) => String(Math.round(Number(nanos) / 20));
  const attributesOf = (attributes: LogJson["attributes"]) =>
    "worker" in attributes ? { ...attributes, worker: "w3" } : attributes;
  return {
    ...failed,
    id: passedId,
    requestIds: [passedId],
    spans: [
      ...failed.spans
        .filter(({ name }, i, all) => all.findIndex((one) => one.name === name) === i)
        .map((span) => ({
          ...span,
          status: "ok" as const,
          statusMessage: "",
          durationNanos: faster(span.durationNanos),
          attributes: attributesOf(span.attributes),
          events: [],
        })),
      aSpan({
        id: "test",
        name: "test product",
        service: "tester",
        parent: "scrape",
        fromMs: 90,
        tookMs: 4,
        ...source("tester/test.ts", 12, "testProduct"),
      }),
    ],
    logs: [
      ...failed.logs
        .filter(({ severityNumber = 0 }) => severityNumber < 13)
        .map((log) => ({ ...log, requestId: passedId, attributes: attributesOf(log.attributes) })),
      aLog({ atMs: 95, service: "tester", spanId: "test", traceId: "t1", body: "wrote row" }),
    ],
  };
}
