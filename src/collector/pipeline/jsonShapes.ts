// Shapes of JSON that clients of error trackers send: objects, lists and pairs, whatever stands in their place.

import { isPlainObject } from "./parseJson";

export type Json = Readonly<Record<string, unknown>>;
const none: Json = {};

export const objectOf = (value: unknown): Json => (isPlainObject(value) ? value : none);
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** A number, or the text of one; NaN for all else: to make a number of an object may throw. */
export const numberOf = (value: unknown): number =>
  typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;

/** The object, or undefined when it is none or empty. */
export function optional(value: unknown): Json | undefined {
  return isPlainObject(value) && Object.keys(value).length > 0 ? value : undefined;
}

/** `{values: […]}` or the list itself, or one object alone: its objects. */
export function listOf(value: unknown): readonly Json[] {
  const list = isPlainObject(value) && "values" in value ? value.values : value;
  if (Array.isArray(list)) return list.filter(isPlainObject);
  return isPlainObject(list) ? [list] : [];
}

/** Tags and headers: an object, or a list of pairs. */
export function pairsOf(value: unknown): Record<string, unknown> {
  const pairs = Object.create(null) as Record<string, unknown>;
  if (isPlainObject(value)) return Object.assign(pairs, value);
  for (const pair of Array.isArray(value) ? value : []) {
    if (!Array.isArray(pair)) continue;
    const [key, inner] = pair as readonly unknown[];
    if (typeof key === "string") pairs[key] = inner;
  }
  return pairs;
}

/** Text as it is, all else as JSON; "" for nothing. */
export function plainText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
