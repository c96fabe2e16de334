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

/** A record's place, and what stood in the gaps of its template. */
interface Found {
  readonly place: OpenPlace;
  readonly gaps: MaskedMessage["gaps"];
}

export class Places {
  readonly all: OpenPlace[] = [];
  private readonly byKey = new Map<string, OpenPlace>();
  /** By signal and service, then by text: most texts come again. */
  private readonly byText = new Map<string, Map<string, Found>>();
  private remembered = 0;

  /** Undefined past the bound. Names of spans are masked, too, because some apps write ids there. */
  find(record: ComparedRecord): Found | undefined {
    const owner = record.signal === "logs" ? record.service : `${record.signal}\n${record.service}`;
    let ofOwner = this.byText.get(owner);
    if (ofOwner === undefined) this.byText.set(owner, (ofOwner = new Map<string, Found>()));
    const known = ofOwner.get(record.text);
    if (known !== undefined) return known;
    const { template, gaps } = maskMessage(record.text);
    const place = this.get(record.signal, record.service, template, record);
    if (place === undefined) return undefined;
    const found = { place, gaps };
    if (this.remembered < maxRemembered) {
      this.remembered++;
      ofOwner.set(record.text, found);
    }
    return found;
  }

  ofService(record: ComparedRecord): OpenPlace | undefined {
    return this.get("service", record.service, "", undefined);
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
