// Events and links of a span as the JSON text that a span record carries (SpanEventJson, SpanLinkJson).

import { formatTime } from "../../../shared/time";
import type { AttributeWriter } from "./attributes";
import { readText } from "./readText";
import { readId, spanIdBytes, traceIdBytes } from "./ids";
import type { Losses } from "./losses";
import { readTime } from "./times";
import type { WireReader } from "../../pipeline/wireReader";

const eventTags = { time: 0x09, name: 0x12, attributes: 0x1a } as const;
const linkTags = { traceId: 0x0a, spanId: 0x12, attributes: 0x22 } as const;

/** The Span.Event in `[reader.pos, end)`. */
export function readEvent(
  reader: WireReader,
  end: number,
  writer: AttributeWriter,
  losses: Losses,
): string {
  let time = 0n;
  let name = "";
  writer.begin();
  while (reader.pos < end) {
    const tag = reader.varint();
    switch (tag) {
      case eventTags.time:
        time = readTime(reader, losses);
        break;
      case eventTags.name:
        name = readText(reader, end, losses);
        break;
      case eventTags.attributes:
        writer.read(reader, reader.frame(end));
        break;
      default:
        reader.skip(tag, end);
    }
  }
  reader.endOf(end);
  return `{"time":"${formatTime(time)}","name":${JSON.stringify(name)},"attributes":${writer.finish()}}`;
}

/** The Span.Link in `[reader.pos, end)`. */
export function readLink(
  reader: WireReader,
  end: number,
  writer: AttributeWriter,
  losses: Losses,
): string {
  let traceId = "";
  let spanId = "";
  writer.begin();
  while (reader.pos < end) {
    const tag = reader.varint();
    switch (tag) {
      case linkTags.traceId:
        traceId = readId(reader, end, traceIdBytes, losses);
        break;
      case linkTags.spanId:
        spanId = readId(reader, end, spanIdBytes, losses);
        break;
      case linkTags.attributes:
        writer.read(reader, reader.frame(end));
        break;
      default:
        reader.skip(tag, end);
    }
  }
  reader.endOf(end);
  return `{"traceId":"${traceId}","spanId":"${spanId}","attributes":${writer.finish()}}`;
}
