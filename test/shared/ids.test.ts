import { describe, expect, test } from "vitest";
import {
  idCandidates,
  isGlobalRequestId,
  normaliseRequestId,
  normaliseSpanId,
  normaliseTraceId,
  parseTraceparent,
  spanOfHeader,
  unwrapId,
} from "../../src/shared/ids";

const trace = "5b8efff798038103d269b633813fc60c";
const span = "eee19b7ec3c1b174";

describe("a trace id", () => {
  test.each([
    ["W3C hex", trace],
    ["upper-case hex", trace.toUpperCase()],
    ["a UUID", "5b8efff7-9803-8103-d269-b633813fc60c"],
    ["Python's repr of a UUID", "UUID('5b8efff7-9803-8103-d269-b633813fc60c')"],
    ["quotes and brackets", `["${trace}"]`],
    ["X-Ray", "1-5b8efff7-98038103d269b633813fc60c"],
    [
      "an X-Ray header",
      "Root=1-5b8efff7-98038103d269b633813fc60c;Parent=eee19b7ec3c1b174;Sampled=1",
    ],
    ["Google Cloud's resource name", `projects/p/traces/${trace}`],
    ["Google Cloud's header", `${trace}/17213210219539181940;o=1`],
    ["a traceparent", `00-${trace}-${span}-01`],
    ["base64 of 16 bytes", "W47/95gDgQPSabYzgT/GDA=="],
    ["Jaeger's header", `${trace}:${span}:0:1`],
    ["Jaeger's header, percent-encoded", `${trace}%3A${span}%3A0%3A1`],
    ["Sentry's header", `${trace}-${span}-1`],
    ["Sentry's header without a decision", `${trace}-${span}`],
    ["Zipkin's header", `${trace}-${span}-d-a2fb4a1d1a96d312`],
    ["a UUID's name", "urn:uuid:5b8efff7-9803-8103-d269-b633813fc60c"],
  ])("is read from %s", (_, text) => {
    expect(normaliseTraceId(text)).toBe(trace);
  });

  test("of 64 bits keeps 16 digits", () => {
    expect(normaliseTraceId("D269B633813FC60C")).toBe("d269b633813fc60c");
    expect(normaliseTraceId("15161849952847513100")).toBe("d269b633813fc60c");
    expect(normaliseTraceId(15161849952847513100n, "decimal")).toBe("d269b633813fc60c");
  });

  test("of 16 decimal digits is hex, except in a decimal field", () => {
    expect(normaliseTraceId("1234567890123456")).toBe("1234567890123456");
    expect(normaliseTraceId("1234567890123456", "decimal")).toBe("000462d53c8abac0");
  });

  test("is in no header that only says whether it is sampled", () => {
    for (const sampled of ["0", "1", "d"]) expect(normaliseTraceId(sampled, "header")).toBe("");
    expect(normaliseTraceId(`${trace}-${span}-1`, "header")).toBe(trace);
    expect(normaliseTraceId(`d269b633813fc60c-${span}`, "header")).toBe("d269b633813fc60c");
  });

  test("of Jaeger is padded", () => {
    expect(normaliseTraceId("abc")).toBe("0000000000000abc");
    expect(normaliseTraceId("abc:1:0:1")).toBe("0000000000000abc");
    expect(normaliseTraceId("0:1:0:1")).toBe("");
    expect(normaliseTraceId(trace.slice(1))).toBe("0b8efff798038103d269b633813fc60c");
  });

  test.each([
    "",
    "-",
    "0",
    "null",
    "None",
    "0".repeat(32),
    "req-1",
    "99999999999999999999999999999x",
  ])("is not %j", (text) => {
    expect(normaliseTraceId(text)).toBe("");
  });
});

