// Ids that join records: trace ids, span ids and request ids, from every form in which apps write them.
// Trace and span ids become lower-case hex; a request id stays as it was written, without its wrapping.

/**
 * How the digits of an id field are to be read: Datadog and Google Cloud write spans as decimals. A "header" has the id
 * among others, and may be without: `b3: 0`.
 */
export type IdForm = "hex" | "decimal" | "header";

/** Longest request id that is kept (characters); a longer text is a payload, not an id. */
const maxRequestIdLength = 200;

const hex32 = /^[0-9a-f]{32}$/;
const hex16 = /^[0-9a-f]{16}$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const zeros = /^[0-]*$/;

/**
 * A trace id as 32 lower-case hex digits, or 16 where only 64 bits are known; "" when it is none.
 * Reads W3C and upper-case hex, UUIDs (also `UUID('…')`), traceparent, X-Ray (`1-…-…`, `Root=…`), Google
 * Cloud's `projects/P/traces/…`, Datadog decimals, base64 of 8 or 16 bytes, Jaeger's unpadded hex, and the headers of
 * Jaeger (`trace:span:parent:flags`), Sentry and Zipkin (`trace-span-sampled`).
 */
export function normaliseTraceId(value: string | number | bigint, form: IdForm = "hex"): string {
  const text = typeof value === "string" ? value : String(value);
  if (form === "header") {
    return paddedTraceId(hyphenHeader.exec(unwrapId(text).toLowerCase())?.[1] ?? "");
  }
  if (hex32.test(text)) return zeros.test(text) ? "" : text;
  const id = unwrapId(text);
  if (id === "") return "";
  const lower = id.toLowerCase();
  if (hex32.test(lower)) return lower;
  if (uuid.test(lower)) return lower.replaceAll("-", "");
  if (/^\d{1,20}$/.test(lower) && (form === "decimal" || lower.length > 16))
    return decimalId(lower);
  if (hex16.test(lower)) return lower;
  if (/^[0-9a-f]{1,31}$/.test(lower)) return paddedTraceId(lower);
  return traceIdInside(id, lower);
}

/** A span id as 16 lower-case hex digits; "" when it is none. */
export function normaliseSpanId(value: string | number | bigint, form: IdForm = "hex"): string {
  const text = typeof value === "string" ? value : String(value);
  if (form === "hex" && hex16.test(text)) return zeros.test(text) ? "" : text;
  const lower = unwrapId(text).toLowerCase();
  if (lower === "") return "";
  if (/^\d{1,20}$/.test(lower) && (form === "decimal" || lower.length > 16))
    return decimalId(lower);
  if (/^[0-9a-f]{1,16}$/.test(lower)) return lower.padStart(16, "0");
  const parent = parseTraceparent(lower);
  if (parent !== undefined) return parent.spanId;
  return fromBase64(unwrapId(text), 12);
}

/**
 * A request id without quotes, brackets and `UUID('…')`; UUIDs in lower case, other ids keep their case
 * (ULID, KSUID and nanoid are case-sensitive). Of a list the first. "" for "-", "0", "null" and the like.
 */
export function normaliseRequestId(value: string | number | bigint): string {
  if (typeof value === "string" && isLowerUuid(value)) return zeros.test(value) ? "" : value;
  let id = unwrapId(typeof value === "string" ? value : String(value));
  const comma = id.indexOf(",");
  if (comma > 0) id = unwrapId(id.slice(0, comma));
  if (id.length > maxRequestIdLength || /[\n\r]/.test(id)) return "";
  return uuid.test(id) ? id.toLowerCase() : id;
}

/** Without a RegExp, which takes three times as long: most records have such an id. */
function isLowerUuid(text: string): boolean {
  if (text.length !== 36) return false;
  for (let at = 0; at < 36; at++) {
    const code = text.charCodeAt(at);
    const isHyphen = at === 8 || at === 13 || at === 18 || at === 23;
    if (isHyphen ? code !== hyphen : !isLowerHex(code)) return false;
  }
  return true;
}
const hyphen = 45;
const isLowerHex = (code: number) => (code >= 48 && code <= 57) || (code >= 97 && code <= 102);

/** True for an id that another process cannot also give: UUID, ULID, or 16 characters and more. */
export function isGlobalRequestId(id: string): boolean {
  return id.length >= 16 && !/^\D{0,8}\d{1,16}$/.test(id);
}

