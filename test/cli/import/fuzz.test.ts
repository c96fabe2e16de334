// Files to import that anybody may have written: each gives items or one error, in bounded time and number. More by
// SIDELIGHT_FUZZ.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { formatOf, readItems } from "../../../src/cli/import/readFile";
import { createEncoder } from "../../../src/collector/export/createEncoder";
import type { LogJson } from "../../../src/shared/contract/json";
import { aRandom, mutate, mutations } from "../../collector/receivers/mutate";

const parquetThread = join(import.meta.dirname, "../../../dist/parquet.js");
const folder = mkdtempSync(join(tmpdir(), "sidelight-import-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows: readonly LogJson[] = Array.from({ length: 20 }, (_, i) => ({
  time: `2026-01-01T00:00:${String(i).padStart(2, "0")}Z`,
  severity: "ERROR",
  severityNumber: 17,
  body: `=said "${i}", and\nmore`,
  service: "shop",
  attributes: { n: i, list: [1, "a"] },
  resource: {},
  receiver: "otlp",
  seq: i + 1,
}));

function file(format: "jsonl" | "csv" | "parquet"): Buffer {
  const encoder = createEncoder(format, "logs", undefined);
  return Buffer.concat([encoder.rows(rows), encoder.end()].map((part) => Buffer.from(part)));
}

/** How many items, or that it failed with a reason. */
async function read(bytes: Buffer, extension: string): Promise<number | Error> {
  const path = join(folder, `x.${extension}`);
  writeFileSync(path, bytes);
  let items = 0;
  try {
    for await (const item of readItems(path, await formatOf(path), parquetThread)) {
      items += item.share <= 1 ? 1 : Infinity;
      if (items > bytes.length) break;
    }
  } catch (error) {
    return error as Error;
  }
  return items;
}

describe.each([
  ["jsonl", 200],
  ["csv", 200],
] as const)("a file to import, %s", (format, share) => {
  it("of any content gives as many items as it can hold, or says why not", async () => {
    const whole = file(format);
    const random = aRandom(9);
    const pieces = ['"', ",", "\n", "\r", "{", "[", "\0", "\xff\xff\xff\xff\x7f", "=", "'"];
    let failed = 0;
    expect(await read(whole, format)).toBe(rows.length);

    for (let n = 0; n < mutations / share; n++) {
      const bytes = mutate(whole, pieces, random);
      const items = await read(bytes, format);
      if (items instanceof Error) failed++;
      else expect(items).toBeLessThanOrEqual(bytes.length);
    }

    expect(failed).toBeLessThan(mutations / share);
  });
});

it("a Parquet file that breaks off anywhere says why it is not read", async () => {
  const whole = file("parquet");
  expect(await read(whole, "parquet")).toBe(rows.length);

  for (let length = whole.length - 1; length > 0; length -= 97) {
    expect(await read(whole.subarray(0, length), "parquet")).toBeInstanceOf(Error);
  }
});
