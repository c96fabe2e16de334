// The store alone: commit rate, cost on the main thread, reads beside writes, resident memory.
// `node test/bench/store.mjs [records]` — prints one JSON object a line.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { openStore } from "../../src/collector/store/store";
import { someLogs } from "./someRecords";

const total = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), "sidelight-bench-"));
const store = await openStore({
  path: join(folder, "store.duckdb"),
  writerPath: join(import.meta.dirname, "..", "..", "dist", "writer.js"),
});
const print = (line: object) => console.log(JSON.stringify(line));
const mb = () => Math.round(process.memoryUsage().rss / 1e6);

const resources = Array.from({ length: 5 }, (_, i) =>
  store.resource({
    service: `service-${i}`,
    attributes: `{"service.name":"service-${i}"}`,
    run: "",
  }),
);
let seq = store.lastSeq + 1;
const batchSize = 8192;
const batches = Array.from({ length: 2 }, (_, i) => someLogs(batchSize, i, resources));
const latencies: number[] = [];
let mainMs = 0;
let maxRss = 0;
const cpuBefore = process.cpuUsage();
const start = performance.now();
for (let n = 0; n < total; n += batchSize) {
  const logs = batches[(n / batchSize) % batches.length] ?? [];
  for (const log of logs) log.seq = seq++;
  const before = performance.now();
  const loop = performance.eventLoopUtilization();
  await store.commit({ logs, spans: [], points: [] });
  mainMs += performance.eventLoopUtilization(loop).active;
  latencies.push(performance.now() - before);
  maxRss = Math.max(maxRss, mb());
}
const seconds = (performance.now() - start) / 1000;
const cpu = process.cpuUsage(cpuBefore);
latencies.sort((a, b) => a - b);
const at = (q: number) => Number(latencies[Math.floor((latencies.length - 1) * q)]?.toFixed(1));
print({
  what: "commit of 8,192 logs",
  rowsPerSecond: Math.round(total / seconds),
  mainMicrosPerRecord: Number(((mainMs * 1000) / total).toFixed(2)),
  cpuMicrosPerRecord: Number(((cpu.user + cpu.system) / total).toFixed(2)),
  p50Ms: at(0.5),
  p99Ms: at(0.99),
  maxMs: at(1),
  maxRssMb: maxRss,
});
const t = performance.now();
await store.checkpoint();
print({ what: "checkpoint", ms: Math.round(performance.now() - t), rssMb: mb() });
await store.dispose();
rmSync(folder, { recursive: true });
