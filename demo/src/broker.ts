// Queues scrapes and hands each to a worker of the fetcher, then its pages to the tests and the database.

import { call, listen } from "./service";
import { inSpan, log, statsd } from "./telemetry";
import type { Page } from "./fetcher";

let depth = 0;
let turn = 0;
const workers = ["w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8"];
const busy = new Set<string>();

/** The next in turn that has nothing to do; where all have, the next. */
function nextWorker(): string {
  const inTurn = workers.map((_, i) => workers[(turn + i) % workers.length] ?? "w1");
  const worker = inTurn.find((each) => !busy.has(each)) ?? inTurn[0] ?? "w1";
  turn = workers.indexOf(worker) + 1;
  return worker;
}

listen("broker", (job: { pages: number[]; tenant: string }) =>
  inSpan("broker process", { tenant: job.tenant, depth }, async () => {
    statsd.gauge("broker.depth", ++depth);
    const worker = nextWorker();
    busy.add(worker);
    try {
      log.debug({ topic: "urls", depth, worker }, "queued");
      const { pages } = await call<{ pages: Page[] }>("fetcher", { ...job, worker }).finally(() =>
        busy.delete(worker),
      );
      const { passed } = await call<{ passed: Page[] }>("tester", { pages });
      return await call<{ rows: number }>("writer", { pages: passed });
    } finally {
      statsd.gauge("broker.depth", --depth);
    }
  }),
);
