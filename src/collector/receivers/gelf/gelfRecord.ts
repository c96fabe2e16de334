// A GELF message (version 1.1 and what clients really send) → a log record.

import { topFrame } from "../../../shared/frames";
import type { LogRecord, Resource } from "../../../shared/record";
import { parseTime } from "../../../shared/parseTime";
import type { FieldReader } from "../../pipeline/fromFields";
import { numberOf } from "../../pipeline/jsonShapes";
import { severityOfNumber } from "../../pipeline/numericLevel";
import { isPlainObject, parseJson } from "../../pipeline/parseJson";
import type { WrappedText } from "../../pipeline/text/wrappedText";
import type { GelfMessage } from "./message";

export interface GelfHints {
  readonly receiver: string;
  readonly resource: Resource;
  readonly observedTimeUnixNano: bigint;
}

/** Fields with a meaning of their own, and `_id`, which must not be sent and Graylog drops. */
const reserved = new Set([
  "version",
  "host",
  "short_message",
  "full_message",
  "timestamp",
  "level",
  "facility",
  "_id",
]);
/** Docker's names under OpenTelemetry's. */
const dockerNames: Readonly<Record<string, string>> = {
  container_id: "container.id",
  container_name: "container.name",
  image_id: "container.image.id",
  image_name: "container.image.name",
};

export interface Readers {
  readonly fields: FieldReader;
  readonly texts: WrappedText;
}

export function gelfRecord(message: GelfMessage, readers: Readers, hints: GelfHints): LogRecord {
  const fields = additionalFields(message);
  const short = textOf(message.short_message) || textOf(message.message);
  const full = textOf(message.full_message);
  const body = short.trim() === "" ? full : short;
  if (body !== full && full !== "") addFullMessage(fields, full);
  const inner = body.startsWith("{") ? parseJson(body) : undefined;
  const record = isPlainObject(inner)
    ? readInner(message, { ...fields, ...inner }, readers.fields, hints)
    : (readLine(message, fields, body, readers.texts, hints) ??
      readPlain(message, fields, body, readers.fields, hints));
  // The specification's default is ALERT, which would paint every plain message red.
  if (record.severityNumber === 0 && record.severityText === "") record.severityNumber = 9;
  const container = fields["container.name"];
  if (record.service === "" && typeof container === "string") {
    record.service = container.replace(/^\//, "");
  }
  return record;
}

/** A shipper that was told no level sends a line of an app as it is: undefined unless that says its own. */
function readLine(
  { timestamp, level, ...message }: GelfMessage,
  fields: Record<string, unknown>,
  body: string,
  texts: WrappedText,
  hints: GelfHints,
): LogRecord | undefined {
  if (level !== undefined) return undefined;
  const around = { ...fields, ...(timestamp !== undefined && { timestamp }), ...hostOf(message) };
  const records: LogRecord[] = [];
  const envelope = texts.envelope(around, hints);
  if (!texts.readLine(body, envelope, hints, records, envelope.timeUnixNano)) return undefined;
  const [record] = records;
  if (record === undefined) return undefined;
  record.logger ||= textOf(message.facility);
  return record;
}

function readPlain(
  message: GelfMessage,
  fields: Record<string, unknown>,
  body: string,
  reader: FieldReader,
  hints: GelfHints,
): LogRecord {
  const { timestamp, level } = message;
  if (timestamp !== undefined) fields.timestamp = timestamp;
  if (level !== undefined) fields.level = level;
  return reader.read(fields, {
    ...hints,
    levelScale: scaleOf(level),
    around: { body, logger: textOf(message.facility), attributes: hostOf(message) },
  });
}

/** The line inside is JSON of the app's logger: what it says of time and level is nearer to the source. */
function readInner(
  message: GelfMessage,
  fields: Record<string, unknown>,
  reader: FieldReader,
  hints: GelfHints,
): LogRecord {
  const { timestamp, level } = message;
  const isTime = typeof timestamp === "number" || typeof timestamp === "string";
  const time = isTime ? parseTime(timestamp) : undefined;
  const severityNumber = severityOfNumber(numberOf(level), scaleOf(level));
  return reader.read(fields, {
    ...hints,
    around: {
      ...(time === undefined ? {} : { timeUnixNano: time }),
      ...(severityNumber === 0 ? {} : { severityNumber }),
      logger: textOf(message.facility),
      attributes: hostOf(message),
    },
  });
}

/** graypy passes Python's levels that syslog does not have. */
const scaleOf = (level: unknown) => (numberOf(level) > 7 ? "python" : "syslog");

function hostOf(message: GelfMessage): Record<string, string> {
  const host = textOf(message.host).trim();
  return host === "" ? {} : { "host.name": host };
}

/** `_name` becomes `name`; the first of two that fall together stays, and the format's own before both. */
function additionalFields(message: GelfMessage): Record<string, unknown> {
  // Without a prototype, so that a field of any name is a field.
  const fields = Object.create(null) as Record<string, unknown>;
  const isDocker = "_container_id" in message;
  for (const [key, value] of Object.entries(message)) {
    if (reserved.has(key)) continue;
    const bare = key.startsWith("_") ? key.slice(1) : key;
    // What the format itself calls `version` is its own, and not kept: an app's may have the name.
    const isTaken = reserved.has(bare) && bare in message && bare !== "version";
    if (bare === "" || isTaken || (key === "message" && !("short_message" in message))) continue;
    const name = (isDocker ? dockerNames[bare] : undefined) ?? bare;
    if (!(name in fields)) fields[name] = value;
  }
  return fields;
}

/** A back trace goes where the way to the source is looked for. */
function addFullMessage(fields: Record<string, unknown>, full: string): void {
  const isTrace = full.includes("\n") && topFrame(full) !== undefined;
  const name =
    isTrace && !("exception.stacktrace" in fields) ? "exception.stacktrace" : "full_message";
  fields[name] = full;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}
