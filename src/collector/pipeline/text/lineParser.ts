// One complete entry (a line, or the lines that belong together) → its records. JSON, known headers, logfmt,
// else plain text: nothing is dropped, what is not understood is the body.

import { hasAnsi, stripAnsi } from "../../../shared/ansi";
import { sourceOfText } from "../../../shared/frames";
import type { LogRecord, Resource } from "../../../shared/record";
import { readException } from "../exceptionFields";
import type { Around } from "../fieldHints";
import { FieldReader } from "../fromFields";
import { isPlainObject, parseJson, splitObjects } from "../parseJson";
import type { Roles } from "../roles";
import { completeRecord, isOneLevelled, joinedAttributes } from "./completeRecord";
import { readFatal } from "./fatal";
import { withAttributes, type Header } from "./header";
import { readHeader } from "./headers";
import { jsonTail } from "./jsonTail";
import { parseLogfmt, readLogfmt, splitPairs } from "./logfmt";
import { readJul } from "./julEntry";
import { readPrettyFields } from "./prettyFields";
import { readRich } from "./richEntry";
import { shippedLine } from "./shippedLine";
import { readTextIds } from "./textIds";

/** Who emitted an entry, and when it came. */
export interface Origin {
  readonly receiver: string;
  readonly resource: Resource;
  readonly observedTimeUnixNano: bigint;
}

/** What a container's wrapper said of the entry, before its lines were put together. */
export type Wrapping = Pick<Header, "time" | "timeText" | "service" | "attributes">;

/** Objects of a one-line array or of a line that lost its line feeds, that become records of their own. */
const maxObjectsPerLine = 10_000;
/** Wrappers inside wrappers (`[0] svc-1  | 2024-… host unit: …`). */
const maxWrappers = 4;

export class LineParser {
  private readonly reader: FieldReader;

  constructor(private readonly roles: Roles) {
    this.reader = new FieldReader(roles);
  }

  /** Adds the records of an entry; `text` has LF between its lines and none at its end. */
  parse(text: string, origin: Origin, into: LogRecord[], wrapping?: Wrapping): void {
    const start = text.charCodeAt(0) === 0x1e ? 1 : 0; // RFC 7464 puts a record separator first
    if (text.charCodeAt(start) === 123 && text.charCodeAt(text.length - 1) === 125) {
      const json = start === 0 ? text : text.slice(start);
      const around = wrapping && toAround(wrapping);
      const record = this.reader.readText(json, hintsOf(origin, around, undefined));
      const isShipped = record?.severityNumber === 0 && /"(?:log|message)": ?"/.test(json);
      if (record !== undefined && !isShipped) {
        into.push(withoutColours(record));
        return;
      }
      const fields = parseJson(json);
      if (isPlainObject(fields)) {
        this.entry(fields, origin, into, around);
        return;
      }
    }
    const display = hasAnsi(text) ? text : "";
    const plain = stripAnsi(text)
      .replace(/^[\0\x1e\ufeff]+/, "")
      .trimEnd();
    if (plain === "" && wrapping === undefined) return; // a blank line says nothing
    if (this.objects(plain, origin, into, wrapping)) return;
    into.push(this.text(plain, display, origin, wrapping));
  }

  /** An object: what an app logged, or what a shipper put around a line of it. */
  private entry(
    fields: Record<string, unknown>,
    origin: Origin,
    into: LogRecord[],
    around: Around | undefined,
  ): void {
    const shipped = shippedLine(fields);
    if (shipped === undefined) {
      into.push(this.object(fields, origin, around));
      return;
    }
    const outer = this.object({ ...shipped.rest }, origin, { ...around, body: "-" });
    const isTimed = outer.timeUnixNano !== outer.observedTimeUnixNano;
    const service = outer.service === origin.resource.service ? undefined : outer.service;
    const records: LogRecord[] = [];
    this.parse(shipped.line, origin, records, {
      ...(isTimed && { time: outer.timeUnixNano }),
      ...(service !== undefined && { service }),
    });
    if (!shipped.isCertain && !isOneLevelled(records)) {
      into.push(this.object(fields, origin, around));
      return;
    }
    const attributes = parseJson(outer.attributes);
    for (const record of records) {
      completeRecord(record, outer);
      if (isPlainObject(attributes)) {
        record.attributes = joinedAttributes(record.attributes, attributes);
      }
      into.push(record);
    }
  }

