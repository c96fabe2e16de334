// Writes the tested pages to the database, which here is a map.

import { metrics } from "@opentelemetry/api";
import type { Page } from "./fetcher";
import { listen } from "./service";
import { inSpan, log } from "./telemetry";

const table = new Map<number, Page>();
const meter = metrics.getMeter("writer");
const rowsWritten = meter.createCounter("db.rows.written", { unit: "{row}" });
const writeDuration = meter.createHistogram("db.write.duration", { unit: "ms" });
meter.createObservableGauge("db.table.size", { unit: "{row}" }).addCallback((result) => {
  result.observe(table.size);
});

listen("writer", ({ pages }: { pages: Page[] }) =>
  inSpan("INSERT results", { "db.system.name": "map", rows: pages.length }, async () => {
    const started = performance.now();
    for (const page of pages) table.set(page.page, page);
    await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 4));
    rowsWritten.add(pages.length);
    writeDuration.record(performance.now() - started);
    log.info({ table: "results", rows: pages.length }, "wrote rows");
    return { rows: pages.length };
  }),
);
