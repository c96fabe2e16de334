// "Why do these fail?" over a million logs: 1,000 failed against 10,000 passed requests of ten logs each, six
// fields a log, through the control socket. 20 draws after one warm-up, p95.

import { type Figure, percentile } from "./figure";
import { residentMiB, type Running, send, startProduct } from "./product";

const failed = 1000;
const passed = 10_000;
const steps = [
  "request accepted",
  "queued",
  "dequeued by worker",
  "rights checked",
  "prices found",
  "fetching page 17",
  "fetched page 17",
  "stock reserved",
  "rows written",
  "responded",
];

export async function compare(rows: number): Promise<Figure[]> {
  const product = await startProduct();
  try {
    const { collector, endpoints } = product;
    const ofRequests = (failed + passed) * steps.length;
    while ((await collector.stats()).rows.logs < rows - ofRequests) {
      await send("OTLP/HTTP protobuf logs", endpoints.http ?? "", 2);
    }
    for (let from = 0; from < failed + passed; from += 1000) await post(product, from, from + 1000);
    // What was sent moves from the log into the file every five seconds: afterwards the store is at rest.
    await new Promise((done) => setTimeout(done, 8000));
    const times: number[] = [];
    let note = "";
    for (let i = 0; i <= 20; i++) {
      const start = performance.now();
      const result = await collector.compare({ bad: "level:>=error", good: "*" });
      if (i > 0) times.push(performance.now() - start);
      const [first] = result.differences;
      note = `${result.badRequests} against ${result.goodRequests}, ${result.records} records, ${(await collector.stats()).rows.logs} rows; first: ${first?.field ?? "nothing"} = ${first?.value ?? ""}`;
    }
    return [
      {
        name: "compare failed with passed requests, p95",
        value: percentile(times, 0.95),
        unit: "ms",
        target: { atMost: 1000 },
        note,
      },
      { name: "resident after it", value: residentMiB(product.process.pid ?? 0), unit: "MiB" },
    ];
  } finally {
    await product.stop();
  }
}

/** Each eleventh request meets worker w3 and fails at its end. */
async function post(product: Running, from: number, to: number): Promise<void> {
  const lines: string[] = [];
  for (let request = from; request < to; request++) {
    const isBad = request % 11 === 0;
    const worker = isBad ? "w3" : `w${4 + (request % 7)}`;
    steps.forEach((message, step) => {
      lines.push(
        JSON.stringify({
          message: isBad && step === 8 ? "connection timed out" : message,
          level: isBad && step === 8 ? "error" : "info",
          request_id: `a-request-of-the-bench-${request}`,
          service: `service-${step % 4}`,
          tenant: `t${request % 20}`,
          worker,
          took_ms: (request * 31 + step * 7) % 900,
          path: `/orders/${request % 500}`,
          noise: `v${(request * 7919) % 400}`,
          payload_bytes: (request * 6151) % 50_000,
        }),
      );
    });
  }
  await fetch(`${product.endpoints.http ?? ""}/lines`, { method: "POST", body: lines.join("\n") });
}
