// "p95(duration)", "avg(took_ms)", "count()" → an SQL aggregate.

import { RpcError } from "../../../shared/contract/rpc";
import type { FieldCompiler } from "../fieldSql";

export interface Aggregate {
  /** Over a column of the value for each record. */
  readonly sql: string;
  /** SQL of that value. */
  readonly value: string;
  readonly join: string;
  readonly isRate: boolean;
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

/** The field that the aggregate is of; undefined for count() and rate(), and for what is no aggregate. */
export function aggregateField(text: string): string | undefined {
  const of = unquoted(form.exec(text)?.[2] ?? "");
  return of === "" ? undefined : of;
}

/**
 * `seconds` is the SQL of the length of time that a rate is over, `x` the column that has the values. Throws
 * RpcError.
 */
export function compileAggregate(
  text: string,
  fields: FieldCompiler,
  seconds: string,
  x = "x",
): Aggregate {
  const match = form.exec(text);
  const name = match?.[1]?.toLowerCase() ?? "";
  const of = unquoted(match?.[2] ?? "");
  const counting = { value: "null", join: "", isRate: name === "rate" };
  if (name === "rate" && of === "") {
    return { ...counting, sql: `count(*) / greatest(${seconds}, 1e-9)` };
  }
  if (name === "count" && of === "") return { ...counting, sql: "count(*)::double" };
  if (match === null || of === "") throw wrong(text);
  const field = fields.compile(of);
  const ofText = { value: field.text, join: field.join, isRate: false };
  if (name === "count") return { ...ofText, sql: `count(${x})::double` };
  if (name === "distinct" || name === "card" || name === "unique") {
    return { ...ofText, sql: `count(distinct ${x})::double` };
  }
  const ofNumber = { value: field.number, join: field.join, isRate: false };
  const plain = functions[name];
  if (plain !== undefined) return { ...ofNumber, sql: `${plain}(${x}) filter (isfinite(${x}))` };
  const percent = /^p(\d{1,2}(?:\.\d{1,3})?|100)$/.exec(name)?.[1];
  if (percent === undefined) throw wrong(text);
  // Digits and a point only: not a value that could carry anything else.
  return {
    ...ofNumber,
    sql: `quantile_cont(${x}, ${Number(percent) / 100}) filter (isfinite(${x}))`,
  };
}

function unquoted(text: string): string {
  return /^"(.*)"$/.exec(text)?.[1] ?? text;
}

function wrong(text: string): RpcError {
  const message = `${JSON.stringify(text)} is no aggregate. Expected ${expected}.`;
  return new RpcError({ kind: "query", message, position: 0, length: text.length, expected });
}
