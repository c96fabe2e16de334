// The places that records come from: a log statement (its pattern), a span's name, a metric's name,
// each within its service. What requests went through is told by places.

import { templateOf } from "../patterns/templateOf";
import { severityName } from "../severity";
import { Column } from "./column";
import { Gaps } from "./gaps";
import type { ComparedRecord, ComparedStatement } from "./model";
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
  readonly gaps: Gaps;
}

/** A record's place, what stands in the gaps of its template, and the fields that its statement has. */
export interface Found {
  readonly place: OpenPlace;
  readonly values: readonly string[];
  readonly own: readonly OwnField[];
}
interface OwnField {
  readonly column: Column;
  readonly value: string;
}

const noValues: readonly string[] = [];

export class Places {
  readonly all: OpenPlace[] = [];
  private readonly byKey = new Map<string, OpenPlace>();
  private readonly found = new Map<ComparedStatement, Found>();
  /** Of statements whose records have texts of their own: most texts come again. */
  private readonly byText = new Map<ComparedStatement, Map<string, Found>>();
  private remembered = 0;

  /** Undefined past the bound. Names of spans may have gaps, too, because some apps write ids there. */
  find({ statement, text }: ComparedRecord): Found | undefined {
    if (statement.text === undefined && statement.pattern === undefined) {
      return this.findByText(statement, text);
    }
    const known = this.found.get(statement) ?? this.openStatement(statement);
    if (known === undefined || statement.text !== undefined) return known;
    const { gaps } = known.place;
    return gaps.all.length === 0 ? known : { ...known, values: gaps.valuesIn(text) };
  }

  ofService(statement: ComparedStatement): OpenPlace | undefined {
    return this.get("service", "", statement);
  }

  private openStatement(statement: ComparedStatement): Found | undefined {
    const { pattern, text = "", signal } = statement;
    const place = this.get(signal, pattern?.text ?? templateOf(text), statement);
    if (place === undefined) return undefined;
    const found = foundIn(place, statement, text);
    this.found.set(statement, found);
    return found;
  }

  private findByText(statement: ComparedStatement, text: string): Found | undefined {
    let texts = this.byText.get(statement);
    if (texts === undefined) this.byText.set(statement, (texts = new Map<string, Found>()));
    const remembered = texts.get(text);
    if (remembered !== undefined) return remembered;
    const place = this.get(statement.signal, templateOf(text), statement);
    if (place === undefined) return undefined;
    const found = foundIn(place, statement, text);
    if (this.remembered < maxRemembered) {
      this.remembered++;
      texts.set(text, found);
    }
    return found;
  }

  private get(
    kind: Place["kind"],
    template: string,
    statement: ComparedStatement,
  ): OpenPlace | undefined {
    const { service, pattern, isEvent } = statement;
    const isRecord = kind !== "service";
    const key = `${kind}\n${isEvent}\n${service}\n${isRecord ? (pattern?.id ?? "") : ""}\n${template}`;
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    if (this.all.length >= maxPlaces) return undefined;
    const place: OpenPlace = {
      id: this.all.length,
      kind,
      service,
      template,
      pattern: isRecord ? (pattern?.id ?? "") : "",
      isEvent: isRecord && isEvent,
      file: isRecord ? statement.file : "",
      line: isRecord ? statement.line : 0,
      function: isRecord ? statement.function : "",
      columns: new Map(),
      gaps: new Gaps(template),
    };
    this.all.push(place);
    this.byKey.set(key, place);
    return place;
  }
}

function foundIn(place: OpenPlace, statement: ComparedStatement, text: string): Found {
  const values = place.gaps.all.length === 0 ? noValues : place.gaps.valuesIn(text);
  return { place, values, own: ownFields(place, statement) };
}

function ownFields(place: OpenPlace, statement: ComparedStatement): OwnField[] {
  const { signal, severityNumber, eventName, isErrorSpan, statusMessage, run } = statement;
  const fields: readonly (readonly [name: string, value: string])[] = [
    ...(signal === "logs"
      ? ([
          ["level", severityName(severityNumber) ?? ""],
          ["event", eventName],
        ] as const)
      : []),
    ...(signal === "spans"
      ? ([
          ["status", isErrorSpan ? "error" : ""],
          ["status_message", statusMessage],
        ] as const)
      : []),
    ["run", run],
  ];
  return fields.flatMap(([name, value]) => {
    const column = value === "" ? undefined : ownColumnOf(place, name);
    return column === undefined ? [] : [{ column, value }];
  });
}

/** A field of a place; undefined past the bound. */
export function columnOf(place: OpenPlace, name: string, gap = -1): Column | undefined {
  return gap < 0
    ? openColumn(place, name, () => new Column(name, place, undefined))
    : openColumn(place, `\n${gap}`, () => new Column(name, place, place.gaps.all[gap]));
}

const ownColumnOf = (place: OpenPlace, name: string) =>
  openColumn(place, `\n${name}`, () => new Column(name, place, undefined, true));

function openColumn(place: OpenPlace, key: string, open: () => Column): Column | undefined {
  const known = place.columns.get(key);
  if (known !== undefined) return known;
  if (place.columns.size >= maxColumns) return undefined;
  const column = open();
  place.columns.set(key, column);
  return column;
}
