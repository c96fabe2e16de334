// Values of fields with a role, in the shapes that loggers give them.

import { parseTime } from "../../shared/parseTime";
import { numberOf } from "./jsonShapes";
import { isPlainObject } from "./parseJson";

/** A time as text, number or object (Log4j's instant, Google's timestamp, loguru's time). */
export function timeOfValue(value: unknown, nowMs: number): bigint | undefined {
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") {
    return parseTime(value, nowMs);
  }
  if (!isPlainObject(value)) return undefined;
  const seconds = numberOf(value.epochSecond ?? value.seconds);
  const nanos = numberOf(value.nanoOfSecond ?? value.nanos ?? 0);
  if (Number.isInteger(seconds) && Number.isInteger(nanos)) {
    return parseTime(`${seconds}.${String(nanos).padStart(9, "0")}`, nowMs);
  }
  const inside = value.repr ?? value.timestamp;
  return isPlainObject(inside) ? undefined : timeOfValue(inside, nowMs);
}

export interface Place {
  readonly file: string;
  /** 0 when not said. */
  readonly line: number;
  readonly function: string;
}

/** `pkg/file.go:12`, `/app/m.py`; `func:12` of AWS Powertools' "location"; undefined when it is no place. */
export function placeOfText(text: string): Place | undefined {
  if (text.length > 1000 || text.includes("\n") || text.includes("://")) return undefined;
  const match = /^(.*[^:]):(\d{1,7})(?::\d{1,6})?$/.exec(text);
  const file = match?.[1] ?? text;
  const line = Number(match?.[2] ?? 0);
  if (/\.\w{1,10}$|[\\/]/.test(file)) return { file, line, function: "" };
  if (line > 0 && /^[\w.<>$]+$/.test(file)) return { file: "", line, function: file };
  return undefined;
}

/** Text of a message: strings, numbers, journald's byte arrays; undefined for other shapes and "". */
export function messageOfValue(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const isBytes = value.every((b) => typeof b === "number" && b >= 0 && b <= 255);
  return isBytes ? new TextDecoder().decode(Uint8Array.from(value)) : undefined;
}

/** JSON text of a value that is no object to be flattened; what JSON cannot say becomes a string. */
export function jsonOfValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Number.isFinite(value) ? String(value) : `"${value}"`;
    case "boolean":
      return value ? "true" : "false";
    case "bigint":
      return `"${value}"`;
    case "object":
      return jsonOfObject(value);
    default:
      return "null";
  }
}

function jsonOfObject(value: object | null): string {
  try {
    return JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === "bigint" ? inner.toString() : inner,
    );
  } catch {
    return '"…"'; // nested thousands deep: the structure is beyond what a person reads
  }
}

/** A body for a record without a message: what an access log says, else its fields as `key=value`. */
export function synthesiseBody(attributes: string): string {
  const fields: unknown = JSON.parse(attributes);
  if (!isPlainObject(fields)) return attributes;
  const first = (names: readonly string[]) =>
    names.map((name) => fields[name]).find((v): v is Scalar => isScalar(v) && v !== "");
  const error = first(["err.message", "error.message", "exception.message", "error", "err"]);
  if (error !== undefined) return String(error);
  const access = [
    first(["request", "method", "http.request.method", "req.method"]),
    fields.request === undefined ? first(["url", "path", "uri", "url.path", "req.url"]) : undefined,
    first(["status", "http.response.status_code", "res.statusCode", "status_code"]),
  ].filter((part) => part !== undefined);
  if (access.length >= 2) return access.map(String).join(" ");
  const pairs = Object.entries(fields).map(([key, value]) => `${key}=${scalarText(value)}`);
  return cut(pairs.join(" ") || "{}");
}

/** Characters of a synthesised body: all is in the attributes anyway. */
const maxSynthesised = 500;
const cut = (text: string) =>
  text.length > maxSynthesised ? `${text.slice(0, maxSynthesised)}…` : text;

type Scalar = string | number | boolean;
const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

const scalarText = (value: unknown) => (typeof value === "string" ? value : jsonOfValue(value));

/** Longest logger, service or event name. */
const maxNameLength = 300;

/** `isIdentifier`: of names that also mean people and things ("name", "category") only words will do. */
export function isName(value: unknown, isIdentifier: boolean): value is string {
  if (typeof value !== "string" || value.length > maxNameLength || value.includes("\n"))
    return false;
  return !isIdentifier || /^[\w.$:/<>@[\]-]+$/.test(value);
}

/** Words, or JSON: no number of a line, and no place ("main.go:52"). */
export function isTextOfLine(value: unknown): value is string {
  return typeof value === "string" && /^\{|\S\s+\S/.test(value);
}

export function isHttpVerb(value: string): boolean {
  return /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE)$/i.test(value);
}

/** Lines are kept as 32 bits. */
const maxLineNumber = 0x7fff_ffff;

/** The number of a line; 0 for what cannot be one. */
export function lineNumberIn(value: number | undefined): number {
  const isLine = value !== undefined && Number.isInteger(value) && value > 0;
  return isLine && value <= maxLineNumber ? value : 0;
}
