// Ranges that are well formed and yet find nothing, or nothing that is meant: refused with the reason, as an
// empty answer would look like one.

import type { Bound, Value } from "./ast";
import { isRelativeTime } from "./dateMath";
import { queryError } from "./queryError";

type Range = Value & { readonly kind: "range" };

/** A bound that moves with the clock may pass the other one: such a range is only empty for now. */
export function requireOrder(range: Range, isReversed: boolean): void {
  const { lower, upper, place } = range;
  if (!isReversed || lower === undefined || upper === undefined) return;
  if (isRelativeTime(lower.text) || isRelativeTime(upper.text)) return;
  const problem = `The range is empty: ${lower.text} is above ${upper.text}.`;
  throw queryError(place, problem, `[${upper.text} TO ${lower.text}]`);
}

const numberWithUnit = /^[+-]?\d+(?:\.\d+)?\s?(?:[nuµμm]?s|sec|min|[mhdkKMGT]|[kKMGT]i?[bB]|%)$/;

/** "100ms" is a text: of an attribute it would be compared by its letters, where "5" is above it. */
export function requireNoUnit(field: string, { lower, upper }: Range): void {
  for (const bound of [lower, upper]) {
    if (bound !== undefined && numberWithUnit.test(bound.text)) throw noNumber(field, bound);
  }
}

function noNumber(field: string, { text, place }: Bound): Error {
  const expected = `a number in the unit that ${field} is in, as ${parseFloat(text)}`;
  return queryError(place, `${text} is no number.`, expected);
}
