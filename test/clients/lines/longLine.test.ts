// A line of 100 MB, of a program and of a file: its beginning is kept, what was skipped is told and counted, the
// collector's memory stays what it is, and the next line is read.

import { appendFileSync, closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { peakResidentMiB } from "../../bench/product";
import { succeeded, TestCollector } from "../collector";

const chunk = "x".repeat(1_000_000);
const chunks = 100;
/** Of a line; the rest of it is skipped. */
const keptCharacters = 256 * 1024;
const skipped = chunks * chunk.length - keptCharacters;
/** Of these a start takes 130; the line in whole would not fit. */
const mostResidentMiB = 220;

let collector: TestCollector;
beforeAll(async () => {
  collector = await TestCollector.start();
});
afterAll(() => collector.stop());

async function isCutAndCounted(times: number): Promise<void> {
  const [row] = (await collector.waitFor('"characters skipped"', "logs", times)).slice(-1);
  const { body } = await collector.record(row.seq);
  expect(body).toBe(`${"x".repeat(keptCharacters)} … [${skipped} characters skipped]`);
  const { receivers } = (await collector.stats()) as {
    receivers: { receiver: string; refused: object }[];
  };
  expect(receivers.find(({ receiver }) => receiver === "lines")?.refused).toEqual({
    "line-truncated": times,
  });
  expect(peakResidentMiB(collector.process.pid!)).toBeLessThan(mostResidentMiB);
}

describe.runIf(process.platform === "linux")("a line of 100 MB", () => {
  it("that a program prints", async () => {
    const program = `
      const chunk = Buffer.alloc(${chunk.length}, "x");
      const write = (left) => left > 0
        ? process.stdout.write(chunk, () => write(left - 1))
        : process.stdout.write("\\nthe next line of the program\\n");
      write(${chunks});`;
    const { stdout } = succeeded(await collector.cli("run", "--", process.execPath, "-e", program));

    expect(stdout.length).toBeGreaterThan(chunks * chunk.length);
    await collector.waitFor('"the next line of the program"');
    await isCutAndCounted(1);
  });

  it("that comes into a followed file", async () => {
    const path = join(collector.dataPath, "app.log");
    writeFileSync(path, "");
    await collector.follow(path);

    const file = openSync(path, "a");
    for (let i = 0; i < chunks; i++) writeSync(file, chunk);
    closeSync(file);
    appendFileSync(path, "\nthe next line of the file\n");

    await collector.waitFor('"the next line of the file"');
    await isCutAndCounted(2);
  });
});
