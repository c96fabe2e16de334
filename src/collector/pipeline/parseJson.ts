// JSON as loggers write it: integers that a double cannot hold stay exact (as strings), and NaN and
// Infinity, which Python's json module writes, are read as the strings they are.

/** Digits of the shortest integer that a double may not hold. */
const longDigits = 16;
const tokens = /"[^"\\]*(?:\\[^][^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const oddTokens = /"[^"\\]*(?:\\[^][^"\\]*)*"|-?\b(?:NaN|Infinity)\b/g;

/** The value, or undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  const exact = hasLongDigits(text) ? quoteLongIntegers(text) : text;
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

/** Is there a run of 16 digits? Such a run covers a place of each 16: the others need no look. */
function hasLongDigits(text: string): boolean {
  for (let at = longDigits - 1; at < text.length; at += longDigits) {
    if (!isDigitAt(text, at)) continue;
    let start = at;
    let end = at;
    while (isDigitAt(text, start - 1)) start--;
    while (isDigitAt(text, end + 1)) end++;
    if (end - start + 1 >= longDigits) return true;
  }
  return false;
}

function isDigitAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at); // NaN outside
  return code >= 48 && code <= 57;
}

function quoteLongIntegers(text: string): string {
  return text.replace(tokens, (token) => {
    if (token.startsWith('"') || /[.eE]/.test(token)) return token;
    return Number.isSafeInteger(Number(token)) ? token : `"${token}"`;
  });
}
