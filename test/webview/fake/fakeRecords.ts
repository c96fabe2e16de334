// Log records made from their number alone, so that a million need no memory: five services of a pipeline,
// some errors with stacks, some colours, a request id through each group of ten.

import type { LogJson } from "../../../src/shared/contract/json";
import { type SeverityName, severityFloor } from "../../../src/shared/severity";

export interface FakeTimes {
  /** Of record 1, epoch milliseconds. */
  readonly startMs: number;
  readonly stepMs: number;
}

const services = ["scraper", "broker", "fetcher", "tester", "db"] as const;
const messages: readonly (readonly [string, SeverityName, string, number])[] = [
  ["scrape started", "INFO", "src/scraper/scraper.ts", 41],
  ["queued", "INFO", "src/broker/broker.ts", 28],
  ["dequeued", "DEBUG", "src/fetcher/worker.ts", 19],
  ["retry 1 of 3", "WARN", "src/fetcher/fetch.ts", 66],
  ["fetch failed: connection timed out", "ERROR", "src/fetcher/fetch.ts", 72],
  ["requeued", "INFO", "src/broker/broker.ts", 44],
  ["result checked", "INFO", "src/tester/tester.ts", 30],
  ["wrote row", "INFO", "src/db/db.ts", 31],
  ["fetched", "INFO", "src/fetcher/fetch.ts", 58],
  [
    "\u001b[32mGET\u001b[0m /p/77 \u001b[1;31m503\u001b[0m in 12 ms",
    "INFO",
    "src/scraper/http.ts",
    12,
  ],
];
const serviceOf = [0, 1, 2, 2, 2, 1, 3, 4, 2, 0];

/** 0..1, the same for the same number. */
export function noise(seed: number): number {
  const x = Math.sin(seed * 127.1) * 43758.5453;
  return x - Math.floor(x);
}

export function levelOf(seq: number): SeverityName {
  return messages[kindOf(seq)]![1];
}

export function serviceNameOf(seq: number): string {
  return services[serviceOf[kindOf(seq)]!]!;
}

/** Errors and warnings are rare, but come in bursts. */
function kindOf(seq: number): number {
  const isBurst = Math.floor(seq / 400) % 9 === 7;
  const chance = noise(seq);
  if (chance < (isBurst ? 0.12 : 0.01)) return 4;
  if (chance < (isBurst ? 0.25 : 0.06)) return 3;
  const usual = [0, 1, 2, 5, 6, 7, 8, 8, 2, 9];
  return usual[seq % 10]!;
}

export function recordAt(seq: number, times: FakeTimes): LogJson {
  const kind = kindOf(seq);
  const [text, severity, file, line] = messages[kind]!;
  const body = text.replace(/\u001b\[[0-9;]*m/g, "");
  const request = hex(Math.floor(seq / 10), 8);
  const isError = severity === "ERROR";
  return {
    time: new Date(times.startMs + seq * times.stepMs).toISOString().replace("Z", "213901Z"),
    severity,
    severityNumber: severityFloor(severity),
    service: serviceNameOf(seq),
    logger: "app",
    body,
    ...(text === body ? {} : { display: text }),
    requestId: `${request}-eca0-4d4a-a9f8-0c441a01790b`,
    source: { file, line, function: kind === 4 ? "fetchUrl" : "run" },
    attributes: {
      worker: `w${1 + (seq % 7)}`,
      took_ms: isError ? 1_631 : Math.floor(noise(seq + 1) * 90),
      ...(kind === 3 ? { status: 503 } : {}),
      ...(isError ? { host: "cdn-2", "exception.stacktrace": stack } : {}),
      url: `shop.test/p/${seq % 100}`,
    },
    resource: { "service.version": "1.4.2", "host.name": "dev" },
    receiver: "otlp",
    run: "npm run dev",
    pattern: kind.toString(16).padStart(12, "0"),
    seq,
  };
}

const stack = `TimeoutError: connection timed out
    at fetchUrl (/app/src/fetcher/fetch.ts:72:11)
    at Worker.next (/app/src/fetcher/worker.ts:33:5)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
    at async run (/app/node_modules/p-queue/dist/index.js:118:9)`;

const hex = (value: number, digits: number) =>
  Math.floor(noise(value) * 0xffffffff)
    .toString(16)
    .padStart(digits, "0");
