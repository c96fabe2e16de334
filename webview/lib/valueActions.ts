// What can be done with any value of any field, the same everywhere: filter for it, filter it out, copy it,
// see its top values. The query pieces are written so that they parse back to exactly this value.

import type { AttributeValue } from "../../src/shared/contract/json";
import type { MenuEntry } from "./menu";

export interface ValueTarget {
  readonly field: string;
  readonly value: AttributeValue;
}
export interface ValueHandlers {
  readonly onFilter: (clause: string) => void;
  readonly onCopy: (text: string) => void;
  readonly onTopValues: (field: string) => void;
}

export function valueMenu(target: ValueTarget, handlers: ValueHandlers): readonly MenuEntry[] {
  const clause = clauseFor(target.field, target.value);
  return [
    { label: "Filter For Value", icon: "add", run: () => handlers.onFilter(clause) },
    { label: "Filter Out Value", icon: "remove", run: () => handlers.onFilter(`NOT ${clause}`) },
    {
      label: "Filter for Rows With This Field",
      icon: "filter",
      run: () => handlers.onFilter(`_exists_:${escapeField(target.field)}`),
    },
    "separator",
    { label: "Copy Value", icon: "copy", run: () => handlers.onCopy(valueText(target.value)) },
    { label: "Show Top Values", icon: "graph", run: () => handlers.onTopValues(target.field) },
  ];
}

/** `field:value` in the query language, quoted where it has to be. */
export function clauseFor(field: string, value: AttributeValue): string {
  const text = valueText(value);
  return `${escapeField(field)}:${isPlain(text) ? text : quoted(text)}`;
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

const isPlain = (text: string) =>
  /^-?[\p{L}\p{N}_./@-]+$/u.test(text) && !/^(AND|OR|NOT|TO)$/.test(text) && !/^[-/]/.test(text);

const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;

/** A field's name as a query writes it. */
export const escapeField = (field: string) => field.replace(/[^\p{L}\p{N}_.@/-]/gu, "\\$&");
