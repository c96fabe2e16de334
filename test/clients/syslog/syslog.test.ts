import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { finish, node, python, succeeded, TestCollector } from "../collector";

let collector: TestCollector;
beforeAll(async () => {
  collector = await TestCollector.start();
  await python("syslog/syslog_python.py", collector);
  await node("syslog/syslogClient.mjs", collector);
});
afterAll(() => collector.stop());

describe("logging.handlers.SysLogHandler (Python)", () => {
  it.each(["udp", "tcp"])("logs over %s", async (by) => {
    const [critical] = await collector.waitFor(`"critical by std.${by}"`);
    const [info] = await collector.waitFor(`"größe by std.${by}"`);

    expect(critical).toMatchObject({
      severity: "FATAL",
      body: `critical by std.${by}`,
      service: "shop",
      attributes: { "process.pid": 77 },
    });
    expect(info).toMatchObject({ severity: "INFO", body: `größe by std.${by}` });
  });
});

describe("rfc5424-logging-handler (Python)", () => {
  it.each(["udp.None", "tcp.1", "tcp.2"])("logs over %s", async (by) => {
    const [error] = await collector.waitFor(`"error by rfc.${by}"`);
    const [lines] = await collector.waitFor(`"lines by rfc.${by}"`);

    expect(error).toMatchObject({
      severity: "ERROR",
      service: "shop",
      requestId: "req-00005424",
      attributes: { "process.pid": 88, "syslog.msgid": "pay" },
    });
    expect(lines.body).toContain("two");
  });
});

describe("syslog-client (Node)", () => {
  it.each(["udp 3164", "udp 5424", "tcp 3164", "tcp 5424"])("logs over %s", async (by) => {
    const [hello] = await collector.waitFor(`"hello by ${by}"`);

    expect(hello).toMatchObject({ severity: "WARN", body: `hello by ${by}` });
  });
});

describe("logger(1)", () => {
  it.each([
    ["--udp", "--rfc3164"],
    ["--udp", "--rfc5424"],
    ["--tcp", "--rfc3164"],
    ["--tcp", "--rfc5424"],
    ["--tcp", "--octet-count"],
  ])("logs with %s %s", async (...flags) => {
    const port = collector.endpoints.syslog!.split(":").at(-1)!;
    const to = ["--server", "127.0.0.1", "--port", port, "--tag", "mytag"];
    const text = `by logger ${flags.join("")}`;

    succeeded(await finish("logger", [...to, ...flags, "--priority", "local3.err", "--", text]));

    const [row] = await collector.waitFor(`"${text}"`);
    expect(row).toMatchObject({
      severity: "ERROR",
      body: text,
      service: "mytag",
      attributes: { "syslog.facility": "local3" },
    });
  });
});
