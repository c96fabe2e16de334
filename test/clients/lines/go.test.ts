// Go's loggers, as `sidelight run` starts a program that has them all.

import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { goPrograms, succeeded, TestCollector } from "../collector";

let collector: TestCollector;
beforeAll(async () => {
  if (goPrograms === "") return;
  collector = await TestCollector.start();
  succeeded(await collector.cli("run", "--", join(goPrograms, "loggers")));
});
afterAll(() => (goPrograms === "" ? undefined : collector.stop()));

const requestId = "6fafaa91-eca0-4d4a-a9f8-0c441a01790b";
const one = async (message: string) => (await collector.waitFor(`message:"${message}"`))[0];

describe.skipIf(goPrograms === "")("Go's", () => {
  it("slog as JSON has its level, groups, and the line that logged", async () => {
    const log = await one("from slog json");

    expect(log).toMatchObject({
      body: "from slog json",
      severity: "WARN",
      requestId,
      attributes: { "cart.items": 3 },
      source: { function: "main.withSlog" },
    });
    expect(log.source.file).toMatch(/loggers\/main\.go$/);
    expect(log.source.line).toBeGreaterThan(30);
    expect(await one("from slog beyond error")).toMatchObject({ severity: "ERROR" });
  });

  it("slog as text has them, too", async () => {
    const log = await one("from slog text");

    expect(log).toMatchObject({ severity: "ERROR", requestId, attributes: { items: 3 } });
    expect(log.source.file).toMatch(/loggers\/main\.go$/);
  });

  it("zap as JSON has level, logger and caller; an error with its stack", async () => {
    const log = await one("from zap json");

    expect(log).toMatchObject({
      body: "from zap json",
      severity: "WARN",
      logger: "shop",
      requestId,
      source: { file: "loggers/main.go" },
    });
    expect(Math.abs(Date.parse(log.time) - Date.now())).toBeLessThan(120_000);
    const failed = await one("zap with an error");
    expect(failed.severity).toBe("ERROR");
    expect(JSON.stringify(failed.attributes)).toContain("no money");
    expect(JSON.stringify(failed.attributes)).toContain("main.withZap");
  });

  it("zap on the console has its columns", async () => {
    expect(await one("from zap console")).toMatchObject({
      body: "from zap console",
      severity: "INFO",
      logger: "shop",
      requestId,
      source: { file: "loggers/main.go" },
    });
  });

  it("zerolog as JSON has level and caller; an error by its name", async () => {
    const log = await one("from zerolog json");

    expect(log).toMatchObject({ severity: "WARN", requestId, attributes: { items: 3 } });
    expect(log.source.file).toMatch(/loggers\/main\.go$/);
    expect(JSON.stringify(await one("zerolog with an error"))).toContain("no money");
  });

  it("zerolog on the console is read through its colours", async () => {
    const log = await one("from zerolog console");

    expect(log).toMatchObject({ severity: "INFO", requestId });
    expect(log.source.file).toMatch(/loggers\/main\.go$/);
  });

  it("logrus as JSON has level, function and line", async () => {
    const log = await one("from logrus json");

    expect(log).toMatchObject({
      body: "from logrus json",
      severity: "WARN",
      requestId,
      source: { function: "main.withLogrus" },
    });
    expect(log.source.file).toMatch(/loggers\/main\.go$/);
    expect(JSON.stringify(await one("logrus with an error"))).toContain("no money");
  });

  it("logrus as text, and in colours, has its fields", async () => {
    expect(await one("from logrus text")).toMatchObject({
      body: "from logrus text",
      severity: "INFO",
      requestId,
    });
    const coloured = await one("from logrus colours");
    expect(coloured).toMatchObject({
      body: "from logrus colours",
      severity: "ERROR",
      requestId,
      source: { function: "main.withLogrus" },
    });
    expect(coloured.source.file).toMatch(/loggers\/main\.go$/);
  });

  it("own log package has the line that logged", async () => {
    const { source } = await one("printed by log");

    expect(source.file).toMatch(/main\.go$/);
    expect(source.line).toBeGreaterThan(20);
  });
});
