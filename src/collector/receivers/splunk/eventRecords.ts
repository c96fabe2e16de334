// An event → log records. Text is read as a line is, an object as the fields of a logger; `fields` beside
// the event may say level, service and ids.

import type { LogRecord } from "../../../shared/record";
import { FieldReader } from "../../pipeline/fromFields";
import { isPlainObject } from "../../pipeline/parseJson";
import type { Origin } from "../../pipeline/text/lineParser";
import { shippedLine } from "../../pipeline/text/shippedLine";
import { WrappedText } from "../../pipeline/text/wrappedText";
import type { Roles } from "../../pipeline/roles";
import type { HecEvent } from "./hecEvent";

type Fields = Readonly<Record<string, unknown>>;

/** Names that the OpenTelemetry collector's exporter gives to what has a name of its own. */
const exporterNames: Readonly<Record<string, string>> = {
  "otel.log.severity.text": "severity_text",
  "otel.log.severity.number": "severity_number",
};
/** A short or long container id, Docker's default tag, names no service. */
const containerId = /^[0-9a-f]{12}(?:[0-9a-f]{52})?$/;

export class EventReader {
  private readonly reader: FieldReader;
  private readonly texts: WrappedText;

  constructor(roles: Roles) {
    this.reader = new FieldReader(roles);
    this.texts = new WrappedText(roles);
  }

  /** `ofEvent`: attributes beside its fields. `timeUnixNano`: what the event says, else 0n. */
  read(
    event: HecEvent,
    ofEvent: Fields,
    origin: Origin,
    timeUnixNano: bigint,
    into: LogRecord[],
  ): void {
    const fields = { ...ofEvent, ...(isPlainObject(event.fields) && renamed(event.fields)) };
    const content = event.event;
    if (isPlainObject(content)) this.object(content, fields, origin, timeUnixNano, into);
    else this.text(textOf(content), fields, origin, timeUnixNano, into);
  }

  /** A text without an event around it (/raw). */
  line(
    text: string,
    ofEvent: Fields,
    origin: Origin,
    timeUnixNano: bigint,
    into: LogRecord[],
  ): void {
    this.text(text, ofEvent, origin, timeUnixNano, into);
  }

  private object(
    content: Fields,
    fields: Fields,
    origin: Origin,
    timeUnixNano: bigint,
    into: LogRecord[],
  ): void {
    const docker = dockerLine(content);
    if (docker !== undefined) {
      this.text(docker.line, { ...fields, ...docker.fields }, origin, timeUnixNano, into);
      return;
    }
    const shipped = shippedLine(content);
    if (shipped !== undefined) {
      const envelope = this.texts.envelope(beside(shipped.rest, fields), origin);
      const time = timeUnixNano || envelope.timeUnixNano;
      if (shipped.isCertain) this.texts.read(shipped.line, envelope, origin, into, time);
      if (shipped.isCertain || this.texts.readLine(shipped.line, envelope, origin, into, time)) {
        return;
      }
    }
    const around = timeUnixNano === 0n ? {} : { around: { timeUnixNano } };
    into.push(this.reader.read(beside(opened(content), fields), { ...origin, ...around }));
  }

  private text(
    text: string,
    fields: Fields,
    origin: Origin,
    timeUnixNano: bigint,
    into: LogRecord[],
  ): void {
    const envelope = this.texts.envelope(fields, origin);
    this.texts.read(text, envelope, origin, into, timeUnixNano || envelope.timeUnixNano);
  }
}

/** `{line, source, tag, attrs}` of Docker's logging driver; its json mode has parsed the line. */
function dockerLine(content: Fields): { line: string; fields: Fields } | undefined {
  const { line, source, tag, attrs } = content;
  if ((source !== "stdout" && source !== "stderr") || line === undefined) return undefined;
  const name = typeof tag === "string" && !containerId.test(tag) ? tag : "";
  const labels = isPlainObject(attrs) ? attrs : {};
  const service = labels["com.docker.compose.service"] ?? name;
  return {
    line: textOf(line),
    fields: {
      ...labels,
      "log.iostream": source,
      ...(typeof tag === "string" && tag !== "" && { "container.tag": tag }),
      ...(typeof service === "string" && service !== "" && { "service.name": service }),
    },
  };
}

/** Splunk's own client libraries put what was logged into `message`, as an object. */
function opened(content: Fields): Fields {
  const { message, ...rest } = content;
  if (!isPlainObject(message)) return content;
  const meta = isPlainObject(message.meta) ? message.meta : undefined;
  if (meta === undefined) return beside(message, rest);
  return beside({ ...meta, ...message, meta: undefined }, rest);
}

/** Both, in one object; a name that both have is `fields.name` of the second. */
function beside(first: Fields, second: Fields): Fields {
  const merged: Record<string, unknown> = { ...first };
  for (const [name, value] of Object.entries(second)) {
    merged[name in merged ? `fields.${name}` : name] = value;
  }
  return merged;
}

function renamed(fields: Fields): Fields {
  const found = Object.keys(exporterNames).some((name) => name in fields);
  if (!found) return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [exporterNames[name] ?? name, value]),
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
}
