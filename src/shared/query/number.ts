// What counts as a number, for both sides of a comparison and for both engines (DuckDB's casts accept
// more: blanks, underscores, "inf").

/** Bounded so that the value is always finite; the same text is a valid RE2 pattern. */
export const numberPattern =
  "^[+-]?([0-9]{1,40}([.][0-9]{0,40})?|[.][0-9]{1,40})([eE][+-]?[0-9]{1,2})?$";

const number = new RegExp(numberPattern);

/** The number that the text is, or undefined. */
export function parseNumber(text: string): number | undefined {
  return number.test(text) ? Number(text) : undefined;
}
