// One export against a store in memory: what is in the file, and what is left when it does not end well.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetReadObjects, asyncBufferFromFile } from "hyparquet";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exportFile } from "../../../src/collector/export/exportFile";
import type { ExportReads } from "../../../src/collector/export/exportRecords";
import { createReads, createReadWhole } from "../../../src/collector/store/reads";
import type { ExportProgress, ExportQuery } from "../../../src/shared/contract/exports";
import { aLog } from "../store/builders";
import { MemoryStore } from "../store/memoryStore";

const { signal } = new AbortController();

describe("an export", () => {
  let store: MemoryStore;
  let reads: ExportReads;
  let folder: string;
  beforeEach(async () => {
    store = await MemoryStore.open();
    reads = { ...createReads(store.reader), readWhole: createReadWhole(store.reader) };
    folder = mkdtempSync(join(tmpdir(), "sidelight-export-"));
  });
  afterEach(() => {
    store.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const path = () => join(folder, "out");
  const write = (
    query: Partial<ExportQuery>,
    on: (progress: ExportProgress) => unknown = () => undefined,
  ) =>
    exportFile(
      { signal: "logs", query: "", format: "jsonl", path: path(), job: 1, ...query },
      reads,
      signal,
      on,
    );
  const text = () => readFileSync(path(), "utf8");

  it("writes the columns that are shown, in their order", async () => {
    await store.commit({
      logs: [
        aLog({ seq: 1, body: "a,b", severityNumber: 17, attributes: '{"took":1.5,"tags":["x"]}' }),
        aLog({ seq: 2, body: "=1+1", attributes: '{"took":-3}' }),
      ],
    });
    const columns = ["message", "level", "took", "tags"];

    await write({ format: "csv", columns });
    expect(text()).toBe(
      '\ufeffmessage,level,took,tags\r\n"a,b",ERROR,1.5,"[""x""]"\r\n\'=1+1,INFO,-3,\r\n',
    );

    await write({ columns, query: "took:>0" });
    expect(text()).toBe('{"message":"a,b","level":"ERROR","took":1.5,"tags":["x"]}\n');
  });

  it("writes Parquet with typed columns over many groups of rows", async () => {
    const logs = Array.from({ length: 20_000 }, (_, i) =>
      aLog({
        seq: i + 1,
        timeUnixNano: 1_700_000_000_000_000_001n + BigInt(i),
        line: i,
        file: "a",
      }),
    );
    await store.commit({ logs });

    const { rows, sizeBytes } = await write({ format: "parquet" });

    const file = await asyncBufferFromFile(path());
    const parsers = { timestampFromNanoseconds: (nanos: bigint) => nanos };
    const back = await parquetReadObjects({ file, parsers });
    expect(rows).toBe(20_000);
    expect(sizeBytes).toBe(file.byteLength);
    expect(back.map((row) => row["time"] as bigint)).toEqual(logs.map((log) => log.timeUnixNano));
    expect(back[19_999]).toMatchObject({ seq: 20_000n, line: 19_999, body: logs[0]?.body });
  });

  it("of nothing is a file of its format all the same", async () => {
    await write({ format: "csv", columns: ["message"] });
    expect(text()).toBe("\ufeffmessage\r\n");
    await write({ format: "parquet" });
    expect(await parquetReadObjects({ file: await asyncBufferFromFile(path()) })).toEqual([]);
  });

  it("says how far it is", async () => {
    await store.commit({ logs: Array.from({ length: 5_000 }, (_, i) => aLog({ seq: i + 1 })) });
    const told: ExportProgress[] = [];

    await write({ job: 7 }, (progress) => told.push(progress));

    expect(told[0]).toEqual({ job: 7, rows: 1_024, total: 5_000 });

    await write({ job: 8, limit: 2_000 }, (progress) => told.push(progress));
    expect(told.at(-1)).toMatchObject({ job: 8, total: 2_000 });
  });

  it("that is cancelled or fails leaves the file that was there, and no part of its own", async () => {
    await store.commit({ logs: Array.from({ length: 5_000 }, (_, i) => aLog({ seq: i + 1 })) });
    writeFileSync(path(), "before");
    const abort = new AbortController();
    const query = { signal: "logs", query: "", format: "jsonl", path: path(), job: 1 } as const;

    const cancelled = exportFile(query, reads, abort.signal, () => abort.abort());
    await expect(cancelled).rejects.toThrow();
    await expect(write({ query: "took:>" })).rejects.toThrow();

    expect(readdirSync(folder)).toEqual(["out"]);
    expect(text()).toBe("before");
  });

  it("is refused where it cannot be", async () => {
    await expect(write({ path: "relative.csv" })).rejects.toThrow(/whole path/);
    await expect(write({ path: join(folder, "no", "such") })).rejects.toThrow(/cannot be written/);
    await expect(write({ format: "otlp", columns: ["a"] })).rejects.toThrow(/no columns/);
    await expect(write({ columns: [] })).rejects.toThrow(/1 to 200/);
  });
});
