// LogRecord (logs.proto) → our record, in one pass.

import type { LogRecord, Resource } from "../../../shared/record";
import { hasAnsi, stripAnsi } from "../../../shared/ansi";
import { severityFromText, severityName } from "../../../shared/severity";
import { plainText } from "./anyValue";
import type { AttributeWriter } from "./attributes";
import type { Scope } from "./blocks";
import { readText } from "./readText";
import { readId, spanIdBytes, traceIdBytes } from "./ids";
import { readTime } from "./times";
import type { WireReader } from "../../pipeline/wireReader";

/** Field number × 8 + wire type. */
const tags = {
  time: 0x09,
  severityNumber: 0x10,
  severityText: 0x1a,
  body: 0x2a,
  attributes: 0x32,
  traceId: 0x4a,
  spanId: 0x52,
  observedTime: 0x59,
  eventName: 0x62,
} as const;

/** The LogRecord in `[reader.pos, end)`, which arrived at `now`. Throws MalformedError. */
export function readLog(
  reader: WireReader,
  end: number,
  writer: AttributeWriter,
  resource: Resource,
  scope: Scope,
  now: bigint,
): LogRecord {
  const { losses, found } = writer;
  let time = 0n;
  let observedTime = 0n;
  let severityNumber = 0;
  let severityText = "";
  let body = "";
  let traceId = "";
  let spanId = "";
  let eventName = "";
  writer.begin();
  while (reader.pos < end) {
    const tag = reader.varint();
    switch (tag) {
      case tags.time:
        time = readTime(reader, losses);
        break;
      case tags.observedTime:
        observedTime = readTime(reader, losses);
        break;
      case tags.severityNumber:
        severityNumber = reader.varint();
        break;
      case tags.severityText:
        severityText = readText(reader, end, losses);
        break;
      case tags.body: {
        const bodyEnd = reader.frame(end);
        writer.value.read(reader, bodyEnd);
        body = plainText(reader, writer.value, writer.scratch, losses);
        reader.pos = bodyEnd;
        break;
      }
      case tags.attributes:
        writer.read(reader, reader.frame(end));
        break;
      case tags.traceId:
        traceId = readId(reader, end, traceIdBytes, losses);
        break;
      case tags.spanId:
        spanId = readId(reader, end, spanIdBytes, losses);
        break;
      case tags.eventName:
        eventName = readText(reader, end, losses);
        break;
      default:
        reader.skip(tag, end);
    }
  }
  reader.endOf(end);
  writer.members(scope.members);
  if (severityNumber > 24) severityNumber = 0;
  if (severityNumber === 0 && severityText !== "") severityNumber = severityFromText(severityText);
  // Where the record was written, else where its exception was thrown.
  const source = found.file === "" ? writer.stacks.of(found.stack) : found;
  const isColoured = hasAnsi(body);
  return {
    seq: 0,
    timeUnixNano: time || observedTime || now,
    observedTimeUnixNano: now,
    severityNumber,
    severityText: saysMore(severityText, severityNumber) ? severityText : "",
    service: resource.service,
    logger: scope.name,
    body: isColoured ? stripAnsi(body) : body || found.exception,
    display: isColoured ? body : "",
    eventName: eventName || found.eventName,
    traceId: traceId || found.traceId,
    spanId: spanId || (traceId === "" ? found.spanId : ""),
    requestId: found.requestId,
    file: source.file,
    line: source.line,
    function: found.function || source.function,
    attributes: writer.finish(),
    resource,
    receiver: "otlp",
    run: resource.run,
  };
}

function saysMore(text: string, severityNumber: number): boolean {
  if (text === "") return false;
  const name = severityName(severityNumber);
  return name !== text && name !== text.toUpperCase();
}
