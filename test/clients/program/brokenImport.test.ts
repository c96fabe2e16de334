// Files that cannot be read, given to `import`: it ends with one line that says why.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createEncoder } from "../../../src/collector/export/createEncoder";
import type { LogJson } from "../../../src/shared/contract/json";
import { TestCollector } from "../collector";

const folder = mkdtempSync(join(tmpdir(), "sidelight-broken-"));
let collector: TestCollector;
beforeAll(async () => {
  collector = await TestCollector.start();
});
afterAll(async () => {
  await collector.stop();
  rmSync(folder, { recursive: true, force: true });
});

const rows: readonly LogJson[] = Array.from({ length: 20 }, (_, i) => ({
  time: `2026-01-01T00:00:${String(i).padStart(2, "0")}Z`,
  body: `line ${i}`,
  attributes: { n: i },
  resource: {},
  receiver: "otlp",
  seq: i + 1,
}));

function parquet(): Buffer {
  const encoder = createEncoder("parquet", "logs", undefined);
  return Buffer.concat([encoder.rows(rows), encoder.end()].map((part) => Buffer.from(part)));
}

it.each([
  ["cut off", (whole: Buffer) => whole.subarray(0, whole.length - 97)],
  // The pages of its columns are gone, which fail one after the other.
  ["overwritten", (whole: Buffer) => Buffer.from(whole).fill(0xff, 4, whole.length >> 2)],
])("a Parquet file that is %s", async (_, broken) => {
  const path = join(folder, "x.parquet");
  writeFileSync(path, broken(parquet()));

  const { code, stdout, stderr } = await collector.cli("import", path);

  expect(stderr).toMatch(/^.*x\.parquet cannot be read: \S.*\n$/);
  expect([code, stdout]).toEqual([1, ""]);
});

it("a Parquet file that is whole", async () => {
  const path = join(folder, "x.parquet");
  writeFileSync(path, parquet());

  const { code, stdout } = await collector.cli("import", path);

  expect([code, stdout]).toEqual([0, `${path}: 20 records\n`]);
});
