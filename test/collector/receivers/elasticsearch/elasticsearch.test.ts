import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createElasticsearch } from "../../../../src/collector/receivers/elasticsearch/elasticsearch";
import {
  maxActions,
  maxDocumentLength,
} from "../../../../src/collector/receivers/elasticsearch/bulkBody";
import { TestContext } from "../aContext";
import { readableLogs, send, textOf } from "../aRequest";
import { golden } from "../../../golden";

function aReceiver() {
  const context = new TestContext();
  const receiver = createElasticsearch(context);
  return {
    context,
    receiver,
    send: (line: string, body = "", headers = {}) => send(receiver, line, body, headers),
  };
}

interface BulkReply {
  took: number;
  errors: boolean;
  items: Record<string, Record<string, unknown>>[];
}

async function bulk(body: string, line = "POST /_bulk", headers = {}) {
  const { context, receiver } = aReceiver();
  const reply = await send(receiver, line, body, headers);
  return {
    context,
    reply,
    answer: JSON.parse(textOf(reply)) as BulkReply,
    logs: readableLogs(context),
  };
}

describe("captured bodies", () => {
  const folder = new URL("fixtures/", import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith(".ndjson"));

  it.each(files)("%s is read as its golden file says", async (file) => {
    const { logs, answer } = await bulk(readFileSync(new URL(file, folder), "utf8"));

    expect(answer.errors).toBe(false);
    expect(logs).toEqual(golden(new URL(file.replace(/ndjson$/, "golden.json"), folder), logs));
  });
});

const index = '{"index":{"_index":"shop"}}\n';
const document = '{"message":"hi","level":"warn"}\n';

