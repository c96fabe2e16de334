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

  it.each([
    ["has a message of its own", '{"log":"app.log","message":"ERROR no"}', "ERROR no"],
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
