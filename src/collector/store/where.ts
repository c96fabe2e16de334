// Condition → a DuckDB predicate. Every value travels as a placeholder. Cheap tests of the attributes' raw
// text come before reading values out of it; predicate.ts gives the same answers for the live tail.

import { keyInJson } from "../../shared/query/attributeText";
import type { Condition, NumberTest, TextTest } from "../../shared/query/condition";
import {
  type IntegerKey,
  searchedKeys,
  type Target,
  type TextKey,
} from "../../shared/query/fields";
import { numberPattern } from "../../shared/query/number";
import { testText } from "../../shared/query/textMatcher";
import { anywhereSql, inValuesSql, type NamesWithout } from "./anywhereSql";
import type { Slots } from "./blocks/slots";
import type { SqlParams, SqlValue } from "./reader";
import type { ResourceIndex } from "./resourceIndex";
import { testSql } from "./testSql";

export interface Where {
  /** A boolean expression, true or false or null; null counts as false. */
  readonly sql: string;
  readonly params: SqlParams;
}

/** Tests of one column each, of which a match passes at least one. */
export interface Arms<A extends Arm = Arm> {
  readonly arms: readonly A[];
  /** Of all of them. */
  readonly params: SqlParams;
}
export interface Arm {
  readonly sql: string;
  /** Texts that the attributes of what passes hold all, in lower case; undefined of an arm of another column. */
  readonly inAttributes?: readonly string[];
}

/** What is known of blocks of logs. */
export interface Known {
  readonly slots?: Slots;
  readonly namesWithout?: NamesWithout;
}

/**
 * For `from logs`, `from spans`, `from series`, or `from points p join series s` (target "points"); with
 * `slots` for `from log_index`. Placeholders are named $w0, $w1, … there, and $v0, $v1, … for the index.
 */
export function compileWhere(
  condition: Condition,
  target: Target,
  resources: ResourceIndex,
  { slots, namesWithout }: Known = {},
): Where {
  const compiler = new Compiler(target, resources, slots, namesWithout);
  const sql = compiler.compile(condition);
  return { sql, params: compiler.params };
}

/**
 * The same as several tests, where they are dear: alone, each runs where DuckDB reads its column, once for each value
 * that is stored once. Undefined where that is not worth it. Placeholders are named $a0, $a1, …
 */
export function compileArms(
  condition: Condition,
  target: Target,
  resources: ResourceIndex,
): Arms | undefined {
  const compiler = new Compiler(target, resources, undefined, undefined, "a");
  const arms = compiler.armsOf(condition);
  return arms === undefined ? undefined : { arms, params: compiler.params };
}

export const columns = {
  seq: "seq",
  service: "service",
  logger: "logger",
  body: "body",
  traceId: "trace_id",
  spanId: "span_id",
  parentSpanId: "parent_span_id",
  requestId: "request_id",
  file: "file",
  function: "function",
  receiver: "receiver",
  run: "run",
  eventName: "event_name",
  pattern: "pattern_id",
  severityText: "severity_text",
  name: "name",
  kind: "kind",
  status: "status",
  statusMessage: "status_message",
  type: "type",
  unit: "unit",
  severityNumber: "severity_number",
  line: "line",
  timeUnixNano: "time_unix_nano",
  durationNanos: "duration_nanos",
} as const satisfies Record<TextKey | IntegerKey, string>;

/** Stored in lower case already. */
const lowerCaseKeys: ReadonlySet<TextKey> = new Set<TextKey>([
  "traceId",
  "spanId",
  "parentSpanId",
  "kind",
  "status",
  "type",
]);

/** More are looked up in a table that is made of them. */
const maxListedIds = 16;

class Compiler {
  readonly params: Record<string, SqlValue> = {};
  private count = 0;
  private readonly owner: string;

  constructor(
    private readonly target: Target,
    private readonly resources: ResourceIndex,
    private readonly slots: Slots | undefined,
    private readonly namesWithout: NamesWithout | undefined,
    private readonly prefix = slots === undefined ? "w" : "v",
  ) {
    this.owner = target === "points" ? "s." : "";
  }