describe("a span id", () => {
  test("is 16 lower-case digits", () => {
    expect(normaliseSpanId("EEE19B7EC3C1B174")).toBe(span);
    expect(normaliseSpanId("17213210219539181940", "decimal")).toBe(span);
    expect(normaliseSpanId("7uGbfsPBsXQ=")).toBe(span);
    expect(normaliseSpanId("1f")).toBe("000000000000001f");
  });

  test("is not a trace id, a word or zero", () => {
    for (const text of [trace, "server", "0000000000000000", ""]) {
      expect(normaliseSpanId(text)).toBe("");
    }
  });
});

test.each([
  [`00-${trace}-${span}-01`, span],
  [`${trace}-${span}-1`, span],
  [`d269b633813fc60c-${span.toUpperCase()}-d-a2fb4a1d1a96d312`, span],
  [`${trace}-0000000000000000`, ""],
  [trace, ""],
])("the span of the header %s is %j", (text, expected) => {
  expect(spanOfHeader(text)).toBe(expected);
});

describe("a request id", () => {
  test.each([
    ["UUID('6FAFAA91-eca0-4d4a-a9f8-0c441a01790b')", "6fafaa91-eca0-4d4a-a9f8-0c441a01790b"],
    ['uuid.UUID("6fafaa91-eca0-4d4a-a9f8-0c441a01790b")', "6fafaa91-eca0-4d4a-a9f8-0c441a01790b"],
    ["{6FAFAA91-ECA0-4D4A-A9F8-0C441A01790B}", "6fafaa91-eca0-4d4a-a9f8-0c441a01790b"],
    ["urn:uuid:6fafaa91-eca0-4d4a-a9f8-0c441a01790b", "6fafaa91-eca0-4d4a-a9f8-0c441a01790b"],
    ["{order}", "{order}"],
    ["<req-7>", "req-7"],
    ["[abc]", "abc"],
    [" 'x' ", "x"],
    ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAV"],
    ["first, second", "first"],
    ["0HMVD:00000001", "0HMVD:00000001"],
    ["-", ""],
    ["0", ""],
    ["None", ""],
    ["x".repeat(201), ""],
  ])("%j is %j", (text, id) => {
    expect(normaliseRequestId(text)).toBe(id);
  });

  test("is global when no other process can give it", () => {
    expect(isGlobalRequestId("6fafaa91-eca0-4d4a-a9f8-0c441a01790b")).toBe(true);
    expect(isGlobalRequestId("01ARZ3NDEKTSV4RRFFQ69G5FAV")).toBe(true);
    expect(isGlobalRequestId("req-1")).toBe(false);
    expect(isGlobalRequestId("req-000000000001")).toBe(false);
  });
});

test("traceparent: zero ids, version ff and a longer version 00 are invalid", () => {
  expect(parseTraceparent(`00-${trace}-${span}-03`)).toEqual({
    traceId: trace,
    spanId: span,
    isSampled: true,
  });
  expect(parseTraceparent(`01-${trace}-${span}-00-more`)?.isSampled).toBe(false);
  expect(parseTraceparent(`00-${trace}-${span}-00-more`)).toBeUndefined();
  expect(parseTraceparent(`ff-${trace}-${span}-00`)).toBeUndefined();
  expect(parseTraceparent(`00-${"0".repeat(32)}-${span}-00`)).toBeUndefined();
});

test("a pasted id is looked for in every form it may be stored in", () => {
  expect(idCandidates("15161849952847513100").traceIds).toContain("d269b633813fc60c");
  expect(idCandidates("6FAFAA91-eca0-4d4a-a9f8-0c441a01790b")).toEqual({
    traceIds: ["6fafaa91eca04d4aa9f80c441a01790b"],
    spanIds: [],
    requestIds: ["6fafaa91-eca0-4d4a-a9f8-0c441a01790b", "6fafaa91eca04d4aa9f80c441a01790b"],
  });
  expect(idCandidates("req-1")).toEqual({ traceIds: [], spanIds: [], requestIds: ["req-1"] });
});

test("unwrapping ends, however deep the wrapping", () => {
  expect(unwrapId("[[[[[x]]]]]")).toBe("[[x]]");
  expect(unwrapId("[".repeat(100_000))).toHaveLength(100_000);
});
