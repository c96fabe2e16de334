import { describe, expect, test } from "vitest";
import { foldName, Roles } from "../../../src/collector/pipeline/roles";

describe("the role of a field", () => {
  test.each([
    ["@timestamp", "time"],
    ["ts", "time"],
    ["T", "time"],
    ["t", undefined],
    ["log.level", "level"],
    ["levelname", "level"],
    ["msg", "message"],
    ["event", "message"],
    ["event.name", "eventName"],
    ["loggerName", "logger"],
    ["log.origin.file.name", "file"],
    ["code.file.path", "file"],
    ["code.lineno", "line"],
    ["funcName", "function"],
    ["err.stack", "exception"],
    ["trace_id", "traceId"],
    ["traceId", "traceId"],
    ["TraceId", "traceId"],
    ["@tr", "traceId"],
    ["dd.trace_id", "traceId"],
    ["span.id", "spanId"],
    ["X-Request-ID", "requestId"],
    ["request.id", "requestId"],
    ["reqId", "requestId"],
    ["req.headers.x-request-id", "requestId"],
    ["record.extra.request_id", "requestId"],
    ["parent.trace_id", undefined],
    ["user.name", undefined],
    ["user_id", undefined],
    ["__proto__", undefined],
    ["constructor", undefined],
  ])("%s is %s", (name, kind) => {
    expect(new Roles().of(name)?.kind).toBe(kind);
  });

  test("ranks better names lower, and nested ids last", () => {
    const roles = new Roles();
    const rank = (name: string) => roles.of(name)?.rank ?? Number.NaN;

    expect(rank("request_id")).toBeLessThan(rank("correlation_id"));
    expect(rank("correlation_id")).toBeLessThan(rank("extra.request_id"));
    expect(rank("@timestamp")).toBeLessThan(rank("created"));
  });

  test("knows decimal ids", () => {
    expect(new Roles().of("dd.span_id")?.isDecimal).toBe(true);
    expect(new Roles().of("span_id")?.isDecimal).toBe(false);
  });

  test("includes the user's own request ids, before all others", () => {
    const roles = new Roles(["Order-No"]);

    expect(roles.of("order_no")?.kind).toBe("requestId");
    expect(roles.of("order_no")?.rank).toBeLessThan(roles.of("request_id")?.rank ?? 0);
    expect(new Roles().of("order_no")).toBeUndefined();
  });

  test("stays fast and bounded under hostile names", () => {
    const roles = new Roles();
    for (let i = 0; i < 50_000; i++) roles.of(`k${i}`);

    expect(roles.of("x".repeat(1_000_000))).toBeUndefined();
    expect(roles.of("a.".repeat(60))).toBeUndefined();
    expect(roles.of("level")?.kind).toBe("level");
  });
});

test("folding takes case and separators out", () => {
  expect(foldName("X-Request.ID")).toBe(foldName("x_requestId"));
});
