// "p95(duration)", "avg(took_ms)", "count()" → an SQL aggregate.

import { RpcError } from "../../../shared/contract/rpc";
import type { FieldCompiler } from "../fieldSql";

export interface Aggregate {
  readonly sql: string;
  readonly join: string;
}

const expected =
  "count(), rate(), or avg, sum, min, max, median, stddev, p50 … p99.9, distinct of a (field)";
const form = /^\s*([a-z]+\d*(?:\.\d+)?)\s*\(\s*(.*?)\s*\)\s*$/i;
const functions: Readonly<Record<string, string>> = {
  avg: "avg",
  mean: "avg",
  sum: "sum",
  min: "min",
  max: "max",
  median: "median",
  stddev: "stddev_pop",
  variance: "var_pop",
};

/** `seconds` is the SQL of the length of time that a rate is over. Throws RpcError. */
export function compileAggregate(text: string, fields: FieldCompiler, seconds: string): Aggregate {
  const match = form.exec(text);
  const name = match?.[1]?.toLowerCase() ?? "";
  const of = unquoted(match?.[2] ?? "");
  if (match === null) throw wrong(text);
  if (name === "rate" && of === "") {
    return { sql: `(count(*) / greatest(${seconds}, 1e-9))::double`, join: "" };
  }
  if (name === "count" && of === "") return { sql: "count(*)::double", join: "" };
  if (of === "") throw wrong(text);
  const field = fields.compile(of);
  const { join } = field;
  if (name === "count") return { sql: `count(${field.text})::double`, join };
  if (name === "distinct" || name === "card" || name === "unique") {
    return { sql: `count(distinct ${field.text})::double`, join };
  }
  const plain = functions[name];
  if (plain !== undefined) return { sql: `${plain}(${field.number})::double`, join };
  const percent = /^p(\d{1,2}(?:\.\d{1,3})?|100)$/.exec(name)?.[1];
  if (percent === undefined) throw wrong(text);
  // Digits and a point only: not a value that could carry anything else.
  return { sql: `quantile_cont(${field.number}, ${Number(percent) / 100})::double`, join };
}

function unquoted(text: string): string {
  return /^"(.*)"$/.exec(text)?.[1] ?? text;
}

function wrong(text: string): RpcError {
  const message = `${JSON.stringify(text)} is no aggregate. Expected ${expected}.`;
  return new RpcError({ kind: "query", message, position: 0, length: text.length, expected });
}
