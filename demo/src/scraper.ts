// Starts a scrape every quarter of a second: a handful of pages of the shop, under one request id.

import { randomUUID } from "node:crypto";
import { call } from "./service";
import { inSpan, log, statsd, withRequestId } from "./telemetry";

const everyMs = Number(process.env.DEMO_EVERY_MS ?? 250);
const tenants = ["acme", "globex", "initech", "umbrella", "hooli"];

async function scrape(number: number): Promise<void> {
  const tenant = tenants[number % tenants.length] ?? "acme";
  const pages = Array.from({ length: 1 + Math.floor(Math.random() * 6) }, () =>
    Math.floor(Math.random() * 500),
  );
  const started = performance.now();
  await inSpan("scrape", { tenant, pages: pages.length }, async () => {
    log.info({ tenant, pages: pages.length }, "scrape started");
    statsd.increment("scrape.requests", { tenant });
    try {
      const { rows } = await call<{ rows: number }>("broker", { pages, tenant });
      log.info({ rows, took_ms: Math.round(performance.now() - started) }, "scrape finished");
    } catch (error) {
      statsd.increment("scrape.failed", { tenant });
      log.error({ err: error }, "scrape failed");
      throw error;
    } finally {
      statsd.timing("scrape.duration", performance.now() - started);
    }
  });
}

/**
 * As many as there are workers, so that each has one job at a time. On a busy machine more would pile up, and then meet
 * in workers with sockets enough for one: some would fail for want of time, and not for the one reason that is to be found.
 */
const mostUnderWay = 8;
let underWay = 0;
let number = 0;
setInterval(() => {
  if (underWay >= mostUnderWay) return;
  underWay++;
  withRequestId(randomUUID(), () => scrape(number++))
    .catch(() => undefined) // logged where it failed
    .finally(() => underWay--);
}, everyMs);