/** What a person may mean by an id they paste: each list holds the forms in which it may be stored. */
export function idCandidates(text: string): {
  readonly traceIds: readonly string[];
  readonly spanIds: readonly string[];
  readonly requestIds: readonly string[];
} {
  const id = unwrapId(text);
  const traceIds = new Set([normaliseTraceId(id)]);
  const spanIds = new Set([normaliseSpanId(id)]);
  if (/^\d{1,20}$/.test(id)) {
    traceIds.add(normaliseTraceId(id, "decimal"));
    spanIds.add(normaliseSpanId(id, "decimal"));
  }
  const requestIds = new Set([normaliseRequestId(id)]);
  if (uuid.test(id)) requestIds.add(id.toLowerCase().replaceAll("-", ""));
  if (/^[0-9a-f]{32}$/i.test(id)) {
    requestIds.add(id.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"));
  }
  const known = (ids: Set<string>) => [...ids].filter((i) => i !== "");
  return { traceIds: known(traceIds), spanIds: known(spanIds), requestIds: known(requestIds) };
}

export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
  readonly isSampled: boolean;
}

/** W3C Trace Context, "traceparent": later versions may be longer; version ff and zero ids are invalid. */
export function parseTraceparent(text: string): TraceParent | undefined {
  const match = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-[^\s]*)?$/.exec(
    text.trim(),
  );
  if (match === null) return undefined;
  const [, version, traceId = "", spanId = "", flags = "", rest] = match;
  if (version === "ff" || (version === "00" && rest !== undefined)) return undefined;
  if (zeros.test(traceId) || zeros.test(spanId)) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

const wrapping =
  /^(?:(?:[a-z]*\.)?[a-z]*uuid|str|b)?\(?(["'`])(.*)\1\)?$|^[[<](.*)[\]>]$|^(?:\{|urn:uuid:)([\da-f-]{36})\}?$/i;

/** Trims, unquotes, takes off `[…]`, `<…>`, `UUID('…')`, of UUIDs `{…}` and `urn:uuid:`; "" for what means "none". */
export function unwrapId(text: string): string {
  let id = text.trim();
  for (let depth = 0; depth < 3; depth++) {
    const inner = wrapping.exec(id);
    if (inner === null) break;
    id = (inner[2] ?? inner[3] ?? inner[4] ?? "").trim();
  }
  return isNone(id) ? "" : id;
}

const noneWords = new Set(["-", "null", "none", "nil", "undefined", "n/a", "na", "nan", "false"]);

function isNone(id: string): boolean {
  return zeros.test(id) || (id.length <= 9 && noneWords.has(id.toLowerCase()));
}

function decimalId(digits: string): string {
  const id = BigInt(digits);
  return id === 0n || id > 0xffff_ffff_ffff_ffffn ? "" : id.toString(16).padStart(16, "0");
}

function traceIdInside(id: string, lower: string): string {
  const parent = parseTraceparent(lower);
  if (parent !== undefined) return parent.traceId;
  const xray = /(?:^|root=)1-([0-9a-f]{8})-([0-9a-f]{24})(?:$|;)/.exec(lower);
  if (xray !== null) return `${xray[1] ?? ""}${xray[2] ?? ""}`;
  const cloud = /^(?:projects\/[^/]+\/traces\/)?([0-9a-f]{32})(?:\/\d+)?(?:;o=\d)?$/.exec(lower);
  if (cloud?.[1] !== undefined) return zeros.test(cloud[1]) ? "" : cloud[1];
  const header = hyphenHeader.exec(lower) ?? jaegerHeader.exec(lower);
  if (header?.[1] !== undefined) return paddedTraceId(header[1]);
  return fromBase64(id, 24) || fromBase64(id, 12);
}

/** Sentry's, and Zipkin's `b3`, which may say more: debug, and the parent. */
const hyphenHeader = /^([0-9a-f]{32}|[0-9a-f]{16})-([0-9a-f]{16})(?:-[01d](?:-[0-9a-f]{16})?)?$/;

/** The span that a header of a request names: of `traceparent`, `b3` and `sentry-trace`; "" when it names none. */
export function spanOfHeader(text: string): string {
  const lower = text.trim().toLowerCase();
  const span = parseTraceparent(lower)?.spanId ?? hyphenHeader.exec(lower)?.[2] ?? "";
  return zeros.test(span) ? "" : span;
}

/** Its colons may be percent-encoded. */
const jaegerHeader = /^([0-9a-f]{1,32})(?:(?::|%3a)[0-9a-f]{1,16}){2}(?::|%3a)[0-9a-f]{1,2}$/;

const paddedTraceId = (hex: string) =>
  zeros.test(hex) ? "" : hex.padStart(hex.length > 16 ? 32 : 16, "0");

/** Protobuf's default JSON writes ids as base64: 24 characters are 16 bytes, 12 are 8. */
function fromBase64(text: string, length: number): string {
  if (text.length !== length || !/^[A-Za-z0-9+/_-]+={1,2}$/.test(text)) return "";
  try {
    const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const hex = Array.from(bytes, (c) => c.charCodeAt(0).toString(16).padStart(2, "0")).join("");
    return zeros.test(hex) ? "" : hex;
  } catch {
    return ""; // not base64 after all: then it is no id
  }
}
