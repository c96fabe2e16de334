// Pieces of query text, written so that they parse back to exactly this field and value.

import type { AttributeValue } from "../contract/json";

/** `field:value` in the query language, quoted where it has to be; of a list the records with all its items. */
export function clauseFor(field: string, value: AttributeValue): string {
  return `${escapeField(field)}:${isList(value) ? allOf(value) : quoteIfNeeded(valueText(value))}`;
}

/** A value as counts of values name it: of a list its JSON. */
export function countedValue(text: string): AttributeValue {
  if (!text.startsWith("[")) return text;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.map(itemOf) : text;
  } catch {
    return text; // that begins with a bracket
  }
}

function allOf(items: readonly AttributeValue[]): string {
  const texts = new Set(items.filter((item) => item !== null).map(valueText));
  const values = [...texts].slice(0, mostItems).map(quoteIfNeeded);
  const [first = '""'] = values;
  return values.length < 2 ? first : `(${values.join(" AND ")})`;
}

/** Of longer lists, so many items tell enough; a query holds 500 terms (parser.ts). */
const mostItems = 50;

/** What an item holds of others is compared by its JSON. */
const itemOf = (item: unknown): AttributeValue =>
  item === null || typeof item === "string" || typeof item === "number"
    ? item
    : JSON.stringify(item);

const isList = (value: AttributeValue): value is readonly AttributeValue[] => Array.isArray(value);

/**
 * These records and no others, of which there is at least one; rows that lie side by side are named as one
 * range. A query holds 500 terms (parser.ts), and so at most that many stretches of records.
 */
export function seqClause(seqs: readonly number[]): string {
  const parts: string[] = [];
  const sorted = [...new Set(seqs)].sort((a, b) => a - b);
  for (let i = 0; i < sorted.length; i++) {
    const from = sorted[i] ?? 0;
    let to = from;
    while (sorted[i + 1] === to + 1) to = sorted[++i] ?? to;
    parts.push(to === from ? String(from) : `[${from} TO ${to}]`);
  }
  return parts.length === 1 ? `seq:${parts.join("")}` : `seq:(${parts.join(" OR ")})`;
}

export function valueText(value: AttributeValue): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value);
}

/** A value as one term: bare where it can be, else a phrase. */
function quoteIfNeeded(text: string): string {
  return isPlain(text) ? text : quotePhrase(text);
}

export const quotePhrase = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;

/** Also what a name begins with, unless it may begin a field as it is. */
export const escapeField = (field: string) =>
  field.replace(/^[^\p{L}_@]|[^\p{L}\p{N}_.@/-]/gu, "\\$&");

const isPlain = (text: string) =>
  /^-?[\p{L}\p{N}_./@-]+$/u.test(text) && !/^(AND|OR|NOT|TO)$/.test(text) && !/^[-/]/.test(text);