  compile(condition: Condition): string {
    switch (condition.kind) {
      case "constant":
        return condition.value ? "true" : "false";
      case "or": {
        const { listed, others } = listedSeqs(condition.parts);
        const parts = others.map((part) => this.compile(part));
        if (listed.length > 0) parts.push(this.seqIn(listed));
        return `(${parts.join(" or ")})`;
      }
      case "and":
        return `(${condition.parts.map((part) => this.compile(part)).join(" and ")})`;
      case "not":
        // "not" of null would be null: a record without the field must match.
        return `((${this.compile(condition.part)}) is not true)`;
      case "anywhere":
        return anywhereSql(
          searchedKeys[this.target].map((key) => this.column(key, condition.test)).join(" or "),
          `${this.owner}attributes`,
          condition.test,
          this.param,
          this.namesWithout,
        );
      case "text":
        return this.column(condition.key, condition.test);
      case "integer":
        return this.integer(condition.key, condition.min, condition.max);
      case "number": {
        const bounds = this.bounds("p.value", condition.test);
        return `(not isnan(p.value)${bounds})`;
      }
      case "attribute":
        return this.slots === undefined
          ? this.attribute(condition.name, condition.test)
          : this.indexed(condition.name, condition.test, this.slots);
    }
  }

  armsOf(condition: Condition): readonly Arm[] | undefined {
    switch (condition.kind) {
      case "anywhere": {
        const { test } = condition;
        if (test.kind !== "pattern") return undefined;
        // Blocks without the required texts are passed over already: in the others the pattern alone is quickest.
        const alone: TextTest = { ...test, required: [] };
        const inTexts = searchedKeys[this.target].map((key) => ({ sql: this.column(key, alone) }));
        const inValues = inValuesSql(`${this.owner}attributes`, test, this.param);
        return [...inTexts, { sql: inValues, inAttributes: test.required }];
      }
      case "and": {
        const dear = condition.parts.find(
          (part) => part.kind === "anywhere" && part.test.kind === "pattern",
        );
        const arms = dear === undefined ? undefined : this.armsOf(dear);
        const others = condition.parts.filter((part) => part !== dear);
        return arms?.map((arm) => ({
          ...arm,
          sql: `(${[arm.sql, ...others.map((part) => this.compile(part))].join(" and ")})`,
        }));
      }
      case "constant":
      case "or":
      case "not":
      case "text":
      case "integer":
      case "number":
      case "attribute":
        return undefined;
    }
  }

  private column(key: TextKey, test: TextTest): string {
    if (key === "pattern") return this.pattern(test);
    const column = `${this.owner}${columns[key]}`;
    if (test.kind === "exists") return `(${column} <> '')`;
    const sql = this.test(column, test, lowerCaseKeys.has(key));
    // Columns that are never null hold "" for absent.
    return testText(test)("") ? `(${column} <> '' and ${sql})` : sql;
  }

  private pattern(test: TextTest): string {
    if (test.kind === "exists") return `(${columns.pattern} is not null)`;
    const ids = this.resources.patternIdsWith(test);
    if (ids.length === 0) return "false";
    if (ids.length <= maxListedIds) {
      const listed = ids.map((id) => `${this.param(id)}::integer`);
      return `coalesce(${columns.pattern} in (${listed.join(", ")}), false)`;
    }
    const all = `select unnest(${this.param(`[${ids.join()}]`)}::integer[])`;
    return `coalesce(${columns.pattern} in (${all}), false)`;
  }

  private seqIn(seqs: readonly bigint[]): string {
    const column = `${this.target === "points" ? "p." : this.owner}${columns.seq}`;
    return `(${column} in (select unnest(${this.param(`[${seqs.join()}]`)}::bigint[])))`;
  }

  private integer(key: IntegerKey, min: bigint | undefined, max: bigint | undefined): string {
    const isOfPoint = this.target === "points" && (key === "timeUnixNano" || key === "seq");
    const column = `${isOfPoint ? "p." : this.owner}${columns[key]}`;
    const parts: string[] = [];
    if (min !== undefined) parts.push(`${column} >= ${this.param(min)}::bigint`);
    if (max !== undefined) parts.push(`${column} <= ${this.param(max)}::bigint`);
    return parts.length === 0 ? `(${column} is not null)` : `(${parts.join(" and ")})`;
  }

