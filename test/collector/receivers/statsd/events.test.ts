import { describe, expect, it } from "vitest";
import { startUnixNano } from "../aContext";
import { aStatsd } from "./harness";

async function logsOf(...datagrams: string[]) {
  const statsd = aStatsd();
  for (const datagram of datagrams) statsd.send(datagram);
  await statsd.flush();
  return { statsd, logs: statsd.logs };
}
const attributes = (of: { attributes: string }) => JSON.parse(of.attributes);

describe("a DogStatsD event is a log record", () => {
  it("with title, text, level and tags", async () => {
    const { logs } = await logsOf(
      "_e{12,14}:Déploiement|ligne1\\nligne2|t:success|p:low|#svc:api,service:shop|d:1656581400|h:web1|k:key|s:ci",
    );

    expect(logs).toHaveLength(1);
    expect(logs[0]).toMatchObject({
      eventName: "dogstatsd.event",
      body: "Déploiement\nligne1\nligne2",
      severityNumber: 9,
      severityText: "success",
      timeUnixNano: 1_656_581_400_000_000_000n,
      observedTimeUnixNano: startUnixNano,
      service: "shop",
      resource: { service: "shop" },
      receiver: "statsd",
    });
    expect(attributes(logs[0]!)).toEqual({
      "event.aggregation_key": "key",
      "event.alert_type": "success",
      "event.priority": "low",
      "event.source": "ci",
      "host.name": "web1",
      svc: "api",
    });
  });

  it.each([
    ["error", 17],
    ["warning", 13],
    ["info", 9],
    ["nonsense", 9],
  ])("of alert type %s with severity %i", async (type, severityNumber) => {
    const { logs } = await logsOf(`_e{1,1}:a|b|t:${type}`);

    expect(logs[0]).toMatchObject({ severityNumber, timeUnixNano: startUnixNano });
  });

  it.each([
    ["text may be empty", "_e{5,0}:title||#a:b", "title"],
    ["bars and colons belong to title and text", "_e{5,5}:a|b:c|d|e:f|t:error", "a|b:c\nd|e:f"],
    ["a raw line feed belongs to the text", "_e{1,5}:a|b\nc\nd|t:info", "a\nb\nc\nd"],
    ["lengths in UTF-16 units", "_e{11,5}:Déploiement|été 1|t:info", "Déploiement\nété 1"],
    ["lengths that are too long", "_e{50,50}:title|text", "title\ntext"],
    ["the two characters of a line feed in the title", "_e{4,0}:a\\nb|", "a\nb"],
    [`an event of 8 KB`, `_e{1,8000}:t|${"x".repeat(8000)}`, `t\n${"x".repeat(8000)}`],
    ["bad optional fields are skipped", "_e{1,1}:a|b|d:soon|p:|q|", "a\nb"],
  ])("%s: %s", async (_name, datagram, body) => {
    const { logs, statsd } = await logsOf(datagram);

    expect(logs.map((log) => log.body)).toEqual([body]);
    expect(statsd.refused("statsd")).toEqual({});
  });

  it("joined to its request by its tags", async () => {
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    const { logs } = await logsOf(`_e{1,1}:a|b|#trace_id:${traceId},request_id:abcdef12`);

    expect(logs[0]).toMatchObject({ traceId, requestId: "abcdef12" });
  });

  it("among metrics leaves its neighbours alone", async () => {
    const statsd = aStatsd();

    statsd.send("a:1|c\n_e{1,3}:t|x\ny\nb:1|c\n_sc|db|0\nc:1|c");

    const points = await statsd.flush();
    expect(points.map(({ series }) => series.name)).toEqual(["a", "b", "c"]);
    expect(statsd.logs.map(({ body }) => body)).toEqual(["t\nx\ny", "db: ok"]);
  });
});

describe("a DogStatsD service check is a log record", () => {
  it("with name, status, message and tags", async () => {
    const { logs } = await logsOf(
      "_sc|Redis connection|2|d:1656581400|h:web1|#env:dev|m:Redis connection timed out | m\\: after 10s\\nbye",
    );

    expect(logs).toHaveLength(1);
    expect(logs[0]).toMatchObject({
      eventName: "dogstatsd.service_check",
      body: "Redis connection: Redis connection timed out | m: after 10s\nbye",
      severityNumber: 17,
      severityText: "critical",
      timeUnixNano: 1_656_581_400_000_000_000n,
    });
    expect(attributes(logs[0]!)).toEqual({
      env: "dev",
      "host.name": "web1",
      "service_check.name": "Redis connection",
      "service_check.status": "critical",
    });
  });

  it.each([
    [0, 9, "ok"],
    [1, 13, "warning"],
    [2, 17, "critical"],
    [3, 9, "unknown"],
  ])("of status %i with severity %i", async (status, severityNumber, severityText) => {
    const { logs } = await logsOf(`_sc|db|${status}`);

    expect(logs[0]).toMatchObject({ severityNumber, severityText, body: `db: ${severityText}` });
  });

  it.each([
    ["_sc|db|0|m:", "db: ok"],
    ["_sc|db|1|m:a|m:b|#c:d", "db: a|m:b|#c:d"],
    ["_sc|db|2|d:soon|m:x", "db: x"],
    ["_sc|db|3|d:99999999999|x:y", "db: unknown"],
  ])("%s", async (line, body) => {
    const { logs } = await logsOf(line);

    expect(logs).toMatchObject([{ body, timeUnixNano: startUnixNano }]);
  });

  it("with container fields", async () => {
    const { logs } = await logsOf("_sc|db|0|c:ci-abc|e:it-true,cn-web,pu-1|card:low");

    expect(attributes(logs[0]!)).toMatchObject({
      "container.id": "abc",
      "k8s.container.init": "true",
      "k8s.container.name": "web",
      "k8s.pod.uid": "1",
    });
  });
});
