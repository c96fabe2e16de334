// Fetches the pages of a job with one of eight workers, each with its own sockets.

import { Pool } from "./pool";
import { listen, pageUrl } from "./service";
import { inSpan, log, statsd } from "./telemetry";
import workerSettings from "./workers.json";

export interface Page {
  readonly page: number;
  readonly status: number;
  readonly bytes: number;
}

const timeoutMs = 200;
const pools = new Map(
  Object.entries(workerSettings).map(([worker, { sockets }]) => [
    worker,
    new Pool(parseInt(sockets)),
  ]),
);
for (const [worker, { size }] of pools) log.info({ worker, sockets: size }, "worker started");

listen("fetcher", (job: { pages: number[]; worker: string }) =>
  inSpan("fetch pages", { worker: job.worker, pages: job.pages.length }, async () => {
    const { worker } = job;
    const pool = pools.get(worker) ?? new Pool(10);
    log.debug({ worker, wait_ms: 0 }, "dequeued");
    const started = performance.now();
    try {
      const pages = await Promise.all(job.pages.map((page) => fetchPage(page, worker, pool)));
      log.info(
        { worker, pages: pages.length, took_ms: Math.round(performance.now() - started) },
        "fetched",
      );
      return { pages };
    } catch (error) {
      statsd.increment("fetch.errors", { worker });
      log.error({ worker, err: error }, "fetch failed");
      throw error;
    } finally {
      statsd.timing("fetch.duration", performance.now() - started, { worker });
    }
  }),
);

async function fetchPage(page: number, worker: string, pool: Pool): Promise<Page> {
  return inSpan("GET /p/{page}", { "url.full": pageUrl(page), worker }, (span) =>
    pool.use(timeoutMs, async () => {
      statsd.gauge("fetch.open_sockets", pool.openCount, { worker });
      const response = await fetch(pageUrl(page));
      const text = await response.text();
      span.setAttribute("http.response.status_code", response.status);
      log.debug({ page, status: response.status, bytes: text.length }, "page read");
      return { page, status: response.status, bytes: text.length };
    }),
  );
}