describe("_bulk", () => {
  it("answers each action in its order when it is stored", async () => {
    const { answer, reply, logs } = await bulk(
      `${index}${document}{"create":{"_index":"shop","_id":"7"}}\n${document}`,
    );

    expect(reply.status).toBe(200);
    expect(answer).toMatchObject({
      errors: false,
      items: [
        { index: { _index: "shop", status: 201, result: "created" } },
        { create: { _index: "shop", _id: "7", status: 201 } },
      ],
    });
    expect(logs).toMatchObject([
      { body: "hi", severityNumber: 13, service: "shop" },
      { attributes: { "elasticsearch.id": "7" }, resource: { "elasticsearch.index": "shop" } },
    ]);
  });

  it("takes a delete without a document, and says that there was none", async () => {
    const { answer, context } = await bulk(
      `{"delete":{"_index":"a","_id":"1"}}\n${index}${document}`,
    );

    expect(answer).toMatchObject({
      errors: false,
      items: [{ delete: { status: 404, result: "not_found" } }, { index: { status: 201 } }],
    });
    expect(context.logs).toHaveLength(1);
    expect(context.refused("elasticsearch")).toEqual({ delete: 1 });
  });

  it.each([
    ["Fluent Bit", "POST /_bulk", { "user-agent": "Fluent-Bit" }],
    ["filter_path", "POST /_bulk?filter_path=errors,items.*.error,items.*.status", {}],
  ])("is brief for %s, in the order that it looks for", async (_name, line, headers) => {
    const { reply } = await bulk(index + document, line, headers);

    expect(textOf(reply).replace(/\d+/, "0")).toBe(
      '{"took":0,"errors":false,"items":[{"index":{"status":201}}]}',
    );
  });

  it.each([
    ["CRLF", `${index.trim()}\r\n${document.trim()}\r\n`],
    ["blank lines", `\n${index}\n\n${document}\n`],
    ["no line feed at the end", (index + document).trim()],
    ["a line separator within", `${index}{"message":"a\u2028b"}`],
    ["no metadata", `{"index":null}\n${document}`],
  ])("reads lines with %s", async (_name, body) => {
    const { answer, logs } = await bulk(body);

    expect(answer.items).toHaveLength(1);
    expect(logs).toHaveLength(1);
  });

  it.each(["/shop/_bulk", "/shop/_doc/_bulk", "/elasticsearch/shop/_bulk"])(
    "takes the index of %s where an action names none",
    async (path) => {
      const { answer } = await bulk(`{"index":{}}\n${document}`, `POST ${path}`);

      expect(answer.items[0]?.index?._index).toBe("shop");
    },
  );

  it.each([
    ["no object", `${index}[1]\n`, "bad-document", 400],
    ["cut off", `${index}{"message":\n`, "bad-document", 400],
    ["missing", index, "no-document", 400],
    ["too large", `${index}${"x".repeat(maxDocumentLength + 1)}\n`, "document-too-large", 400],
    ["a script", '{"update":{"_id":"1"}}\n{"script":{"source":"x"}}\n', "script-update", 404],
  ])("refuses a document that is %s, and no other", async (_name, bad, reason, status) => {
    const { answer, context, reply } = await bulk(`${index}${document}${bad}`);

    expect(reply.status).toBe(200);
    expect(answer.errors).toBe(true);
    expect(Object.values(answer.items[1] ?? {})).toMatchObject([
      { status, error: { type: expect.any(String), reason: expect.any(String) } },
    ]);
    expect(context.logs).toHaveLength(1);
    expect(context.refused("elasticsearch")).toEqual({ [reason]: 1 });
  });

  it.each([
    ["an action that is none", `${index}${document}{"message":"x"}\n`, "bad-action"],
    ["text", "hello\n", "bad-action"],
    ["an action that is no object", '{"index":5}\n{}\n', "bad-action"],
    ["nothing", "\n", "no-data"],
  ])("refuses %s as a whole", async (_name, body, reason) => {
    const { reply, answer, context } = await bulk(body);

    expect(reply.status).toBe(400);
    expect(answer).toMatchObject({ status: 400, error: { type: "illegal_argument_exception" } });
    expect(context.logs).toEqual([]);
    expect(context.refused("elasticsearch")).toEqual({ [reason]: 1 });
  });

  it("with too many actions is refused as a whole", async () => {
    const { reply, answer, context } = await bulk('{"index":{}}\n{}\n'.repeat(maxActions + 1));

    expect(reply.status).toBe(413);
    expect(answer).toMatchObject({ status: 413 });
    expect(context.logs).toEqual([]);
    expect(context.refused("elasticsearch")).toEqual({ "too-many": 1 });
  });

  it("of many indices makes a bounded number of resources", async () => {
    const actions = Array.from({ length: 1500 }, (_, i) => `{"index":{"_index":"i${i}"}}\n{"a":1}`);

    const { logs } = await bulk(actions.join("\n"));

    expect(logs[999]).toMatchObject({ resource: { "elasticsearch.index": "i999" } });
    expect(logs[1000]).toMatchObject({
      attributes: { "elasticsearch.index": "i1000" },
      resource: {},
    });
  });

  it("without room asks to come again", async () => {
    const { context, send } = aReceiver();
    context.intake.hasRoom = () => false;

    const reply = await send("POST /_bulk", index + document);

    expect(reply).toMatchObject({
      status: 429,
      headers: { "Retry-After": "1", "X-Elastic-Product": "Elasticsearch" },
    });
    expect(context.refused("elasticsearch")).toEqual({ "queue-full": 1 });
  });
});

describe("single documents", () => {
  it.each([
    ["POST /shop/_doc", 201],
    ["PUT /shop/_doc/7", 201],
    ["PUT /shop/_create/7", 201],
    ["POST /logs-shop-default/_doc", 201],
  ])("%s is a record", async (line, status) => {
    const { context, send } = aReceiver();

    const reply = await send(line, document);

    expect(reply.status).toBe(status);
    expect(JSON.parse(textOf(reply))).toMatchObject({ result: "created", _id: expect.any(String) });
    expect(context.logs).toMatchObject([{ body: "hi", service: "shop" }]);
  });

  it("an update is a record of what was changed", async () => {
    const { context, send } = aReceiver();

    const reply = await send("POST /shop/_update/7", `{"doc":${document}}`);

    expect(reply.status).toBe(200);
    expect(readableLogs(context)).toMatchObject([
      { attributes: { "elasticsearch.operation": "update", "elasticsearch.id": "7" } },
    ]);
  });

  it.each(["", "hello", "[1]"])("%j is refused", async (body) => {
    const { context, send } = aReceiver();

    const reply = await send("POST /shop/_doc", body);

    expect(reply.status).toBe(400);
    expect(Object.values(context.refused("elasticsearch"))).toEqual([1]);
  });

  it.each(["GET /shop/_doc/7", "HEAD /shop/_doc/7", "DELETE /shop/_doc/7"])(
    "%s finds none",
    async (line) => {
      expect((await aReceiver().send(line)).status).toBe(404);
    },
  );
});

