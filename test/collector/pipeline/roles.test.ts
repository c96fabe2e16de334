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
    ["X-B3-ParentSpanId", undefined],
    ["X-Runtime", undefined],
    ["user.name", undefined],
    ["user_id", undefined],
    ["__proto__", undefined],
    ["constructor", undefined],
  ])("%s is %s", (name, kind) => {
    expect(new Roles().of(name)?.kind).toBe(kind);
  });

  test.each([
    [
      "traceId",
      `trace_id TraceId traceID trace.id otelTraceID dd.trace_id logging.googleapis.com/trace xray_trace_id
      AWS-XRAY-TRACE-ID X-B3-TraceId b3 @tr ActivityTraceId contexts.trace.trace_id trace.trace_id
      x-datadog-trace-id X-Amzn-Trace-Id X-Cloud-Trace-Context sentry-trace elastic-apm-traceparent
      uber-trace-id traceparent HTTP_TRACEPARENT X-Trace-Id trace mdc.traceId`,
    ],
    [
      "spanId",
      `span_id SpanId spanID span.id otelSpanID dd.span_id logging.googleapis.com/spanId X-B3-SpanId @sp
      contexts.trace.span_id trace.span_id`,
    ],
    [
      "requestId",
      `request_id requestId RequestId request.id req_id reqId req.id X-Request-ID HTTP_X_REQUEST_ID
      http.request.header.x-request-id X-Correlation-ID Correlation-Id correlation_id CorrelationId Request-Id
      http.request.id function_request_id aws_request_id transaction_id task_id celery_id cid correlation
      activity_id operation_id conversation_id message_id job_id session_id X-Amz-Request-Id
      X-Amzn-RequestId CF-Ray Fly-Request-Id X-Vercel-Id X-Github-Request-Id`,
    ],
  ])("of every usual name of an id is %s", (kind, names) => {
    const others = names.split(/\s+/).filter((name) => new Roles().of(name)?.kind !== kind);

    expect(others).toEqual([]);
  });

  test("ranks better names lower, and nested ids last", () => {
    const roles = new Roles();
    const rank = (name: string) => roles.of(name)?.rank ?? Number.NaN;

    expect(rank("request_id")).toBeLessThan(rank("correlation_id"));
    expect(rank("correlation_id")).toBeLessThan(rank("extra.request_id"));
    expect(rank("@timestamp")).toBeLessThan(rank("created"));
  });

  test("knows decimal ids", () => {
    expect(new Roles().of("dd.span_id")?.idForm).toBe("decimal");
    expect(new Roles().of("span_id")?.idForm).toBe("hex");
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
