// A field's name → the SQL expression of its value, for grouping, counting and statistics. Goes with the
// joins it needs; names and values travel as placeholders.

import { patternIdOf } from "../../shared/patterns/patternBook";
import { keyInJson } from "../../shared/query/attributeText";
import { fieldOf, type Target } from "../../shared/query/fields";
import type { Slots } from "./blocks/slots";
import type { SqlValue } from "./reader";
import type { ResourceIndex } from "./resourceIndex";
import { columns, pointerTo } from "./where";

export interface FieldSql {
  /** VARCHAR, null where the record has no such field. */
  readonly text: string;
  /**
   * VARCHAR of JSON, so that numbers and texts are told apart; null as above. Of fields that every record
   * has the number or text itself.
   */
  readonly json: string;
  /** DOUBLE, null where the value is no number; may be infinite or NaN. Durations and times in nanoseconds. */
  readonly number: string;
  /** " left join …", or "". */
  readonly join: string;
}

/**
 * What tells a field's values apart, and the text made of it: many records are grouped by columns as they
 * are, twice as fast as by what is made of them, and the text is made once a group.
 */
export interface FieldKeys {
  /** Of the records. */
  readonly keys: readonly string[];
  /** VARCHAR of the keys by the names they have now, null where the record has no such field. */
  readonly text: (names: readonly string[]) => string;
  /** " left join …" that `text` needs, or "". */
  readonly join: (names: readonly string[]) => string;
}

/** Attributes of records that are read together: their JSON is looked through once for all of them. */
export interface TakenTogether {
  /** VARCHAR[] of a record. */
  readonly list: string;
  /** By the attribute's name: its value in the list, when that is named `taken`. */
  readonly texts: ReadonlyMap<string, string>;
}

const severityNames = "['TRACE','DEBUG','INFO','WARN','ERROR','FATAL']";

/**
 * Makes expressions of one query; each call adds placeholders to `params`: $f0, $f1, …; with `slots` for
 * `from log_index` $g0, $g1, … .
 */
export class FieldCompiler {
  readonly params: Record<string, SqlValue> = {};
  private count = 0;

  constructor(
    private readonly target: Target,
    private readonly resources: ResourceIndex,
    private readonly slots?: Slots,
  ) {}

  compile(name: string): FieldSql {
    const field = fieldOf(this.target, name);
    return field === undefined ? this.attribute(name) : this.column(field.key, field.type);
  }

  keysOf(name: string, taken?: TakenTogether): FieldKeys {
    const field = fieldOf(this.target, name);
    if (field !== undefined) return this.columnKeys(field.key, field.type);
    const pointer = this.param(pointerTo(name));
    const own = taken?.texts.get(name) ?? this.textOfOwn(name, pointer);
    if (!this.isOfResources(name)) {
      return { keys: [own], text: ([key = "null"]) => key, join: () => "" };
    }
    const alias = `r${this.count++}`;
    return {
      keys: [own, this.resourceId],
      text: ([key = "null"]) => `coalesce(${key}, ${alias}.text)`,
      join: ([, id = "null"]) => joinOfResource(alias, pointer, id),
    };
  }

  /** Undefined where it is no gain: for fewer than two, and where each has a column of its own. */
  takenTogether(names: readonly string[]): TakenTogether | undefined {
    const attributes = names.filter((name) => fieldOf(this.target, name) === undefined);
    if (attributes.length < 2 || this.slots !== undefined || this.owner !== "") return undefined;
    const paths = this.param(JSON.stringify(attributes.map(pointerTo)));
    return {
      list: `json_extract_string(attributes, from_json(${paths}, '["varchar"]'))`,
      texts: new Map(attributes.map((name, i) => [name, `taken[${i + 1}]`])),
    };
  }

  private get owner(): string {
    return this.target === "points" ? "s." : "";
  }

  private get resourceId(): string {
    return `${this.owner}resource_id`;
  }

  private column(key: keyof typeof columns | "value", type: string): FieldSql {
    const { keys, text: textOf, join } = this.columnKeys(key, type);
    const text = textOf(keys);
    const [column = "null"] = keys;
    if (key === "pattern") return { ...asText(text), join: join(keys) };
    if (type === "level") return { ...asText(text), number: `${column}::double` };
    return isNumeric(type)
      ? { text, json: text, number: `${column}::double`, join: "" }
      : asText(text);
  }