describe("what is asked first", () => {
  it.each([
    "GET /",
    "HEAD /",
    "GET /elasticsearch",
    "GET /_license",
    "GET /_xpack",
    "GET /_xpack/license",
    "GET /_ilm/policy/filebeat",
    "PUT /_ilm/policy/filebeat",
    "HEAD /_index_template/filebeat-8.17.0",
    "PUT /_index_template/logstash",
    "PUT /_template/logstash",
    "HEAD /logstash",
    "GET /_ilm/policy/logstash-policy",
    "PUT /_data_stream/filebeat-8.17.0",
    "GET /_ingest/pipeline",
    "PUT /_ingest/pipeline/x",
    "GET /_nodes/http",
    "GET /_cluster/health",
    "GET /_cat/indices",
    "HEAD /shop",
    "PUT /shop",
    "PUT /%3Cshop-%7Bnow%2Fd%7D-000001%3E",
    "POST /shop/_refresh",
  ])("%s is answered as by Elasticsearch", async (line) => {
    const { context, send } = aReceiver();

    const reply = await send(line);

    expect(reply.status).toBe(200);
    expect(reply.headers).toMatchObject({
      "X-Elastic-Product": "Elasticsearch",
      "Content-Type": "application/json",
    });
    expect(JSON.parse(textOf(reply))).toBeTypeOf("object");
    expect(context.refused("elasticsearch")).toEqual({});
  });

  it("has an active licence", async () => {
    const reply = await aReceiver().send("GET /_license");

    expect(JSON.parse(textOf(reply))).toMatchObject({ license: { status: "active" } });
  });

  it("has the features that Filebeat looks for with setup.ilm.enabled: true", async () => {
    const reply = await aReceiver().send("GET /_xpack");

    expect(JSON.parse(textOf(reply))).toMatchObject({
      license: { status: "active" },
      features: { ilm: { available: true, enabled: true }, monitoring: { enabled: false } },
    });
  });

  it.each(["POST /_monitoring/bulk", "POST /_xpack/monitoring/_bulk"])(
    "%s, what a shipper says of itself, is answered as where monitoring is off",
    async (path) => {
      const { context, send } = aReceiver();

      const reply = await send(`${path}?system_id=beats`, `${index}${document}`);

      expect(JSON.parse(textOf(reply))).toEqual({ took: 0, ignored: true, errors: false });
      expect(context.logs).toEqual([]);
      expect(context.leftOut("elasticsearch")).toEqual({ "client-telemetry": 1 });
    },
  );

  it.each([
    ["elasticsearch-py/9.5.1", "8.17.0"],
    ["Elastic-filebeat/9.2.1 (linux; amd64)", "9.2.1"],
    ["Filebeat/8.18.3", "8.18.3"],
  ])("is a server that %s takes: %s", async (agent, number) => {
    const reply = await aReceiver().send("GET /", "", { "user-agent": agent });

    expect(JSON.parse(textOf(reply))).toMatchObject({ version: { number } });
  });

  it("is answered in the media type that was asked for", async () => {
    const reply = await aReceiver().send("GET /", "", {
      accept: "application/vnd.elasticsearch+json; compatible-with=9",
    });

    expect(reply.headers).toMatchObject({
      "Content-Type": "application/vnd.elasticsearch+json;compatible-with=9",
    });
  });

  it("tells a client that sniffs the address it has", async () => {
    const reply = await aReceiver().send("GET /_nodes/http", "", { host: "127.0.0.1:4318" });

    expect(textOf(reply)).toContain('"publish_address":"127.0.0.1:4318"');
  });

  it.each(["POST /shop/_search", "POST /shop/_count", "GET /_msearch"])(
    "%s is refused, since nothing is found here",
    async (line) => {
      const { context, send } = aReceiver();

      const reply = await send(line, "{}");

      expect(reply.status).toBe(400);
      expect(textOf(reply)).toContain("panels");
      expect(context.refused("elasticsearch")).toEqual({ search: 1 });
    },
  );

  it.each(["GET /ui/_x", "POST /metrics/job/_bulk", "GET /shop", "POST /gelf", "POST /a/b"])(
    "%s belongs to others",
    async (line) => {
      const { receiver } = aReceiver();
      const [method = "", path = ""] = line.split(" ");

      expect(receiver.routes?.some((route) => route.matches(path, method))).toBe(false);
    },
  );
});
