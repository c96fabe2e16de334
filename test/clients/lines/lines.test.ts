import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Finished, root, succeeded, TestCollector } from "../collector";

let collector: TestCollector;
let printed: Finished;
const startedMs = Date.now();
beforeAll(async () => {
  collector = await TestCollector.start();
  const python = process.env.SIDELIGHT_TEST_PYTHON ?? "python3";
  printed = succeeded(
    await collector.cli("run", "--", python, `${root}/test/clients/lines/loggers_python.py`),
  );
  succeeded(
    await collector.cli("run", "--", process.execPath, `${root}/test/clients/lines/loggers.mjs`),
  );
});
afterAll(() => collector.stop());

const requestId = "6fafaa91-eca0-4d4a-a9f8-0c441a01790b";
const one = async (message: string) => (await collector.waitFor(`message:"${message}"`))[0];

describe("structlog", () => {
  it("as JSON has level, time, request id and the line that logged", async () => {
    const log = await one("from structlog json");

    expect(log).toMatchObject({
      severity: "WARN",
      body: "from structlog json",
      requestId,
      attributes: { items: 3 },
    });
    expect(log.source.file).toMatch(/loggers_python\.py$/);
    expect(log.source.line).toBeGreaterThan(10);
    expect(Date.parse(log.time)).toBeGreaterThanOrEqual(startedMs);
    expect(Date.parse(log.time)).toBeLessThanOrEqual(Date.now());
  });

  it("keeps an exception with the record", async () => {
    const log = await one("structlog exception");

    expect(log.severity).toBe("ERROR");
    expect(JSON.stringify(log.attributes)).toContain("ZeroDivisionError");
  });

  it.each(["kv", "logfmt", "console"])("as %s has its fields", async (form) => {
    const log = await one(`from structlog ${form}`);

    expect(log).toMatchObject({ requestId, severity: form === "console" ? "ERROR" : "INFO" });
  });
});

describe("logging", () => {
  it("has level, logger and process from its prefix", async () => {
    const log = await one("from logging");

    expect(log).toMatchObject({ severity: "ERROR", logger: "plain", body: "from logging" });
  });

  it("keeps a traceback in one record, with the line that broke", async () => {
    const log = await one("logging exception");

    expect(JSON.stringify(log)).toContain("ZeroDivisionError");
    expect(log.source.file).toMatch(/loggers_python\.py$/);
  });

  it("as JSON has its fields", async () => {
    const log = await one("from python-json-logger");

    expect(log).toMatchObject({ severity: "FATAL", logger: "structured", requestId });
  });
});

describe("Node's loggers", () => {
  it("pino", async () => {
    const log = await one("from pino");

    expect(log).toMatchObject({ severity: "ERROR", requestId });
    expect(log.source.file).toMatch(/loggers\.mjs$/);
  });

  it("winston", async () => {
    expect(await one("from winston")).toMatchObject({
      severity: "WARN",
      requestId,
      attributes: { items: 3 },
    });
  });

  it("bunyan", async () => {
    expect(await one("from bunyan")).toMatchObject({ severity: "INFO", requestId });
  });

  it("plain lines are kept", async () => {
    expect(await one("a plain line")).toMatchObject({ body: "a plain line", receiver: "lines" });
  });
});

describe("sidelight run", () => {
  it("passes the output on unchanged and keeps both streams apart", () => {
    expect(printed.stdout).toContain('"event": "from structlog json"');
    expect(printed.stderr).toContain("from logging");
  });

  it("gives the command's exit code", async () => {
    const { code } = await collector.cli("run", "--", process.execPath, "-e", "process.exit(7)");

    expect(code).toBe(7);
  });

  const bodiesOf = async (message: string, count: number) =>
    (await collector.waitFor(`message:"${message}"`, "logs", count)).map(({ body }) => body);
  const alternately = (count: number, text: string) =>
    `for (let i = 0; i < ${count}; i++) require("node:fs").writeSync(1 + (i % 2), ${text})`;

  it("keeps the order of each stream, however fast both are written", async () => {
    await collector.cli("run", "--", process.execPath, "-e", alternately(200, "`fast ${i}\\n`"));

    const bodies = await bodiesOf("fast ", 200);

    for (const first of [0, 1]) {
      const ofStream = Array.from({ length: 100 }, (_, i) => `fast ${first + 2 * i}`);
      expect(bodies.filter((body) => Number(body.slice(5)) % 2 === first)).toEqual(ofStream);
    }
  });

  // A write returns when most of so long a text was read: what the next one writes is read later.
  it.skipIf(process.platform === "win32")("keeps stdout and stderr in order", async () => {
    const filler = '("x".repeat(100_000) + "\\n").repeat(10)';
    await collector.cli(
      ...["run", "--", process.execPath, "-e"],
      alternately(10, `\`order \${i}\\n\` + ${filler}`),
    );

    expect(await bodiesOf("order ", 10)).toEqual(
      Array.from({ length: 10 }, (_, i) => `order ${i}`),
    );
  });
});
