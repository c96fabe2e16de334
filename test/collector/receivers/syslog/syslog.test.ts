import { describe, expect, it } from "vitest";
import { Syslog } from "../../../../src/collector/receivers/syslog/syslog";
import type { LogRecord } from "../../../../src/shared/record";
import { TestContext } from "../aContext";

async function recordOf(
  bytes: string | Buffer,
): Promise<{ record: LogRecord; attributes: Record<string, unknown> }> {
  const context = new TestContext();
  new Syslog(context).message(Buffer.from(bytes as Buffer));
  await context.intake.flush();
  expect(context.logs).toHaveLength(1);
  return { record: context.logs[0]!, attributes: JSON.parse(context.logs[0]!.attributes) };
}

describe("a syslog message is a log record", () => {
  it("with level, service, and the rest as attributes", async () => {
    const { record, attributes } = await recordOf(
      '<165>1 2003-10-11T22:14:15.003Z web1 shop 1234 ID47 [ex@1 k="v"] hello',
    );

    expect(record).toMatchObject({
      body: "hello",
      severityNumber: 10,
      severityText: "notice",
      service: "shop",
      receiver: "syslog",
      timeUnixNano: 1_065_910_455_003_000_000n,
    });
    expect(attributes).toEqual({
      "sd.ex@1.k": "v",
      "host.name": "web1",
      "process.pid": 1234,
      "syslog.facility": "local4",
      "syslog.msgid": "ID47",
      "syslog.severity": 5,
    });
  });

  it.each([
    [0, 21, "emerg"],
    [1, 21, "alert"],
    [2, 21, "crit"],
    [3, 17, ""],
    [4, 13, ""],
    [5, 10, "notice"],
    [6, 9, ""],
    [7, 5, ""],
  ])("of severity %i", async (severity, severityNumber, severityText) => {
    const { record } = await recordOf(`<${8 + severity}>m`);

    expect(record).toMatchObject({ severityNumber, severityText, body: "m" });
  });

  it.each(["", "@cee: ", "@cee:"])("whose JSON is read as fields (%s)", async (cookie) => {
    const { record, attributes } = await recordOf(
      `<14>Oct 11 22:14:15 h app[7]: ${cookie}{"level":"error","msg":"boom","request_id":"req-00012345","n":1}`,
    );

    expect(record).toMatchObject({
      body: "boom",
      severityNumber: 17,
      requestId: "req-00012345",
      service: "app",
    });
    expect(attributes).toMatchObject({ n: 1, "process.pid": 7 });
  });

  const line = "2003-10-11 22:14:14,250 ERROR shop.cart: card declined";

  it.each([
    ["notice, as of files that are forwarded", 5],
    ["info, as of Docker's driver", 6],
  ])("whose text is a line of an app that says its level, behind %s", async (_name, severity) => {
    const { record, attributes } = await recordOf(`<${8 + severity}>1 - h shop 7 - - ${line}`);

    expect(record).toMatchObject({
      ...{ severityNumber: 17, logger: "shop.cart", service: "shop", body: "card declined" },
    });
    expect(attributes).toMatchObject({ "process.pid": 7, "syslog.severity": severity });
  });

  it("whose sender chose another level keeps it, and its text", async () => {
    const { record } = await recordOf(`<12>1 - h shop 7 - - ${line}`);

    expect(record).toMatchObject({ severityNumber: 13, body: line });
  });

  it("whose structured data names the trace", async () => {
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    const { record } = await recordOf(`<14>1 - h app - - [ctx@1 trace_id="${traceId}"] m`);

    expect(record).toMatchObject({ traceId, body: "m" });
  });

  it("without the NUL and line ends that senders append", async () => {
    expect((await recordOf("<14>hello\0")).record.body).toBe("hello");
    expect((await recordOf("<14>hello\r\n")).record.body).toBe("hello");
  });

  it("in latin1 where it is not UTF-8", async () => {
    expect((await recordOf(Buffer.from("<14>größe", "latin1"))).record.body).toBe("größe");
    expect((await recordOf(Buffer.from("<14>größe", "utf8"))).record.body).toBe("größe");
  });

  it("of an app that makes up its names only up to a bound", async () => {
    const context = new TestContext();
    const syslog = new Syslog(context);

    for (let i = 0; i < 1010; i++) syslog.message(Buffer.from(`<14>app${i}[1]: m`));

    await context.intake.flush();
    expect(context.logs).toHaveLength(1010);
    expect(new Set(context.logs.map(({ resource }) => resource.id)).size).toBe(1000);
  });
});

it("A short message is charged to the queue with what its record takes", () => {
  const context = new TestContext();

  new Syslog(context).message(Buffer.from("<14>m"));

  expect(context.intake.queueBytes).toBe(256);
});
