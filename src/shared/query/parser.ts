// Query text → Query. NOT binds before AND, AND (also unwritten, between neighbours) before OR.

import type { Bound, Query, Term, Value, WildcardPart } from "./ast";
import { type RangeBound, type Token, tokenize } from "./lexer";
import { type Place, queryError } from "./queryError";

/** Deeper nesting is no question but an attack on the stack. */
const maxDepth = 50;
/** Each term costs a test a record. */
const maxTerms = 500;
/** Lucene's bound: beyond two edits everything resembles everything. */
const maxEdits = 2;
const maxNearDistance = 100;

/** Throws QueryError. Blank text is everything. */
export function parseQuery(text: string): Query {
  return new Parser(tokenize(text)).run();
}

class Parser {
  private at = 0;
  private depth = 0;
  private termCount = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  run(): Query {
    if (this.peek().kind === "end") return { kind: "all" };
    const query = this.or(undefined);
    const rest = this.peek();
    if (rest.kind !== "end") throw queryError(rest, "This ) closes nothing.", "no ) or a ( before");
    return query;
  }

  private or(field: FieldContext | undefined): Query {
    const nodes = [this.and(field)];
    while (this.peek().kind === "or") {
      this.at++;
      nodes.push(this.and(field));
    }
    return nodes.length === 1 && nodes[0] !== undefined ? nodes[0] : { kind: "or", nodes };
  }

  private and(field: FieldContext | undefined): Query {
    const nodes = [this.unary(field)];
    for (;;) {
      const { kind } = this.peek();
      if (kind === "and") this.at++;
      else if (kind === "or" || kind === "close" || kind === "end") break;
      nodes.push(this.unary(field));
    }
    return nodes.length === 1 && nodes[0] !== undefined ? nodes[0] : { kind: "and", nodes };
  }

  private unary(field: FieldContext | undefined): Query {
    let isNegated = false;
    for (;;) {
      const { kind } = this.peek();
      if (kind === "not") isNegated = !isNegated;
      else if (kind !== "require") break;
      this.at++;
    }
    const node = this.primary(field);
    return isNegated ? { kind: "not", node } : node;
  }

  private primary(field: FieldContext | undefined): Query {
    const token = this.peek();
    if (token.kind === "open") return this.group(field);
    if (token.kind === "field") {
      if (field !== undefined) {
        throw queryError(token, `A field inside ${field.name}:( … ).`, "a value");
      }
      this.at++;
      const context = { name: token.name };
      return this.peek().kind === "open" ? this.group(context) : this.term(context, token);
    }
    return this.term(field);
  }

  private group(field: FieldContext | undefined): Query {
    const open = this.peek();
    this.at++;
    if (++this.depth > maxDepth) {
      throw queryError(open, "Too many parentheses inside each other.", `at most ${maxDepth}`);
    }
    const node = this.or(field);
    const close = this.peek();
    if (close.kind !== "close") throw queryError(open, "This ( is not closed.", "a closing )");
    this.at++;
    this.depth--;
    return node;
  }

  /** `fieldToken` where the field stands right before the value, not before a group of values. */
  private term(field: FieldContext | undefined, fieldToken?: Token): Query {
    if (++this.termCount > maxTerms) {
      throw queryError(this.peek(), "The query has too many terms.", `at most ${maxTerms}`);
    }
    const value = this.value(field);
    const place = fieldToken === undefined ? value.place : span(fieldToken, value.place);
    return termOf(field?.name, value, place);
  }

  private value(field: FieldContext | undefined): Value {
    const token = this.peek();
    switch (token.kind) {
      case "word":
      case "phrase":
        this.at++;
        return this.textual(token, field);
      case "regex":
        this.at++;
        return { kind: "regex", source: token.source, place: token };
      case "range":
        this.at++;
        this.requireField(field, token, "A range");
        return {
          kind: "range",
          lower: boundOf(token.lower),
          upper: boundOf(token.upper),
          place: token,
        };
      case "compare":
        this.at++;
        this.requireField(field, token, "A comparison");
        return this.comparison(token);
      case "and":
      case "or":
      case "not":
      case "require":
      case "close":
      case "end":
      case "open":
      case "field":
      case "tilde":
        throw this.missing(token, field);
    }
  }

  private textual(token: Token & { kind: "word" | "phrase" }, field?: FieldContext): Value {
    const tilde = this.peek();
    const text = token.kind === "phrase" ? token.text : plainText(token.parts);
    if (tilde.kind === "tilde") {
      this.at++;
      return similar(token, text, tilde);
    }
    if (text !== undefined) {
      if (text === "" && field === undefined && token.kind === "phrase") {
        throw queryError(token, "An empty phrase.", "text between the quotes");
      }
      return { kind: "text", text, place: token };
    }
    return { kind: "wildcard", parts: token.kind === "word" ? token.parts : [], place: token };
  }

