// Requests of real SDKs (Node 2.x in both encodings, Python 1.45), as they came over the wire.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { golden } from "../../../golden";
import { aReceiver, toPlain } from "./harness";

const folder = join(import.meta.dirname, "fixtures/captured");

/** Requests of one sender, in order; the second of metrics shows what became of running totals. */
const captured: readonly (readonly [signal: string, ...files: string[]])[] = [
  ["logs", "node-logs.bin"],
  ["logs", "node-logs.json"],
  ["logs", "python-logs.bin"],
  ["traces", "node-traces.bin"],
  ["traces", "node-traces.json"],
  ["traces", "python-traces.bin"],
  ["metrics", "node-metrics-1.bin", "node-metrics-2.bin"],
  ["metrics", "node-metrics-1.json", "node-metrics-2.json"],
  ["metrics", "python-metrics-1.bin", "python-metrics-2.bin"],
];

describe("captured requests", () => {
  it.each(captured)("%s of %s are read as their golden file says", async (signal, ...files) => {
    const { intake, post } = aReceiver();

    for (const file of files) {
      const mediaType = file.endsWith(".json") ? "application/json" : "application/x-protobuf";
      const reply = await post(`/v1/${signal}`, readFileSync(join(folder, file)), mediaType);
      expect(reply.status).toBe(200);
    }

    const { logs, spans, points, refused } = intake;
    const records = toPlain({ logs, spans, points, refused });
    expect(records).toEqual(golden(join(folder, `${files[0] ?? ""}.golden`), records));
  });
});
