// Pieces of query text, written so that they parse back to exactly this field and value.

import type { AttributeValue } from "../contract/json";

/** `field:value` in the query language, quoted where it has to be. */
export function clauseFor(field: string, value: AttributeValue): string {
  return `${escapeField(field)}:${quoteIfNeeded(valueText(value))}`;
}

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

/** Adds a clause to a query; a top-level OR is put in parentheses so that the clause holds for all of it. */
export function withClause(query: string, clause: string): string {
  const trimmed = query.trim();
  if (trimmed === "" || trimmed === "*") return clause;
  if (trimmed.split(/\s+(?:AND\s+)?/).includes(clause)) return trimmed;
  return `${/\b(OR)\b|\|\|/.test(trimmed) ? `(${trimmed})` : trimmed} ${clause}`;
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

export const escapeField = (field: string) => field.replace(/[^\p{L}\p{N}_.@/-]/gu, "\\$&");

const isPlain = (text: string) =>
  /^-?[\p{L}\p{N}_./@-]+$/u.test(text) && !/^(AND|OR|NOT|TO)$/.test(text) && !/^[-/]/.test(text);