  private columnKeys(key: keyof typeof columns | "value", type: string): FieldKeys {
    if (key === "pattern") return this.patternKeys();
    const isPoint = this.target === "points";
    const ofPoint = key === "value" || key === "timeUnixNano" || key === "seq";
    const column = `${isPoint ? (ofPoint ? "p." : "s.") : ""}${key === "value" ? "value" : columns[key]}`;
    const toText = (of: string) => {
      // DuckDB gives null for index 0 and beyond the list.
      if (type === "level") return `${severityNames}[((${of}::integer + 3) // 4)]`;
      return isNumeric(type) ? `${of}::varchar` : `nullif(${of}, '')`;
    };
    return { keys: [column], text: ([name = "null"]) => toText(name), join: () => "" };
  }

  /** The stored number → the id that people use; what is merged later counts as one. */
  private patternKeys(): FieldKeys {
    const numbers: number[] = [];
    const ids: string[] = [];
    for (const template of this.resources.patterns.all) {
      numbers.push(template.number);
      ids.push(patternIdOf(template));
    }
    const alias = `p${this.count++}`;
    const pairs = `select unnest(${this.param(JSON.stringify(numbers))}::integer[]) as number, unnest(${this.param(JSON.stringify(ids))}::varchar[]) as id`;
    return {
      keys: ["pattern_id"],
      text: () => `${alias}.id`,
      join: ([number = "null"]) => ` left join (${pairs}) ${alias} on ${alias}.number = ${number}`,
    };
  }

  private attribute(name: string): FieldSql {
    const pointer = this.param(pointerTo(name));
    const text = this.textOfOwn(name, pointer);
    const json = this.jsonOfOwn(name, pointer);
    const number = this.slots?.columnsOf(name).number;
    // What is beyond the numbers of the query language is not in the column of numbers.
    const numberOf = (of: string) =>
      number === undefined ? numberSql(of) : `coalesce(${number}, ${numberSql(of)})`;
    if (!this.isOfResources(name)) return { text, json, number: numberOf(text), join: "" };
    const alias = `r${this.count++}`;
    const both = `coalesce(${text}, ${alias}.text)`;
    return {
      text: both,
      json: `coalesce(${json}, ${alias}.json)`,
      number: numberOf(both),
      join: joinOfResource(alias, pointer, this.resourceId),
    };
  }

  /** Of the record itself, or of the columns that hold its attributes. */
  private textOfOwn(name: string, pointer: string): string {
    if (this.slots === undefined) return `(${this.ifHas(name, `->> ${pointer}`)})`;
    const { string, plain } = this.slots.columnsOf(name);
    return firstOf([string, plain].filter((column) => column !== undefined));
  }

  private jsonOfOwn(name: string, pointer: string): string {
    if (this.slots === undefined) {
      return `nullif((${this.ifHas(name, `-> ${pointer}`)})::varchar, 'null')`;
    }
    const { string, plain } = this.slots.columnsOf(name);
    return firstOf([
      ...(plain === undefined ? [] : [plain]),
      ...(string === undefined ? [] : [`to_json(${string})::varchar`]),
    ]);
  }

  /** Looking for a text is cheaper than reading the JSON. */
  private ifHas(name: string, path: string): string {
    const { owner } = this;
    return `case when contains(${owner}attributes, ${this.param(keyInJson(name))}) then ${owner}attributes ${path} end`;
  }

  private isOfResources(name: string): boolean {
    return this.resources.idsWith(name, { kind: "exists" }).length > 0;
  }

  private param(value: SqlValue): string {
    const name = `${this.slots === undefined ? "f" : "g"}${this.count++}`;
    this.params[name] = value;
    return `$${name}`;
  }
}

const isNumeric = (type: string) =>
  type === "integer" || type === "number" || type === "time" || type === "duration";

const asText = (text: string): FieldSql => ({
  text,
  json: `to_json(${text})::varchar`,
  number: numberSql(text),
  join: "",
});

/** A single column stays what it is: DuckDB groups by its dictionary. */
function firstOf(texts: readonly string[]): string {
  const [only = "null::varchar"] = texts;
  return texts.length < 2 ? only : `coalesce(${texts.join(", ")})`;
}

const joinOfResource = (alias: string, pointer: string, id: string) =>
  ` left join (select id, attributes ->> ${pointer} as text, nullif((attributes -> ${pointer})::varchar, 'null') as json from resources) ${alias} on ${alias}.id = ${id}`;

/** A text as DOUBLE, null when it is no number. DuckDB also takes "inf" and "nan": leave out what is not finite. */
function numberSql(text: string): string {
  return `try_cast(${text} as double)`;
}
