// Span (trace.proto) → our record, in one pass.

import type { Resource, SpanKind, SpanRecord, SpanStatus } from "../../../shared/record";
import type { AttributeWriter } from "./attributes";
import type { Scope } from "./blocks";
import { readText } from "./readText";
import { readId, spanIdBytes, traceIdBytes } from "./ids";
import { maxSpanParts } from "./limits";
import { readEvent, readLink } from "./spanParts";
import { readTime } from "./times";
import type { WireReader } from "../../pipeline/wireReader";

/** Field number × 8 + wire type. */
const tags = {
  traceId: 0x0a,
  spanId: 0x12,
  parentSpanId: 0x22,
  name: 0x2a,
  kind: 0x30,
  start: 0x39,
  end: 0x41,
  attributes: 0x4a,
  event: 0x5a,
  link: 0x6a,
  status: 0x7a,
} as const;
const statusTags = { message: 0x12, code: 0x18 } as const;

const kinds: readonly SpanKind[] = ["", "internal", "server", "client", "producer", "consumer"];
const statuses: readonly SpanStatus[] = ["", "ok", "error"];

export interface SpanWriters {
  readonly attributes: AttributeWriter;
  /** For events and links, whose attributes come between those of the span. */
  readonly parts: AttributeWriter;
}

/** The Span in `[reader.pos, end)`, which arrived at `now`. Throws MalformedError. */
export function readSpan(
  reader: WireReader,
  end: number,
  writers: SpanWriters,
  resource: Resource,
  scope: Scope,
  now: bigint,
): SpanRecord {
  const { attributes, parts } = writers;
  const { losses, found } = attributes;
  let traceId = "";
  let spanId = "";
  let parentSpanId = "";
  let name = "";
  let kind = 0;
  let startTime = 0n;
  let endTime = 0n;
  let statusCode = 0;
  let statusMessage = "";
  let stack = "";
  const events: string[] = [];
  const links: string[] = [];
  attributes.begin();
  while (reader.pos < end) {
    const tag = reader.varint();
    switch (tag) {
      case tags.traceId:
        traceId = readId(reader, end, traceIdBytes, losses);
        break;
      case tags.spanId:
        spanId = readId(reader, end, spanIdBytes, losses);
        break;
      case tags.parentSpanId:
        parentSpanId = readId(reader, end, spanIdBytes, losses);
        break;
      case tags.name:
        name = readText(reader, end, losses);
        break;
      case tags.kind:
        kind = reader.varint();
        break;
      case tags.start:
        startTime = readTime(reader, losses);
        break;
      case tags.end:
        endTime = readTime(reader, losses);
        break;
      case tags.attributes:
        attributes.read(reader, reader.frame(end));
        break;
      case tags.event: {
        const frameEnd = reader.frame(end);
        if (hasPlace(events, reader, frameEnd)) {
          events.push(readEvent(reader, frameEnd, parts, losses));
          stack ||= parts.found.stack;
        }
        break;
      }
      case tags.link: {
        const frameEnd = reader.frame(end);
        if (hasPlace(links, reader, frameEnd)) {
          links.push(readLink(reader, frameEnd, parts, losses));
        }
        break;
      }
      case tags.status: {
        const frameEnd = reader.frame(end);
        while (reader.pos < frameEnd) {
          const statusTag = reader.varint();
          if (statusTag === statusTags.message) statusMessage = readText(reader, frameEnd, losses);
          else if (statusTag === statusTags.code) statusCode = reader.varint();
          else reader.skip(statusTag, frameEnd);
        }
        reader.endOf(frameEnd);
        break;
      }
      default:
        reader.skip(tag, end);
    }
  }
  reader.endOf(end);
  attributes.members(scope.members);
  const time = startTime || endTime || now;
  if (endTime < startTime) losses.add("negative-duration");
  // Where the span was started, else where its first exception was thrown.
  const source = found.file === "" ? attributes.stacks.of(found.stack || stack) : found;
  return {
    seq: 0,
    timeUnixNano: time,
    observedTimeUnixNano: now,
    durationNanos: endTime > time ? endTime - time : 0n,
    name,
    kind: kinds[kind] ?? "",
    status: statuses[statusCode] ?? "",
    statusMessage,
    service: resource.service,
    logger: scope.name,
    traceId,
    spanId,
    parentSpanId,
    requestId: found.requestId,
    file: source.file,
    line: source.line,
    function: found.function || source.function,
    events: listText(events),
    links: listText(links),
    attributes: attributes.finish(),
    resource,
    receiver: "otlp",
    run: resource.run,
  };

  function hasPlace(list: readonly string[], from: WireReader, frameEnd: number): boolean {
    if (list.length < maxSpanParts) return true;
    losses.add("span-parts-dropped");
    from.pos = frameEnd;
    return false;
  }
}

function listText(items: readonly string[]): string {
  return items.length === 0 ? "[]" : `[${items.join(",")}]`;
}
