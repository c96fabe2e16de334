import { describe, expect, it } from "vitest";
import { aReceiver } from "./harness";
import { decode, encode } from "./oracle";
import { OverloadedError } from "../../../../src/collector/pipeline/intake";

const aLog = encode("LogsRequest", {
  resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: "x" } }] }] }],
});

describe("OTLP over HTTP", () => {
  it.each([
    "/v1/logs",
    "/v1/logs/v1/logs",
    "/v1/traces/v1/logs",
    "/otlp/v1/logs",
    "/api/1/integration/otlp/v1/logs", // Sentry's OTLP integration, of a DSN …
    "/prefix/api/1/integration/otlp/v1/logs", // … and of one with a path
  ])("takes logs at %s", async (path) => {
    const { intake, post } = aReceiver();

    const reply = await post(path, aLog);

    expect(reply.status).toBe(200);
    expect(intake.logs).toHaveLength(1);
  });

  it.each(["/", "/v1", "/v1/log", "/v2/logs", "/api/v1/logs", "/v1/logs/x", "/xv1/logs"])(
    "leaves %s to others",
    async (path) => {
      const { post } = aReceiver();

      expect((await post(path, aLog)).status).toBe(404);
    },
  );

  it("is open to pages of localhost", () => {
    expect(aReceiver().receiver.routes?.[0]?.isOpenToLocalPages).toBe(true);
  });

  it("answers success with an empty message of the request's type, also to nothing", async () => {
    const { post } = aReceiver();

    const reply = await post("/v1/traces", Buffer.alloc(0));

    expect(reply.status).toBe(200);
    expect(reply.headers).toEqual({ "Content-Type": "application/x-protobuf" });
    expect(reply.body).toHaveLength(0);
  });

  it("answers 415 to other types, and says which it takes", async () => {
    const { intake, post } = aReceiver();

    const reply = await post("/v1/logs", "hello", "text/plain");

    expect(reply.status).toBe(415);
    expect(reply.body).toContain("application/x-protobuf");
    expect(intake.refused).toEqual({ "wrong-content-type": 1 });
  });

  it("answers 400 with a Status to what is no protobuf, and keeps a sample", async () => {
    const { intake, post } = aReceiver();

    const reply = await post("/v1/logs", Buffer.from("not protobuf"));

    expect(reply.status).toBe(400);
    expect(reply.headers).toEqual({ "Content-Type": "application/x-protobuf" });
    expect(decode("Status", reply.body as Buffer)).toMatchObject({ code: 3 });
    expect(intake.refused).toEqual({ "bad-protobuf": 1 });
    expect(intake.counters.refusals("otlp")[0]?.sample).toBe("not protobuf");
  });

  it("tells an overloading sender before decoding", async () => {
    const { intake, post } = aReceiver();
    intake.isFull = true;

    await expect(post("/v1/logs", aLog)).rejects.toThrow(OverloadedError);

    expect(intake.refused).toEqual({ "queue-full": 1 });
  });

  it.each([
    ["application/json", 429, '{"code":8,"message":"Wait."}'],
    ["application/json", 413, '{"code":8,"message":"Wait."}'],
    ["application/json", 503, '{"code":14,"message":"Wait."}'],
    ["text/plain", 405, "Wait.\n"],
  ] as const)("refuses %s with %d in its own form", (mediaType, status, body) => {
    const route = aReceiver().receiver.routes?.[0];

    const reply = route!.refuse({
      ...{ status, mediaType, method: "POST", path: "/v1/logs" },
      ...{ message: "Wait.", retryAfterSeconds: 2 },
    });

    expect(reply).toMatchObject({ status, body });
    if (status !== 405) expect(reply.headers?.["Retry-After"]).toBe("2");
  });

  it("refuses protobuf with a Status in protobuf", () => {
    const route = aReceiver().receiver.routes?.[0];

    const reply = route!.refuse({
      ...{ status: 400, mediaType: "application/x-protobuf", method: "POST", path: "/v1/logs" },
      message: "bad request",
    });

    expect(Buffer.from(reply.body as Buffer).toString("hex")).toBe(
      "0803120b6261642072657175657374",
    );
  });

  it.each(["/v1development/profiles", "/v1/profiles"])(
    "takes profiles at %s and says that they are not kept",
    async (path) => {
      const { intake, post } = aReceiver();
      const profiles = { resourceProfiles: [{ scopeProfiles: [{ profiles: [{}, {}] }] }] };

      const reply = await post(path, encode("ProfilesRequest", profiles));
      const jsonReply = await post(path, JSON.stringify(profiles), "application/json");

      expect(decode("ExportResponse", reply.body as Buffer)).toEqual({
        partialSuccess: { rejected: "2", errorMessage: "Sidelight does not keep profiles." },
      });
      expect(JSON.parse(String(jsonReply.body))).toEqual({
        partialSuccess: {
          rejectedProfiles: "2",
          errorMessage: "Sidelight does not keep profiles.",
        },
      });
      expect(intake.refused).toEqual({ "profiles-not-kept": 4 });
    },
  );
});