  private attribute(name: string, test: TextTest | NumberTest): string {
    const json = `${this.owner}attributes`;
    const key = keyInJson(name);
    const value = `(${json} ->> ${this.param(pointerTo(name))})`;
    const ids = this.resources.idsWith(name, test);
    // A list's items are tested one by one; that it is one shows in the text, as nothing precedes its bracket.
    const isList = `contains(${json}, ${this.param(`${key}[`)})`;
    const matches = `(case when ${isList} then ${this.inList(json, name, value, test)} else ${this.inValue(value, test)} end)`;
    if (ids.length === 0) {
      return `(case when ${this.mayHave(json, key, test)} then ${matches} else false end)`;
    }
    const hasKey = `contains(${json}, ${this.param(key)})`;
    const ofResource = `list_contains(${this.param(`[${ids.join()}]`)}::integer[], ${this.owner}resource_id)`;
    return `(case when ${hasKey} and ${value} is not null then ${matches} else ${ofResource} end)`;
  }

  /** The same of log_index, in whose rows no attribute is a list. */
  private indexed(name: string, test: TextTest | NumberTest, slots: Slots): string {
    const { string, plain, number } = slots.columnsOf(name);
    const parts: string[] = [];
    if (string !== undefined) parts.push(this.inValue(string, test));
    if (number !== undefined && test.kind === "between") {
      parts.push(`(${this.bounds(number, test).replace(/^ and /, "")})`);
    } else if (plain !== undefined) parts.push(this.inValue(plain, test));
    const matches = parts.length === 0 ? "false" : `(${parts.join(" or ")})`;
    const ids = this.resources.idsWith(name, test);
    if (ids.length === 0) return matches;
    const ofResource = `list_contains(${this.param(`[${ids.join()}]`)}::integer[], resource_id)`;
    if (string === undefined && plain === undefined) return ofResource;
    return `(case when coalesce(${string ?? "null"}, ${plain ?? "null"}) is not null then ${matches} else ${ofResource} end)`;
  }

  /** A test of the raw JSON text that is true of every match, and of few other records. */
  private mayHave(json: string, key: string, test: TextTest | NumberTest): string {
    const hasKey = `contains(${json}, ${this.param(key)})`;
    if (test.kind !== "equals" || !isStringInJson(test.text)) return hasKey;
    const text = JSON.stringify(test.text);
    return `${hasKey} and ${this.test(json, { kind: "contains", text }, false)}`;
  }

  private inValue(value: string, test: TextTest | NumberTest): string {
    if (test.kind === "exists") return `${value} is not null`;
    return test.kind === "between" ? this.numberText(value, test) : this.test(value, test, false);
  }

  /** Of a list one of its items must pass the test; a string may hold what looks like the key of one. */
  private inList(json: string, name: string, value: string, test: TextTest | NumberTest): string {
    if (test.kind === "exists") return `${value} is not null`;
    const path = this.param(`$."${name.replace(/["\\]/g, "\\$&")}"`);
    const items = `json_extract_string(${json}, ${path} || '[*]')`;
    const inItem = this.inValue("i", test);
    return `(case when json_type(${json}, ${path}) = 'ARRAY' then coalesce(list_bool_or(list_transform(${items}, lambda i: ${inItem})), false) else ${this.inValue(value, test)} end)`;
  }

  private numberText(text: string, test: NumberTest): string {
    const bounds = this.bounds(`try_cast(${text} as double)`, test).replace(/^ and /, "");
    // A case, because outside of one DuckDB would match the pattern for every record.
    return `(case when ${bounds || "true"} then regexp_matches(${text}, ${this.param(numberPattern)}) else false end)`;
  }

  private bounds(value: string, { lower, upper }: NumberTest): string {
    let sql = "";
    if (lower !== undefined) {
      sql += ` and ${value} ${lower.isInclusive ? ">=" : ">"} ${this.param(String(lower.value))}::double`;
    }
    if (upper !== undefined) {
      sql += ` and ${value} ${upper.isInclusive ? "<=" : "<"} ${this.param(String(upper.value))}::double`;
    }
    return sql;
  }

  private test(text: string, test: TextTest, isFolded: boolean): string {
    return testSql(text, test, isFolded, this.param);
  }

  private readonly param = (value: SqlValue): string => {
    const name = `${this.prefix}${this.count++}`;
    this.params[name] = value;
    return `$${name}`;
  };
}

/** Records that are named one by one, where they are many: a comparison each would cost as much each. */
function listedSeqs(parts: readonly Condition[]): {
  readonly listed: readonly bigint[];
  readonly others: readonly Condition[];
} {
  const listed: bigint[] = [];
  const others = parts.filter((part) => {
    const isOne = part.kind === "integer" && part.key === "seq" && part.min === part.max;
    if (isOne && part.min !== undefined) listed.push(part.min);
    return !(isOne && part.min !== undefined);
  });
  return listed.length > maxListedIds ? { listed, others } : { listed: [], others: parts };
}

/** Others may stand in JSON as something else than a string: 200, true. `text` is folded. */
export function isStringInJson(text: string): boolean {
  return !/^(?:true|false|[[{]|-?[0-9]|[^a-z]*$)/.test(text);
}

/** A JSON pointer: the one form of path in which any name is just a name. */
export function pointerTo(name: string): string {
  return `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