  private object(
    fields: Record<string, unknown>,
    origin: Origin,
    around?: Around,
    display?: string,
  ): LogRecord {
    return withoutColours(this.reader.read(fields, hintsOf(origin, around, display)));
  }

  /** A line that is JSON as a whole: several objects that lost their line feeds, or an array of objects. */
  private objects(plain: string, origin: Origin, into: LogRecord[], wrapping?: Wrapping): boolean {
    const around = wrapping && toAround(wrapping);
    const first = plain.charCodeAt(0);
    if (first === 123) {
      const { values, rest } = splitObjects(plain);
      const objects = values.filter(isPlainObject);
      if (objects.length === 0 || rest !== "" || objects.length > maxObjectsPerLine) return false;
      for (const fields of objects) this.entry(fields, origin, into, around);
      return true;
    }
    if (first !== 91 || !/^\[\s*\{/.test(plain) || !plain.endsWith("]")) return false;
    const list = parseJson(plain);
    if (!Array.isArray(list) || list.length > maxObjectsPerLine) return false;
    if (!list.every(isPlainObject)) return false;
    for (const fields of list) this.entry(fields, origin, into, around);
    return true;
  }

  private text(plain: string, display: string, origin: Origin, wrapping?: Wrapping): LogRecord {
    const nowMs = Number(origin.observedTimeUnixNano / 1_000_000n);
    const whole = readRich(plain, nowMs) ?? readJul(plain, nowMs);
    const { header, rest } =
      whole === undefined
        ? unwrap(plain, nowMs, wrapping)
        : { header: { ...wrapping, ...whole }, rest: whole.rest };
    const newline = rest.indexOf("\n");
    const firstLine = newline < 0 ? rest : rest.slice(0, newline);
    const tail = newline < 0 ? "" : rest.slice(newline);

    const pretty = tail === "" || header.level === undefined ? undefined : readPrettyFields(tail);
    if (pretty !== undefined) {
      const around = toAround(this.facts(header, firstLine.trimEnd()));
      return this.object(pretty, origin, around, display);
    }
    const json = jsonTail(rest) ?? (tail === "" ? undefined : jsonTail(firstLine));
    if (json !== undefined) {
      const isWhole = json.end === rest.length;
      const message = isWhole ? json.message : json.message + tail;
      const around = toAround(this.facts(header, message));
      if (isWhole || json.message !== "") return this.object(json.fields, origin, around, display);
      // The object has its own message, which goes on in the lines after it.
      const record = this.object(json.fields, origin, { ...around, body: "" }, display);
      record.body += tail;
      return record;
    }
    const pairs = readPairs(header, firstLine, tail);
    if (pairs !== undefined) {
      const message = pairs.message + pairs.tail;
      return this.object(pairs.fields, origin, toAround(this.facts(header, message)), display);
    }
    return this.object({}, origin, toAround(this.facts(header, rest)), display);
  }

  /** Completes a header by what its message says: ids, the place in the source, an exception. */
  private facts(header: Header, message: string): Header {
    const facts = header;
    facts.rest = message;
    const ids = readTextIds(message, this.roles);
    if (ids !== undefined) Object.assign(facts, { ...ids, ...facts });
    const isTrace =
      message.includes("\n") ||
      /^(?:panic|thread ')/.test(message) ||
      (message.includes(":in ") && /^\S{1,500}:\d{1,7}:in [`']/.test(message));
    const exception = isTrace ? readException(message) : undefined;
    if (exception !== undefined && (exception.file !== "" || exception.type !== "")) {
      withAttributes(facts, {
        "exception.type": exception.type,
        "exception.message": exception.message,
      });
      facts.level ??= 17;
    }
    // One that is printed without its stack, as `String(error)` gives it.
    if (facts.level === undefined && thrownHead.test(message)) facts.level = 17;
    const fatal = readFatal(message);
    if (fatal !== undefined) {
      withAttributes(facts, fatal);
      facts.level = 21;
    }
    if (
      facts.file === undefined &&
      (isTrace || /\.\w{1,7}["']?(?:[:(]\d|,? (?:on )?line )/.test(message.slice(0, 2000)))
    ) {
      const source = sourceOfText(message);
      if (source !== undefined) {
        facts.file = source.file;
        facts.line = source.line;
        // A trace's place is a whole: java.util.logging names the method that logged it.
        if (isTrace) facts.function = source.function;
        else if (source.function !== "") facts.function ??= source.function;
      }
    }
    return facts;
  }
}

const thrownHead =
  /^(?:Uncaught )?(?:[a-z_][\w$]{0,60}[.\\]){0,10}(?:[A-Z]\w{0,80})?(?:Error|Exception)(?: \[\w{1,60}\])?: \S/;

function hintsOf(origin: Origin, around: Around | undefined, display: string | undefined) {
  if (around === undefined && display === undefined) return origin;
  const { receiver, resource, observedTimeUnixNano } = origin;
  return { receiver, resource, observedTimeUnixNano, around, display };
}

function withoutColours(record: LogRecord): LogRecord {
  if (hasAnsi(record.body)) {
    record.display ||= record.body;
    record.body = stripAnsi(record.body);
  }
  return record;
}

/** Reads headers until one is no wrapper of another line. */
function unwrap(
  plain: string,
  nowMs: number,
  wrapping: Wrapping | undefined,
): { header: Header; rest: string } {
  let header: Header = wrapping === undefined ? { rest: plain } : { ...wrapping, rest: plain };
  let isOutermost = wrapping === undefined;
  for (let depth = 0; depth < maxWrappers; depth++) {
    const text = header.rest;
    const newline = text.indexOf("\n");
    const line = newline < 0 ? text : text.slice(0, newline);
    const found = readHeader(line, nowMs);
    if (found === undefined) break;
    if (newline >= 0) found.rest += text.slice(newline);
    // The inner line's own say wins over its wrapper's, but for the attributes of both.
    header = isOutermost ? found : merge(header, found);
    isOutermost = false;
    if (found.isWrapper !== true) break;
  }
  // .NET's console puts the message on the next line, indented.
  const rest = header.rest.startsWith("\n")
    ? header.rest.replace(/\n {6}/g, "\n").replace(/^\n+/, "")
    : header.rest.replace(/^[ \t]+(?=\S)/, "");
  return { header, rest };
}

function merge(outer: Header, inner: Header): Header {
  const attributes = { ...outer.attributes, ...inner.attributes };
  return Object.keys(attributes).length === 0
    ? { ...outer, ...inner }
    : { ...outer, ...inner, attributes };
}

/** Pairs of a message: after it (zerolog, structlog, logrus), as a whole (logfmt), on lines of their own (sanic). */
function readPairs(
  header: Header,
  firstLine: string,
  tail: string,
): { message: string; fields: Record<string, unknown>; tail: string } | undefined {
  if (header.hasPairs === true) {
    const { message, fields } = splitPairs(firstLine);
    const text = takeTrailingLogger(header, message);
    if (fields !== undefined || text !== firstLine)
      return { message: text, fields: fields ?? {}, tail };
  }
  if (/^(?:\n\w[\w.]{0,60}=[^\n]*)+$/.test(tail)) {
    const pairs = tail
      .slice(1)
      .split("\n")
      .map((line) => {
        const pair = readLogfmt(line);
        const key = line.slice(0, line.indexOf("="));
        const isOne = pair !== undefined && pair.count === 1 && pair.bare === 0;
        return [key, isOne ? pair.fields[key] : line.slice(key.length + 1)] as const;
      });
    return { message: firstLine, fields: Object.fromEntries(pairs), tail: "" };
  }
  if (tail !== "" || header.level !== undefined) return undefined;
  const fields = parseLogfmt(firstLine);
  return fields === undefined ? undefined : { message: "", fields, tail };
}

/** `event   [logger]` → `event`. */
function takeTrailingLogger(header: Header, message: string): string {
  const open =
    message.endsWith("]") && header.logger === undefined ? message.lastIndexOf(" [") : -1;
  const name = message.slice(open + 2, -1);
  if (open < 0 || !/^[\w.-]{1,200}$/.test(name)) return message.trimEnd();
  header.logger = name;
  return message.slice(0, open).trimEnd();
}

function toAround(header: Wrapping & Partial<Header>): Around {
  return {
    timeUnixNano: header.time,
    timeText: header.timeText,
    severityNumber: header.level,
    severityText: header.levelText,
    logger: header.logger,
    service: header.service,
    body: header.rest,
    file: header.file,
    line: header.line,
    function: header.function,
    traceId: header.traceId,
    spanId: header.spanId,
    requestId: header.requestId,
    attributes: header.attributes,
  };
}
