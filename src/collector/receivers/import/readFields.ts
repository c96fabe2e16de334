// Fields of an object that may hold anything → what a record holds.

import { isPlainObject } from "../../pipeline/parseJson";
import { lastTimeNanos, parseTimeBound } from "../../../shared/time";

export type Fields = Readonly<Record<string, unknown>>;

/** As many as the readers of loggers keep. */
const maxAttributes = 1000;
const maxDepth = 10;

export function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === "string" ? value : "";
}

export function numberIn(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  // Integers beyond 2^53 have become texts when the line was read.
  const number = typeof value === "string" && /^-?\d{16,400}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** RFC 3339 or decimal nanoseconds. */
export function timeIn(fields: Fields, name: string): bigint | undefined {
  const time = parseTimeBound(textIn(fields, name));
  return time === undefined || time > lastTimeNanos || time < -lastTimeNanos ? undefined : time;
}

/** JSON text of a flat object: objects inside become dotted names; "{}" for what is no object. */
export function attributesText(value: unknown): string {
  if (!isPlainObject(value)) return "{}";
  const flat = new Map<string, string>();
  flatten("", value, flat, 0);
  return `{${[...flat].map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(",")}}`;
}

function flatten(prefix: string, fields: Fields, flat: Map<string, string>, depth: number): void {
  for (const [key, value] of Object.entries(fields)) {
    const name = prefix + key;
    if (isPlainObject(value) && depth < maxDepth) flatten(`${name}.`, value, flat, depth + 1);
    else if (flat.size < maxAttributes && !flat.has(name)) flat.set(name, jsonOf(value));
  }
}

/** Objects that lie too deep to be fields are kept as text. */
const jsonOf = (value: unknown) =>
  JSON.stringify(isPlainObject(value) ? JSON.stringify(value) : value);

/** JSON text of a list of objects; "[]" for what is none. */
export function listText(value: unknown): string {
  return Array.isArray(value) ? JSON.stringify(value.filter(isPlainObject)) : "[]";
}
