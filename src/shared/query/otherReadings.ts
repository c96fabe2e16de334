// What may have been meant by a query that finds nothing: another field's name, an operator as other languages
// write it, a part of a value in place of the whole. Whoever asks tries them, and shows those that find something.

import type { Query, Term } from "./ast";
import { escapeField, quotePhrase } from "./clause";
import { createFuzzyMatcher } from "./edits";
import { fieldsOf } from "./fields";
import { parseQuery } from "./parser";

/** Names that other tools have for what is a field of every record here. */
const otherNames: Readonly<Record<string, string>> = {
  "@timestamp": "time",
  timestamp: "time",
  date: "time",
  severity: "level",
  loglevel: "level",
  "log.level": "level",
  lvl: "level",
  msg: "message",
  body: "message",
  text: "message",
  app: "service",
  container: "service",
  facility: "logger",
  traceid: "trace_id",
  "trace.id": "trace_id",
  spanid: "span_id",
  "span.id": "span_id",
  requestid: "request_id",
  "request.id": "request_id",
  correlation_id: "request_id",
};
/** Where a bare word is looked for besides. */
const elsewhere = ["service", "request_id", "trace_id", "logger", "event", "file", "function"];
/** Each is tried; what was typed first is most likely wrong. */
const mostReadings = 12;

/** Of logs; `fields` are the attributes that records have. Likely ones first, each another query. */
export function otherReadings(text: string, fields: readonly string[]): string[] {
  const plainQuotes = text.replace(/[“”„«»]/g, '"');
  const readings = plainQuotes === text ? [] : [plainQuotes];
  const changes = termsOf(parsed(text)).map((term) => changesOf(term, text, fields));
  const firsts = changes.flatMap(([first]) => first ?? []);
  if (firsts.length > 1) readings.push(changed(text, firsts));
  readings.push(...changes.flat().map((change) => changed(text, [change])));
  const others = [...new Set(readings)].filter((other) => other !== text && isQuery(other));
  return others.slice(0, mostReadings);
}

interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function changesOf(
  { field, value, place }: Term,
  text: string,
  fields: readonly string[],
): Change[] {
  const [from, to] = [place.position, place.position + place.length];
  const typed = text.slice(from, to);
  const change = (other: string): Change => ({ from, to, text: other });
  const isKnown = (name: string) => fieldsOf("logs").has(name) || fields.includes(name);
  if (field === undefined) {
    if (value.kind !== "text") return [];
    if (/^(?:and|or|not)$/.test(typed)) return [change(typed.toUpperCase())];
    const compared = /^([\p{L}_@][\p{L}\p{N}_.@-]*)(>=|<=|[=!]?=|>|<)(.+)$/u.exec(typed);
    if (compared !== null) {
      const [, name = "", operator = "", operand = ""] = compared;
      const known = isKnown(name) ? name : namesLike(name, fields)[0];
      if (known !== undefined) return [change(comparison(known, operator, operand))];
    }
    const words = typed.startsWith('"') ? value.text.split(/\s+/).filter(Boolean) : [];
    const apart = words.length > 1 ? [change(words.map(quotedIfOdd).join(" "))] : [];
    return [...apart, ...elsewhere.map((name) => change(`${name}:${partOf(value.text)}`))];
  }
  const behind = text.slice(from, to).replace(/^(?:\\.|[^:\\])*:/s, "");
  if (!isKnown(field)) {
    const renamed = namesLike(field, fields).map((name) =>
      change(`${escapeField(name)}:${behind}`),
    );
    return value.kind === "text" ? [...renamed, change(quotePhrase(typed))] : renamed;
  }
  if (value.kind !== "text" || value.text === "") return [];
  return [change(`${escapeField(field)}:${partOf(value.text)}`)];
}

/** The fields that a name may stand for. */
function namesLike(name: string, fields: readonly string[]): string[] {
  const bare = name.replace(/^(?:attributes|resource|fields|labels)\./, "");
  const folded = bare.toLowerCase();
  const known = [...fieldsOf("logs").keys(), ...fields];
  const alias = Object.hasOwn(otherNames, folded) ? otherNames[folded] : undefined;
  const isClose = folded.length > 3 ? createFuzzyMatcher(folded, 1) : () => false;
  const names = [
    ...known.filter((other) => other.toLowerCase() === folded),
    ...(alias === undefined ? [] : [alias]),
    ...known.filter((other) => isClose(other.toLowerCase())),
    ...known.filter((other) => other.endsWith(`.${bare}`)),
  ];
  return [...new Set(names)].filter((other) => other !== name).slice(0, 2);
}

function comparison(name: string, operator: string, operand: string): string {
  const field = `${escapeField(name)}:`;
  const isEquality = operator === "=" || operator === "==" || operator === "!=";
  if (!isEquality) return field + operator + operand;
  return `${operator === "!=" ? "NOT " : ""}${field}${quotedIfOdd(operand)}`;
}

const quotedIfOdd = (text: string) => (/^[\p{L}\p{N}_.]+$/u.test(text) ? text : quotePhrase(text));

/** A pattern for the texts that hold this one. */
const partOf = (text: string) => `*${text.replace(/[\s"\\()[\]{}*?:~^/]/gu, "\\$&")}*`;

function changed(text: string, changes: readonly Change[]): string {
  return [...changes]
    .sort((a, b) => b.from - a.from)
    .reduce((all, { from, to, text: other }) => all.slice(0, from) + other + all.slice(to), text);
}

function termsOf(query: Query | undefined): Term[] {
  switch (query?.kind) {
    case "term":
      return [query];
    case "and":
    case "or":
      return query.nodes.flatMap(termsOf);
    case "not":
      return termsOf(query.node);
    case "all":
    case undefined:
      return [];
  }
}

function parsed(text: string): Query | undefined {
  try {
    return parseQuery(text);
  } catch {
    return undefined; // then its error is shown
  }
}

const isQuery = (text: string) => parsed(text) !== undefined;
