// Condition → a test of a block's grams and words: true of every block that may hold a match. Undefined where grams
// cannot tell, so that every block may.

import { keyInJson } from "../../../shared/query/attributeText";
import type { Condition, NumberTest, TextTest } from "../../../shared/query/condition";
import { fold } from "../../../shared/query/fold";
import type { SqlParams, SqlValue } from "../reader";
import type { ResourceIndex } from "../resourceIndex";
import { isStringInJson } from "../where";
import { closeTo, patternOf } from "../testSql";
import { gramsOf } from "./grams";
import { isListed } from "./words";

export interface GramsWhere {
  /** Over log_blocks. */
  readonly sql: string;
  /** Of these some are not in `sql`. */
  readonly params: SqlParams;
}

/** Whose attributes may hold these texts all; undefined where that cannot be told of any block. */
export function compileAttributeGrams(texts: readonly string[]): GramsWhere | undefined {
  const grams = new Grams("attribute_grams");
  const sql = grams.hasAll(texts);
  if (sql === undefined) return undefined;
  return { sql: `(attribute_grams is null or ${sql})`, params: grams.params };
}

export function compileGrams(
  condition: Condition,
  resources: ResourceIndex,
): GramsWhere | undefined {
  const grams = new Grams("grams");
  const { params } = grams;
  const has = (text: string) => grams.has(text);
  const hasAll = (texts: readonly string[]) => grams.hasAll(texts);
  /** The list has what is within so many edits, and nothing is close to what is not (testSql.ts). */
  const hasClose = (test: Extract<TextTest, { readonly kind: "fuzzy" }>): string | undefined => {
    if (!isListed(test)) return undefined;
    const close = closeTo(test.word, test.distance);
    if (close === undefined) return undefined;
    return `(words is null or regexp_matches(words, ${grams.param(patternOf(close))}))`;
  };
  const compile = (part: Condition): string | undefined => {
    switch (part.kind) {
      case "constant":
        return part.value ? undefined : "false";
      case "and": {
        const tests = part.parts.map(compile).filter((test) => test !== undefined);
        return tests.length === 0 ? undefined : `(${tests.join(" and ")})`;
      }
      case "or": {
        const tests = part.parts.map(compile);
        if (tests.length === 0 || tests.includes(undefined)) return undefined;
        return `(${tests.join(" or ")})`;
      }
      case "anywhere": {
        if (part.test.kind === "fuzzy") return hasClose(part.test);
        const { test } = part;
        if (test.kind !== "contains") return hasAll(requiredBy(test));
        const tests = [...new Set([test.text, escaped(test.text)])].map(has);
        return tests.includes(undefined) ? undefined : `(${tests.join(" or ")})`;
      }
      case "text":
        if (part.key !== "body") return undefined;
        return part.test.kind === "fuzzy" ? hasClose(part.test) : hasAll(requiredBy(part.test));
      case "attribute":
        return attribute(part.name, part.test);
      case "not":
      case "integer":
      case "number":
        return undefined;
    }
  };
  const attribute = (name: string, test: TextTest | NumberTest): string | undefined => {
    if (resources.idsWith(name, test).length > 0) return undefined;
    const isTold = test.kind === "equals" && isStringInJson(test.text);
    const texts = [fold(keyInJson(name)), ...(isTold ? [JSON.stringify(test.text)] : [])];
    return hasAll(texts);
  };
  const sql = compile(condition);
  return sql === undefined ? undefined : { sql, params };
}

class Grams {
  readonly params: Record<string, SqlValue> = {};
  private count = 0;

  constructor(private readonly column: "grams" | "attribute_grams") {}

  /** Undefined of a text that is shorter than a gram, as below. */
  has(text: string): string | undefined {
    const { column } = this;
    const tests = gramsOf(text).map(
      (bit) =>
        `get_bit(${column}, (${this.param(bit)}::integer & (bit_length(${column}) - 1))::integer) = 1`,
    );
    return tests.length === 0 ? undefined : `(${tests.join(" and ")})`;
  }

  hasAll(texts: readonly string[]): string | undefined {
    const tests = texts.map((text) => this.has(text)).filter((one) => one !== undefined);
    return tests.length === 0 ? undefined : `(${tests.join(" and ")})`;
  }

  param(value: SqlValue): string {
    const name = `b${this.count++}`;
    this.params[name] = value;
    return `$${name}`;
  }
}

/** Texts that everything contains which passes the test. */
function requiredBy(test: TextTest): readonly string[] {
  switch (test.kind) {
    case "contains":
    case "starts":
    case "ends":
    case "equals":
      return [test.text];
    case "pattern":
      return test.required;
    case "exists":
    case "fuzzy":
    case "ordered":
      return [];
  }
}

/** Text as it stands inside a JSON string. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
