import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { aReceiver } from "./harness";
import { decode, encode } from "./oracle";

const captured = (file: string) =>
  readFileSync(join(import.meta.dirname, "fixtures/captured", file));
const samples = [
  ["logs", "node-logs.bin"],
  ["traces", "node-traces.bin"],
  ["metrics", "node-metrics-1.bin"],
] as const;

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const logsOf = (...logRecords: object[]) =>
  encode("LogsRequest", { resourceLogs: [{ scopeLogs: [{ logRecords }] }] });

/** Field `number` with its length before it. */
function lengthField(number: number, content: Buffer): Buffer {
  const length = [];
  let rest = content.length;
  for (; rest >= 0x80; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([number * 8 + 2, ...length, rest]), content]);
}
/** A request of logs whose records are these bytes. */
const rawLogs = (...records: Buffer[]) =>
  lengthField(1, lengthField(2, Buffer.concat(records.map((record) => lengthField(2, record)))));

describe("hostile OTLP", () => {
  it.each(samples)(
    "%s cut anywhere are answered with 400, and nothing of them is kept",
    async (signal, file) => {
      const { intake, post } = aReceiver();
      const whole = captured(file);

      for (let length = 1; length < whole.length; length++) {
        expect((await post(`/v1/${signal}`, whole.subarray(0, length))).status).toBe(400);
      }

      expect([...intake.logs, ...intake.spans, ...intake.points]).toEqual([]);
      expect(intake.refused).toEqual({ "bad-protobuf": whole.length - 1 });
    },
  );

  it.each(samples)(
    "%s with bytes changed at random are answered, whatever they say",
    async (signal, file) => {
      const { intake, post } = aReceiver();
      const whole = captured(file);
      let seed = 42;
      const random = (below: number) => {
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        return Math.floor((seed / 2 ** 32) * below);
      };

      for (let round = 0; round < 1000; round++) {
        const bytes = Buffer.from(whole);
        for (let i = random(4); i >= 0; i--) bytes[random(bytes.length)] = random(256);
        const reply = await post(`/v1/${signal}`, bytes);
        expect([200, 400]).toContain(reply.status);
      }

      for (const record of [...intake.logs, ...intake.spans]) JSON.parse(record.attributes);
      for (const span of intake.spans) JSON.parse(`[${span.events},${span.links}]`);
      for (const point of intake.points)
        JSON.parse(`[${point.exemplars},${point.series.attributes}]`);
    },
  );

  it("leaves out a broken record alone, where its frame is whole", async () => {
    const { intake, post } = aReceiver();
    const good = (body: string) => lengthField(5, lengthField(1, Buffer.from(body)));
    const broken = Buffer.from([0x2a, 0x7f, 0x0a]); // a body that goes past its record

    const reply = await post("/v1/logs", rawLogs(good("one"), broken, good("two")));

    expect(intake.logs.map((log) => log.body)).toEqual(["one", "two"]);
    expect(decode("ExportResponse", reply.body as Buffer)).toEqual({
      partialSuccess: {
        rejected: "1",
        errorMessage: "1 log records were not kept: 1 bad-record.",
      },
    });
    expect(intake.refused).toEqual({ "bad-record": 1 });
  });

  it("does not read a number beyond the record it began in", async () => {
    const { intake, post } = aReceiver();
    const cutTime = Buffer.from([0x09, 1, 2, 3]);
    const cutVarint = Buffer.from([0x10, 0x80]);

    await post("/v1/logs", rawLogs(cutTime, cutVarint, Buffer.alloc(0), Buffer.alloc(0)));

    expect(intake.logs).toHaveLength(2);
    expect(intake.refused).toEqual({ "bad-record": 2 });
  });

  it("keeps text that is no UTF-8, and counts it", async () => {
    const { intake, post } = aReceiver();
    const bad = Buffer.from([0x61, 0xff, 0x62]);
    const keyValue = Buffer.concat([lengthField(1, bad), lengthField(2, lengthField(1, bad))]);

    await post(
      "/v1/logs",
      rawLogs(Buffer.concat([lengthField(5, lengthField(1, bad)), lengthField(6, keyValue)])),
    );

    expect(intake.logs[0]).toMatchObject({
      body: "a\ufffdb",
      attributes: '{"a\ufffdb":"a\ufffdb"}',
    });
    expect(intake.refused).toEqual({ "invalid-utf8": 2 });
  });

  it("takes a thousand attributes of a record", async () => {
    const { intake, post } = aReceiver();
    const attributes = Array.from({ length: 1200 }, (_, i) => text(`key${i}`, "v"));

    await post("/v1/logs", logsOf({ attributes }));

    expect(Object.keys(JSON.parse(intake.logs[0]!.attributes) as object)).toHaveLength(1000);
    expect(intake.refused).toEqual({ "attributes-dropped": 200 });
  });

  it("stays bounded under a hundred thousand attribute names, and still finds duplicates", async () => {
    const { intake, post } = aReceiver();
    const before = process.memoryUsage().heapUsed;

    for (let round = 0; round < 100; round++) {
      const attributes = Array.from({ length: 1000 }, (_, i) => text(`key${round}-${i}`, "v"));
      await post("/v1/logs", logsOf({ attributes }));
      intake.logs.length = 0;
    }
    await post("/v1/logs", logsOf({ attributes: [text("a", "1"), text("a", "2")] }));

    expect(intake.logs[0]?.attributes).toBe('{"a":"1"}');
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50 * 1024 * 1024);
  });

  it("cuts values at 64 KiB, names at 1 KiB and bodies at 1 MiB, between characters", async () => {
    const { intake, post } = aReceiver();
    const long = (bytes: number) => `a${"é".repeat(bytes)}`;

    await post(
      "/v1/logs",
      logsOf({
        body: { stringValue: long(1024 * 1024) },
        attributes: [text("v", long(64 * 1024)), text(long(1024), "v")],
      }),
    );

    const attributes = JSON.parse(intake.logs[0]!.attributes) as Record<string, string>;
    expect(Buffer.byteLength(intake.logs[0]!.body)).toBe(1024 * 1024 - 1);
    expect(Buffer.byteLength(attributes.v!)).toBe(64 * 1024 - 1);
    expect(Object.keys(attributes)[1]).toHaveLength(512);
    expect(intake.logs[0]!.body).not.toContain("\ufffd");
    expect(intake.refused).toEqual({ "body-cut": 1, "attributes-cut": 2 });
  });

  it("keeps resources, series and their names small, as thousands of them stay in memory", async () => {
    const { intake, post } = aReceiver();
    const attributes = [
      text("big", "x".repeat(60_000)),
      text("service.name", "shop"),
      text("small", "y"),
    ];
    const gauge = { dataPoints: [{ asInt: "1", attributes }] };

    await post(
      "/v1/metrics",
      encode("MetricsRequest", {
        resourceMetrics: [
          {
            resource: { attributes },
            scopeMetrics: [{ metrics: [{ name: "n".repeat(5000), gauge }] }],
          },
        ],
      }),
    );

    const [point] = intake.points;
    expect(point?.series.attributes).toBe('{"service.name":"shop","small":"y"}');
    expect(point?.series.resource.attributes).toBe('{"service.name":"shop","small":"y"}');
    expect(point?.series.service).toBe("shop");
    expect(point?.series.name).toHaveLength(1024);
    expect(intake.refused).toEqual({ "attributes-dropped": 2, "text-cut": 1 });
  });

  it("stops at 32 levels of nesting, thousands deep", async () => {
    const { intake, post } = aReceiver();
    let value: Buffer = Buffer.alloc(0);
    for (let i = 0; i < 5_000; i++) value = lengthField(5, lengthField(1, value));
    let list: Buffer = Buffer.alloc(0);
    for (let i = 0; i < 5_000; i++) {
      list = lengthField(
        6,
        lengthField(1, Buffer.concat([lengthField(1, Buffer.from("k")), lengthField(2, list)])),
      );
    }
    const keyValue = (content: Buffer) =>
      lengthField(6, Buffer.concat([lengthField(1, Buffer.from("k")), lengthField(2, content)]));

    await post("/v1/logs", rawLogs(lengthField(5, value), keyValue(value), keyValue(list)));

    expect(intake.logs[0]?.body).toBe(`${"[".repeat(32)}null${"]".repeat(32)}`);
    expect(intake.logs[1]?.attributes).toBe(`{"k":${"[".repeat(32)}null${"]".repeat(32)}}`);
    expect(intake.logs[2]?.attributes).toBe("{}");
    expect(intake.refused).toEqual({ "attributes-too-deep": 3 });
  });

  it("takes at most 262,144 records of a request, rejects the rest, and weighs the empty ones", async () => {
    const { intake, post } = aReceiver();
    const empty = Buffer.alloc((262_144 + 5) * 2);
    for (let i = 0; i < empty.length; i += 2) empty[i] = 0x12;

    const reply = await post("/v1/logs", lengthField(1, lengthField(2, empty)));

    expect(intake.logs).toHaveLength(262_144);
    expect(decode("ExportResponse", reply.body as Buffer)).toMatchObject({
      partialSuccess: { rejected: "5" },
    });
    expect(intake.weights[0]).toBe(262_144 * 128);
  });

  it("takes at most 65,536 blocks of a request", async () => {
    const { intake, post } = aReceiver();
    const empty = Buffer.alloc((65_536 + 3) * 2);
    for (let i = 0; i < empty.length; i += 2) empty[i] = 0x0a;

    const reply = await post("/v1/logs", empty);

    expect(reply.status).toBe(200);
    expect(intake.refused).toEqual({ "too-many-blocks": 3 });
  });

  it("passes over unknown fields of every wire type, and wrong types of known ones", async () => {
    const { intake, post } = aReceiver();
    const record = Buffer.concat([
      Buffer.from([0x80, 0x3f, 0x05]), // field 1008, varint
      Buffer.from([0x81, 0x3f, 1, 2, 3, 4, 5, 6, 7, 8]), // fixed64
      Buffer.from([0x85, 0x3f, 1, 2, 3, 4]), // fixed32
      Buffer.from([0x83, 0x3f, 0x08, 0x01, 0x84, 0x3f]), // a group
      Buffer.from([0x28, 0x01]), // the body as a varint
      lengthField(5, lengthField(1, Buffer.from("body"))),
    ]);

    await post("/v1/logs", rawLogs(record));

    expect(intake.logs.map((log) => log.body)).toEqual(["body"]);
  });

  it("has a field number zero, an endless varint or an open group for no protobuf", async () => {
    const { post } = aReceiver();

    for (const bytes of [[0, 0], Array.from({ length: 12 }, () => 0xff), [0x0b, 0x08, 0x01]]) {
      expect((await post("/v1/logs", Buffer.from(bytes))).status).toBe(400);
    }
  });
});
