// Sets of code points as ascending, disjoint ranges [from, to]; what a pattern's character class becomes.

import { fold } from "./fold";

/** from, to, from, to, … both inclusive. */
export type CharSet = readonly number[];

const maxCodePoint = 0x10ffff;
export const anyChar: CharSet = [0, maxCodePoint];
export const digits: CharSet = [0x30, 0x39];
/** RE2's \w. */
export const wordChars: CharSet = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];
/** RE2's \s and the vertical tab. */
export const blanks: CharSet = [0x09, 0x0d, 0x20, 0x20];
/** What makes up a word for `~`: ASCII letters, digits, `_` and everything that is not ASCII. */
export const tokenChars: CharSet = [
  0x30,
  0x39,
  0x41,
  0x5a,
  0x5f,
  0x5f,
  0x61,
  0x7a,
  0x80,
  maxCodePoint,
];

/** Wider ranges than this are not folded letter by letter: they are "everything beyond" classes. */
const maxFoldedRange = 2000;

export function single(codePoint: number): CharSet {
  return [codePoint, codePoint];
}

export function union(...sets: readonly CharSet[]): CharSet {
  const ranges: [number, number][] = [];
  for (const set of sets) {
    for (let i = 0; i < set.length; i += 2) ranges.push([set[i] ?? 0, set[i + 1] ?? 0]);
  }
  ranges.sort((a, b) => a[0] - b[0]);
  const merged: number[] = [];
  for (const [from, to] of ranges) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last + 1) merged[merged.length - 1] = Math.max(last, to);
    else merged.push(from, to);
  }
  return merged;
}

export function complement(set: CharSet): CharSet {
  const rest: number[] = [];
  let next = 0;
  for (let i = 0; i < set.length; i += 2) {
    const from = set[i] ?? 0;
    if (from > next) rest.push(next, from - 1);
    next = (set[i + 1] ?? 0) + 1;
  }
  if (next <= maxCodePoint) rest.push(next, maxCodePoint);
  return rest;
}

export function has(set: CharSet, codePoint: number): boolean {
  for (let i = 0; i < set.length; i += 2) {
    if (codePoint < (set[i] ?? 0)) return false;
    if (codePoint <= (set[i + 1] ?? 0)) return true;
  }
  return false;
}

/** The set and the folded form of its letters: what it matches in folded text. */
export function foldSet(set: CharSet): CharSet {
  const extra: CharSet[] = [set];
  for (let i = 0; i < set.length; i += 2) {
    const from = set[i] ?? 0;
    const to = set[i + 1] ?? 0;
    const upperFrom = Math.max(from, 0x41);
    const upperTo = Math.min(to, 0x5a);
    if (upperFrom <= upperTo) extra.push([upperFrom + 32, upperTo + 32]);
    const beyond = Math.max(from, 0x80);
    if (to - beyond > maxFoldedRange) continue;
    for (let code = beyond; code <= to; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const folded = fold(String.fromCodePoint(code)).codePointAt(0) ?? code;
      if (folded !== code) extra.push(single(folded));
    }
  }
  return union(...extra);
}
