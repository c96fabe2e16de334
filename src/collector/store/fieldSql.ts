// A field's name → the SQL expression of its value, for grouping, counting and statistics. Goes with the
// joins it needs; names and values travel as placeholders.

import { keyInJson } from "../../shared/query/attributeText";
import { fieldOf, type Target } from "../../shared/query/fields";
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

/** Makes expressions of one query; each call adds placeholders ($f0, $f1, …) to `params`. */
export class FieldCompiler {
  readonly params: Record<string, SqlValue> = {};
  private count = 0;

  constructor(
    private readonly target: Target,
    private readonly resources: ResourceIndex,
  ) {}

  compile(name: string): FieldSql {
    const field = fieldOf(this.target, name);
    return field === undefined ? this.attribute(name) : this.column(field.key, field.type);
  }

  private column(key: keyof typeof columns | "value", type: string): FieldSql {
    const isPoint = this.target === "points";
    const ofPoint = key === "value" || key === "timeUnixNano";
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

  private attribute(name: string): FieldSql {
    const owner = this.target === "points" ? "s." : "";
    const pointer = this.param(pointerTo(name));
    const hasKey = `contains(${owner}attributes, ${this.param(keyInJson(name))})`;
    const text = `case when ${hasKey} then ${owner}attributes ->> ${pointer} end`;
    const json = `case when ${hasKey} then nullif((${owner}attributes -> ${pointer})::varchar, 'null') end`;
    if (this.resources.idsWith(name, { kind: "exists" }).length === 0) {
      return { text: `(${text})`, json: `(${json})`, number: numberSql(`(${text})`), join: "" };
    }
    const alias = `r${this.count++}`;
    const join = ` left join (select id, attributes ->> ${pointer} as text, nullif((attributes -> ${pointer})::varchar, 'null') as json from resources) ${alias} on ${alias}.id = ${owner}resource_id`;
    const both = `coalesce(${text}, ${alias}.text)`;
    return {
      text: both,
      json: `coalesce(${json}, ${alias}.json)`,
      number: numberSql(both),
      join,
    };
  }

  private param(value: SqlValue): string {
    const name = `f${this.count++}`;
    this.params[name] = value;
    return `$${name}`;
  }
}

/** A text as DOUBLE, null when it is no number. DuckDB also takes "inf" and "nan": leave out what is not finite. */
function numberSql(text: string): string {
  return `try_cast(${text} as double)`;
}