  private comparison(token: Token & { kind: "compare" }): Value {
    const operand = this.peek();
    const text =
      operand.kind === "phrase"
        ? operand.text
        : operand.kind === "word"
          ? plainText(operand.parts)
          : undefined;
    if (text === undefined || text === "") {
      const place = operand.kind === "end" ? token : operand;
      throw queryError(place, `Nothing to compare with after ${token.operator}.`, "a value");
    }
    this.at++;
    const bound = { text, isInclusive: token.operator.length === 2, place: operand };
    const isLower = token.operator.startsWith(">");
    return {
      kind: "range",
      lower: isLower ? bound : undefined,
      upper: isLower ? undefined : bound,
      place: span(token, operand),
    };
  }

  private requireField(field: FieldContext | undefined, place: Place, what: string): void {
    if (field !== undefined && field.name !== "*") return;
    throw queryError(
      place,
      `${what} needs a field.`,
      "field: before it, or quotes around the text",
    );
  }

  private missing(token: Token, field: FieldContext | undefined): Error {
    const previous = this.tokens[this.at - 1];
    if (field !== undefined && previous?.kind === "field") {
      return queryError(
        previous,
        `The field ${field.name} has no value.`,
        field.name === "_exists_" ? "a field's name" : 'a value ("" around text with a colon)',
      );
    }
    const isOperator = token.kind === "and" || token.kind === "or";
    if (isOperator) return queryError(token, "Nothing stands before this operator.", "a term");
    if (token.kind === "close" && previous?.kind === "open") {
      return queryError(span(previous, token), "Nothing is between ( and ).", "a term, or quotes");
    }
    if (previous !== undefined && previous.kind !== "open") {
      return queryError(previous, "Nothing follows this operator.", "a term");
    }
    return queryError(token, "Something is missing here.", "a word, a phrase or field:value");
  }

  private peek(): Token {
    return this.tokens[this.at] ?? { kind: "end", position: 0, length: 0 };
  }
}

interface FieldContext {
  readonly name: string;
}

function termOf(field: string | undefined, value: Value, place: Place): Query {
  if (field === "_exists_") return existence(value, place);
  if (field === "_missing_") {
    throw queryError(place, "_missing_ is no longer part of the language.", "NOT _exists_:field");
  }
  const isEverything =
    value.kind === "wildcard" &&
    value.parts.every((part) => part === "*") &&
    value.parts.length > 0;
  if (field === undefined || field === "*") {
    return isEverything ? { kind: "all" } : term(undefined, value, place);
  }
  return isEverything
    ? term(field, { kind: "exists", place: value.place }, place)
    : term(field, value, place);
}

function existence(value: Value, place: Place): Query {
  if (value.kind === "wildcard" && value.parts.every((part) => part === "*"))
    return { kind: "all" };
  if (value.kind !== "text" || value.text === "") {
    throw queryError(value.place, "_exists_ takes the name of a field.", "a field's name");
  }
  return term(value.text, { kind: "exists", place: value.place }, place);
}

function term(field: string | undefined, value: Value, place: Place): Term {
  return { kind: "term", field, value, place };
}

/** Undefined when there is a wildcard among the parts. */
function plainText(parts: readonly WildcardPart[]): string | undefined {
  let text = "";
  for (const part of parts) {
    if (typeof part === "string") return undefined;
    text += part.text;
  }
  return text;
}

function similar(token: Token, text: string | undefined, tilde: Token & { kind: "tilde" }): Value {
  if (text === undefined) {
    throw queryError(tilde, "A word with wildcards cannot be fuzzy.", "a word without * and ?");
  }
  const place = span(token, tilde);
  if (token.kind === "phrase") {
    const words = tilde.distance;
    if (words === undefined || !Number.isInteger(words) || words > maxNearDistance) {
      throw queryError(
        tilde,
        "A phrase takes a distance in words.",
        `a whole number up to ${maxNearDistance}, as in "a b"~5`,
      );
    }
    return { kind: "near", text, distance: words, place };
  }
  const distance = tilde.distance ?? maxEdits;
  if (!Number.isInteger(distance) || distance > maxEdits) {
    throw queryError(tilde, "Not a number of edits.", "0, 1 or 2");
  }
  return { kind: "fuzzy", text, distance, place };
}

function boundOf(bound: RangeBound): Bound | undefined {
  const { text, isInclusive, position, length } = bound;
  return text === undefined ? undefined : { text, isInclusive, place: { position, length } };
}

function span(from: Place, to: Place): Place {
  return { position: from.position, length: to.position + to.length - from.position };
}
