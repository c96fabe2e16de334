// The places that records come from: a log statement (its template), a span's name, a metric's name,
// each within its service. What requests went through is told by places.

import { Column } from "./column";
import { type MaskedMessage, maskMessage } from "./mask";
import type { ComparedRecord } from "./model";
import type { Place } from "./place";

/** Statements of a large app; past it a text is one of many that only ever appear once. */
const maxPlaces = 4000;
/** Fields of one place. */
const maxColumns = 200;
/** Texts whose template is remembered. */
const maxRemembered = 20_000;

/** A place with the values of its fields. */
export interface OpenPlace extends Place {
  readonly columns: Map<string, Column>;
}

export class Places {
  readonly all: OpenPlace[] = [];
  private readonly byKey = new Map<string, OpenPlace>();
  private readonly masked = new Map<string, MaskedMessage>();

  /** Undefined past the bound. */
  ofRecord(record: ComparedRecord, masked: MaskedMessage): OpenPlace | undefined {
    return this.get(record.signal, record.service, masked.template, record);
  }

  ofService(record: ComparedRecord): OpenPlace | undefined {
    return this.get("service", record.service, "", undefined);
  }

  /** Only logs have gaps; names of spans and metrics are masked because some apps write ids there, too. */
  mask(text: string): MaskedMessage {
    const known = this.masked.get(text);
    if (known !== undefined) return known;
    const masked = maskMessage(text);
    if (this.masked.size < maxRemembered) this.masked.set(text, masked);
    return masked;
  }

  private get(
    kind: Place["kind"],
    service: string,
    template: string,
    record: ComparedRecord | undefined,
  ): OpenPlace | undefined {
    const key = `${kind}\n${service}\n${template}`;
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    if (this.all.length >= maxPlaces) return undefined;
    const place: OpenPlace = {
      id: this.all.length,
      kind,
      service,
      template,
      file: record?.file ?? "",
      line: record?.line ?? 0,
      function: record?.function ?? "",
      columns: new Map(),
    };
    this.all.push(place);
    this.byKey.set(key, place);
    return place;
  }
}

/** A field of a place; undefined past the bound. */
export function columnOf(place: OpenPlace, name: string, gap = -1): Column | undefined {
  const key = gap < 0 ? name : `\n${gap}`;
  const known = place.columns.get(key);
  if (known !== undefined) return known;
  if (place.columns.size >= maxColumns) return undefined;
  const column = new Column(name, place, gap);
  place.columns.set(key, column);
  return column;
}
