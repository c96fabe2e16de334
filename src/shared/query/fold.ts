// The one case folding of the query language: per code point simple lower-casing, as DuckDB's lower()
// does it, so that a live tail and the store give the same answer.

/**
 * Where String.toLowerCase differs from DuckDB 1.5.6: U+0130 becomes two code points, a final sigma depends
 * on its neighbours, and letters newer than DuckDB's tables have no lower case there.
 */
const differing =
  /[\u0130\u03a3\u1c89\ua7cb\ua7cc\ua7ce\ua7d2\ua7d4\ua7da\ua7dc\u{10d50}-\u{10d65}\u{16ea0}-\u{16eb8}]/u;

export function fold(text: string): string {
  if (!differing.test(text)) return text.toLowerCase();
  let folded = "";
  for (const char of text) {
    if (char === "\u0130") folded += "i";
    else if (char === "\u03a3") folded += "\u03c3";
    else folded += differing.test(char) ? char : char.toLowerCase();
  }
  return folded;
}

/** Order of code points, which is DuckDB's order of text; `<` would order UTF-16 units. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
    // Surrogates stand for code points above every other unit.
    if (isSurrogate(x) !== isSurrogate(y)) return isSurrogate(x) ? 1 : -1;
    return x - y;
  }
  return a.length - b.length;
}
