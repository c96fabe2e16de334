import { describe, expect, it } from "vitest";
import { Roles } from "../../../../src/collector/pipeline/roles";
import { WrappedText } from "../../../../src/collector/pipeline/text/wrappedText";
import type { LogRecord } from "../../../../src/shared/record";
import { origin, readable } from "../../receivers/lines/aLine";

function read(text: string, fields: Record<string, unknown> = {}, time?: bigint) {
  const texts = new WrappedText(new Roles());
  const into: LogRecord[] = [];
  texts.read(text, texts.envelope(fields, origin), origin, into, time);
  return into.map(readable);
}

describe("a text in an envelope", () => {
  it("says itself what it says, and its envelope the rest", () => {
    const [record] = read("WARN: hi", {
      level: "error",
      logger: "l",
      service: "s",
      request_id: "req-00000001",
      "code.file.path": "/app/a.py",
      "code.line.number": 7,
      region: "eu",
    });

    expect(record).toMatchObject({
      body: "hi",
      severityNumber: 13,
      logger: "l",
      service: "s",
      requestId: "req-00000001",
      file: "/app/a.py",
      line: 7,
      attributes: { region: "eu" },
    });
  });

  it("has the envelope's time unless it has its own", () => {
    expect(read("hi", { timestamp: "2024-01-01T00:00:00Z" })).toMatchObject([
      { time: "2024-01-01T00:00:00Z" },
    ]);
    expect(read("hi", {}, 1_700_000_000_000_000_000n)).toMatchObject([
      { time: "2023-11-14T22:13:20Z" },
    ]);
    expect(read('{"time":"2022-01-01T00:00:00Z","msg":"hi"}', {}, 1n)).toMatchObject([
      { time: "2022-01-01T00:00:00Z" },
    ]);
  });

  it("keeps what both say differently", () => {
    const [record] = read('{"msg":"hi","n":3,"m":4,"list":[{"k":1}]}', { n: "3", m: 5, k: 6 });

    expect(record?.attributes).toEqual({ n: 3, m: 4, list: [{ k: 1 }], "prefix.m": 5, k: 6 });
  });

  it.each(["", " ", "\r\n"])("is a record also when it is blank: %j", (text) => {
    expect(read(text, { a: 1 })).toMatchObject([{ attributes: { a: 1 } }]);
  });

  it("may hold several records, which all have the envelope", () => {
    expect(read('{"msg":"a"}{"msg":"b"}', { level: "warn" })).toMatchObject([
      { body: "a", severityNumber: 13 },
      { body: "b", severityNumber: 13 },
    ]);
  });
});
