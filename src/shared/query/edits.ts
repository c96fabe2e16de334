// How many edits are between two words: Damerau-Levenshtein over UTF-8 bytes, as DuckDB's
// damerau_levenshtein() counts them, so that `word~` gives the same answer live and stored.

import { fold } from "./fold";

/** Longer words are compared by nothing but equality of themselves. */
export const maxFuzzyBytes = 64;

const separators = /[^0-9a-z_\u0080-\u{10ffff}]+/u;
/** The same in RE2's syntax, for folded text. */
export const separatorsRe2 = "[^0-9a-z_\\x{80}-\\x{10ffff}]+";

const encoder = new TextEncoder();

/** Words of a text, folded; may contain empty ones at the ends. */
export function wordsOf(text: string): string[] {
  return fold(text).split(separators);
}

export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** A test for texts within so many edits of `word` (folded). */
export function createFuzzyMatcher(word: string, distance: number): (text: string) => boolean {
  const wanted = encoder.encode(word);
  return (text) => {
    if (text.length > maxFuzzyBytes + distance) return false;
    const bytes = encoder.encode(text);
    if (Math.abs(bytes.length - wanted.length) > distance) return false;
    return countEdits(bytes, wanted) <= distance;
  };
}

/** Insert, delete, replace, swap neighbours; text between swapped ones may have been edited. */
function countEdits(a: Uint8Array, b: Uint8Array): number {
  const width = b.length + 2;
  const far = a.length + b.length;
  const table = new Uint16Array((a.length + 2) * width);
  const get = (i: number, j: number) => table[(i + 1) * width + j + 1] ?? far;
  const set = (i: number, j: number, value: number) => (table[(i + 1) * width + j + 1] = value);
  for (let i = -1; i <= a.length; i++) {
    set(i, -1, far);
    if (i >= 0) set(i, 0, i);
  }
  for (let j = -1; j <= b.length; j++) {
    set(-1, j, far);
    if (j >= 0) set(0, j, j);
  }
  const lastRow = new Uint16Array(256);
  for (let i = 1; i <= a.length; i++) {
    const x = a[i - 1] ?? 0;
    let lastColumn = 0;
    for (let j = 1; j <= b.length; j++) {
      const y = b[j - 1] ?? 0;
      const row = lastRow[y] ?? 0;
      const column = lastColumn;
      if (x === y) lastColumn = j;
      const swap = get(row - 1, column - 1) + (i - row - 1) + 1 + (j - column - 1);
      const replace = get(i - 1, j - 1) + (x === y ? 0 : 1);
      set(i, j, Math.min(replace, get(i, j - 1) + 1, get(i - 1, j) + 1, swap));
    }
    lastRow[x] = i;
  }
  return get(a.length, b.length);
}
