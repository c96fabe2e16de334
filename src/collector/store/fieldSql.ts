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

  private column(key: keyof typeof columns | "value", type: string): FieldSql {
    if (key === "pattern") return this.pattern();
    const isPoint = this.target === "points";
    const ofPoint = key === "value" || key === "timeUnixNano" || key === "seq";
    const column = `${isPoint ? (ofPoint ? "p." : "s.") : ""}${key === "value" ? "value" : columns[key]}`;
    if (type === "level") {
      // DuckDB gives null for index 0 and beyond the list.
      const text = `${severityNames}[((${column}::integer + 3) // 4)]`;
      return { text, json: `to_json(${text})::varchar`, number: `${column}::double`, join: "" };
    }
    const isNumber =
      type === "integer" || type === "number" || type === "time" || type === "duration";
    if (isNumber) {
      const text = `${column}::varchar`;
      return { text, json: text, number: `${column}::double`, join: "" };
    }
    const text = `nullif(${column}, '')`;
    return { text, json: `to_json(${text})::varchar`, number: numberSql(text), join: "" };
  }

  /** The stored number → the id that people use; what is merged later counts as one. */
  private pattern(): FieldSql {
    const numbers: number[] = [];
    const ids: string[] = [];
    for (const template of this.resources.patterns.all) {
      numbers.push(template.number);
      ids.push(patternIdOf(template));
    }
    const alias = `p${this.count++}`;
    const pairs = `select unnest(${this.param(JSON.stringify(numbers))}::integer[]) as number, unnest(${this.param(JSON.stringify(ids))}::varchar[]) as id`;
    const text = `${alias}.id`;
    return {
      text,
      json: `to_json(${text})::varchar`,
      number: numberSql(text),
      join: ` left join (${pairs}) ${alias} on ${alias}.number = pattern_id`,
    };
  }

  private attribute(name: string): FieldSql {
    if (this.slots !== undefined) return this.indexed(name, this.slots);
    const owner = this.target === "points" ? "s." : "";
    const pointer = this.param(pointerTo(name));
    const hasKey = `contains(${owner}attributes, ${this.param(keyInJson(name))})`;
    const text = `case when ${hasKey} then ${owner}attributes ->> ${pointer} end`;
    const json = `case when ${hasKey} then nullif((${owner}attributes -> ${pointer})::varchar, 'null') end`;
    if (this.resources.idsWith(name, { kind: "exists" }).length === 0) {
      return { text: `(${text})`, json: `(${json})`, number: numberSql(`(${text})`), join: "" };
    }
    const { alias, join } = this.ofResource(pointer, owner);
    const both = `coalesce(${text}, ${alias}.text)`;
    return {
      text: both,
      json: `coalesce(${json}, ${alias}.json)`,
      number: numberSql(both),
      join,
    };
  }

  private indexed(name: string, slots: Slots): FieldSql {
    const { string, plain, number } = slots.columnsOf(name);
    const texts = [string, plain].filter((column) => column !== undefined);
    const jsons = [
      ...(plain === undefined ? [] : [plain]),
      ...(string === undefined ? [] : [`to_json(${string})::varchar`]),
    ];
    let join = "";
    if (this.resources.idsWith(name, { kind: "exists" }).length > 0) {
      const resource = this.ofResource(this.param(pointerTo(name)), "");
      join = resource.join;
      texts.push(`${resource.alias}.text`);
      jsons.push(`${resource.alias}.json`);
    }
    const text = `coalesce(${texts.join(", ") || "null"}, null::varchar)`;
    return {
      text,
      json: `coalesce(${jsons.join(", ") || "null"}, null::varchar)`,
      // What is beyond the numbers of the query language is not in the column of numbers.
      number: number === undefined ? numberSql(text) : `coalesce(${number}, ${numberSql(text)})`,
      join,
    };
  }

  private ofResource(pointer: string, owner: string): { alias: string; join: string } {
    const alias = `r${this.count++}`;
    const join = ` left join (select id, attributes ->> ${pointer} as text, nullif((attributes -> ${pointer})::varchar, 'null') as json from resources) ${alias} on ${alias}.id = ${owner}resource_id`;
    return { alias, join };
  }

  private param(value: SqlValue): string {
    const name = `${this.slots === undefined ? "f" : "g"}${this.count++}`;
    this.params[name] = value;
    return `$${name}`;
  }
}

/** A text as DOUBLE, null when it is no number. DuckDB also takes "inf" and "nan": leave out what is not finite. */
function numberSql(text: string): string {
  return `try_cast(${text} as double)`;
}
