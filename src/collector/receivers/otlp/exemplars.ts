// Exemplars of a point as the JSON text that a metric point carries (ExemplarJson).

import { formatTime } from "../../../shared/time";
import type { AttributeWriter } from "./attributes";
import { readId, spanIdBytes, traceIdBytes } from "./ids";
import { maxExemplars } from "./limits";
import type { Losses } from "./losses";
import { readTime } from "./times";
import type { WireReader } from "../../pipeline/wireReader";

const tags = {
  time: 0x11,
  asDouble: 0x19,
  spanId: 0x22,
  traceId: 0x2a,
  asInt: 0x31,
  attributes: 0x3a,
} as const;

export class Exemplars {
  private texts: string[] = [];

  constructor(private readonly writer: AttributeWriter) {}

  begin(): void {
    if (this.texts.length > 0) this.texts = [];
  }

  text(): string {
    return this.texts.length === 0 ? "[]" : `[${this.texts.join(",")}]`;
  }

  /** The Exemplar in `[reader.pos, end)`. */
  read(reader: WireReader, end: number, losses: Losses): void {
    if (this.texts.length >= maxExemplars) {
      losses.add("exemplars-dropped");
      reader.pos = end;
      return;
    }
    let time = 0n;
    let value = NaN;
    let traceId = "";
    let spanId = "";
    this.writer.begin();
    while (reader.pos < end) {
      const tag = reader.varint();
      switch (tag) {
        case tags.time:
          time = readTime(reader, losses);
          break;
        case tags.asDouble:
          value = reader.double();
          break;
        case tags.asInt:
          value = Number(reader.sfixed64());
          break;
        case tags.traceId:
          traceId = readId(reader, end, traceIdBytes, losses);
          break;
        case tags.spanId:
          spanId = readId(reader, end, spanIdBytes, losses);
          break;
        case tags.attributes:
          this.writer.read(reader, reader.frame(end));
          break;
        default:
          reader.skip(tag, end);
      }
    }
    reader.endOf(end);
    if (!Number.isFinite(value)) {
      losses.add("exemplars-dropped"); // an example of nothing
      return;
    }
    const ids =
      (traceId === "" ? "" : `,"traceId":"${traceId}"`) +
      (spanId === "" ? "" : `,"spanId":"${spanId}"`);
    const attributes = this.writer.finish();
    const rest = attributes === "{}" ? "" : `,"attributes":${attributes}`;
    this.texts.push(`{"time":"${formatTime(time)}","value":${value}${ids}${rest}}`);
  }
}
