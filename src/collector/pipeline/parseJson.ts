// JSON as loggers write it: integers that a double cannot hold stay exact (as strings), and NaN and
// Infinity, which Python's json module writes, are read as the strings they are.

/** Sixteen digits anywhere: a test that skips through the text; what it finds in a string is sorted out below. */
const mayHaveLongInteger = /\d{16}/;
const tokens = /"[^"\\]*(?:\\[^][^"\\]*)*"|-?\d{16,}(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const oddTokens = /"[^"\\]*(?:\\[^][^"\\]*)*"|-?\b(?:NaN|Infinity)\b/g;

/** The value, or undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  const exact = mayHaveLongInteger.test(text) ? quoteLongIntegers(text) : text;
  const value = parse(exact);
  if (value !== undefined || !/NaN|Infinity/.test(exact)) return value;
  return parse(exact.replace(oddTokens, (token) => (token.startsWith('"') ? token : `"${token}"`)));
}

/**
 * Several objects without a line feed between them, or one object and a rest that is no JSON.
 * [] when the text does not start with an object.
 */
export function splitObjects(text: string): { readonly values: unknown[]; readonly rest: string } {
  const values: unknown[] = [];
  let start = 0;
  while (text.charCodeAt(start) === 123) {
    const end = objectEnd(text, start);
    const value = end < 0 ? undefined : parseJson(text.slice(start, end));
    if (value === undefined) break;
    values.push(value);
    start = end;
    while (/[\s,]/.test(text.charAt(start))) start++;
  }
  return { values, rest: text.slice(start) };
}

/** Offset behind the object or array that opens at `start`; -1 when it does not close. */
export function objectEnd(text: string, start: number): number {
  let depth = 0;
  let isInString = false;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isInString) {
      if (code === 92) i++;
      else if (code === 34) isInString = false;
    } else if (code === 34) isInString = true;
    else if (code === 123 || code === 91) depth++;
    else if (code === 125 || code === 93) {
      if (--depth === 0) return i + 1;
    }
  }
  return -1;
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: the caller keeps it as text
  }
}

function quoteLongIntegers(text: string): string {
  return text.replace(tokens, (token) => {
    if (token.startsWith('"') || /[.eE]/.test(token)) return token;
    return Number.isSafeInteger(Number(token)) ? token : `"${token}"`;
  });
}
