// Query → Condition: what each field is, and what its values mean there. Wrong values ("level:>=soon")
// are refused here, with their place.

import { normaliseSpanId, normaliseTraceId } from "../ids";
import type { Query, Term, Value } from "./ast";
import type { Condition, NumberTest, TextTest } from "./condition";
import { type Field, fieldOf, type Target } from "./fields";
import { fold } from "./fold";
import { parseNumber } from "./number";
import { resolveLevel } from "./resolveLevel";
import { durationInterval, integerInterval, timeInterval } from "./resolveInterval";
import { isText, textTest, rangeTest } from "./resolveText";
import { queryError } from "./queryError";
import { requireNoUnit, requireOrder } from "./rangeChecks";

/** `nowNanos` is what `now` in date math means. Throws QueryError. */
export function resolveQuery(query: Query, target: Target, nowNanos: bigint): Condition {
  switch (query.kind) {
    case "all":
      return { kind: "constant", value: true };
    case "and":
    case "or":
      return {
        kind: query.kind,
        parts: query.nodes.map((node) => resolveQuery(node, target, nowNanos)),
      };
    case "not":
      return { kind: "not", part: resolveQuery(query.node, target, nowNanos) };
    case "term":
      return resolveTerm(query, target, nowNanos);
  }
}

function resolveTerm(term: Term, target: Target, nowNanos: bigint): Condition {
  const { value } = term;
  if (term.field === undefined) return { kind: "anywhere", test: textTest(value, "part") };
  const field = fieldOf(target, term.field);
  if (field === undefined) return resolveAttribute(term.field, value, nowNanos);
  switch (field.type) {
    case "text":
      return text(field, value.kind === "range" ? rangeTest(value) : textTest(value, "whole"));
    case "message":
      return text(field, value.kind === "range" ? rangeTest(value) : textTest(value, "part"));
    case "trace-id":
      return text(field, idTest(value, normaliseTraceId));
    case "span-id":
      return text(field, idTest(value, normaliseSpanId));
    case "level":
      return resolveLevel(value);
    case "integer":
      return {
        kind: "integer",
        key: field.key === "seq" ? "seq" : "line",
        ...integerInterval(term.field, value),
      };
    case "time":
      return { kind: "integer", key: "timeUnixNano", ...timeInterval(value, nowNanos) };
    case "duration":
      return { kind: "integer", key: "durationNanos", ...durationInterval(value) };
    case "number":
      return { kind: "number", key: "value", test: numberTest(term.field, value) };
  }
}

function text(field: Field, test: TextTest): Condition {
  return isText(field.key)
    ? { kind: "text", key: field.key, test }
    : { kind: "constant", value: false };
}

function idTest(value: Value, normalise: (id: string) => string): TextTest {
  if (value.kind === "range") return rangeTest(value);
  if (value.kind !== "text") return textTest(value, "whole");
  return { kind: "equals", text: normalise(value.text) || fold(value.text) };
}

function resolveAttribute(name: string, value: Value, nowNanos: bigint): Condition {
  if (value.kind === "range") {
    requireNoUnit(name, value);
    const test = numberRange(value) ?? rangeTest(value, nowNanos);
    return { kind: "attribute", name, test };
  }
  const number = value.kind === "text" ? exactNumber(value.text) : undefined;
  const test = number === undefined ? textTest(value, "whole") : equalTo(number);
  return { kind: "attribute", name, test };
}

/** Long ids are digits too, but a double cannot tell neighbours apart: they are compared as text. */
function exactNumber(text: string): number | undefined {
  const number = parseNumber(text);
  return number !== undefined && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : undefined;
}

function equalTo(value: number): NumberTest {
  const bound = { value, isInclusive: true };
  return { kind: "between", lower: bound, upper: bound };
}

/** Undefined when a bound is no number: then the range is one of texts. */
function numberRange(value: Value & { kind: "range" }): NumberTest | undefined {
  const read = (bound: (typeof value)["lower"]) => {
    if (bound === undefined) return undefined;
    const number = parseNumber(bound.text);
    return number === undefined ? null : { value: number, isInclusive: bound.isInclusive };
  };
  const lower = read(value.lower);
  const upper = read(value.upper);
  if (lower === null || upper === null || (lower === undefined && upper === undefined)) {
    return undefined;
  }
  const isReversed = lower !== undefined && upper !== undefined && lower.value > upper.value;
  requireOrder(value, isReversed);
  return { kind: "between", lower, upper };
}

function numberTest(name: string, value: Value): NumberTest {
  if (value.kind === "exists") return { kind: "between", lower: undefined, upper: undefined };
  const number = value.kind === "text" ? parseNumber(value.text) : undefined;
  if (number !== undefined) return equalTo(number);
  const range = value.kind === "range" ? numberRange(value) : undefined;
  if (range !== undefined) return range;
  throw queryError(value.place, `${name} is a number.`, "a number or a range of numbers");
}
