import { describe, expect, it } from "vitest";
import { parseAll } from "../../receivers/lines/aLine";

const time = "2024-06-15T10:00:00.5Z";

describe("a shipper's object around a line", () => {
  it("is what the line says, and what stands around it", () => {
    const [record, ...others] = parseAll(
      `{"date":"${time}","log":"ERROR shop.pay: card declined\\n","stream":"stderr","pod":{"name":"p-1"}}`,
    );

    expect(others).toEqual([]);
    expect(record).toMatchObject({
      time,
      severityNumber: 17,
      body: "shop.pay: card declined",
      attributes: { stream: "stderr", "pod.name": "p-1" },
    });
  });

  it("may have an object in it, whose own time wins", () => {
    const inner = JSON.stringify(`{"time":"2024-06-15T09:59:59Z","msg":"slow","level":"warn"}\n`);

    const [record] = parseAll(`{"date":"${time}","log":${inner}}`);

    expect(record).toMatchObject({
      time: "2024-06-15T09:59:59Z",
      severityNumber: 13,
      body: "slow",
    });
  });

  it("is found in an array and behind another object", () => {
    const one = `{"date":"${time}","log":"WARNING: slow\\n"}`;

    for (const text of [`[${one},${one}]`, `${one}${one}`]) {
      expect(parseAll(text).map(({ body, severityNumber }) => [body, severityNumber])).toEqual([
        ["slow", 13],
        ["slow", 13],
      ]);
    }
  });

  it("may be the message, as Fluentd's tail sends it", () => {
    expect(parseAll(`{"message":"WARNING: slow","pod":"p-1"}`)).toMatchObject([
      { severityNumber: 13, body: "slow", attributes: { pod: "p-1" } },
    ]);
  });

  it.each(["an error was found", "a=1 b=2 error=none", "{not json}", "one\ntwo"])(
    "is none where the message, %j, does not say its level",
    (message) => {
      const [record] = parseAll(JSON.stringify({ message, user: "ann" }));

      expect(record).toMatchObject({ body: message, attributes: { user: "ann" } });
      expect(record).not.toHaveProperty("severityNumber");
    },
  );

  it.each([
    ["has a message of its own", '{"log":"app.log","message":"hello"}', "hello"],
    ["has a level of its own", '{"log":"ERROR x","level":"info","event":"start"}', "start"],
  ])("is none when it %s", (_name, text, body) => {
    expect(parseAll(text)).toMatchObject([{ body }]);
  });
});

describe("lines behind an object that has a message", () => {
  it("go on from that message", () => {
    expect(parseAll('{"level":"error","msg":"failed"}\n  more of it')).toMatchObject([
      { severityNumber: 17, body: "failed\n  more of it" },
    ]);
  });
});
