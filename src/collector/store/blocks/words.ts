// The words of a block's text that one may mean by a misspelt word, as a list: `capacitro~` then looks only into
// blocks that have a word so close. Bounded: of a block with too many words no word is known.

import type { TextTest } from "../../../shared/query/condition";

/** Of the misspelt word, in bytes; a shorter one is close to too much, a longer one is told by its grams. */
const leastMeant = 6;
const mostMeant = 19;
/** What is within two edits of such a word. */
const leastBytes = leastMeant - 2;
const mostBytes = mostMeant + 2;
/** Text of random ids has so many words; prose and templates a tenth of it. */
const mostWords = 16_384;
const mostTextBytes = 192 * 1024;

const backslash = 0x5c;
const letterU = 0x75;
const newline = 0x0a;
/** As in edits.ts, of text in lower case. */
const isWordByte = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(byte >= 0x80 || /[0-9a-z_]/.test(String.fromCharCode(byte))),
);
/** Not in the words that are looked up: each costs an edit. */
const isForeign = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(byte >= 0x80 || /[0-9]/.test(String.fromCharCode(byte))),
);

/** True when a list tells whether a block has a word so close. */
export const isListed = ({
  word,
  distance,
  isWhole,
}: Extract<TextTest, { readonly kind: "fuzzy" }>): boolean =>
  !isWhole &&
  distance > 0 &&
  word.length >= leastMeant &&
  word.length <= mostMeant &&
  /^[a-z_]*$/.test(word);

export class WordList {
  private readonly bytes = Buffer.alloc(mostTextBytes);
  private used = 0;
  private count = 0;
  private isComplete = true;
  /** Number of the word, from 1; by hash, open addressing. */
  private readonly table = new Uint16Array(4 * mostWords);
  private readonly starts = new Uint32Array(mostWords + 1);

  /** The words that begin between two bytes of UTF-8 text in lower case; JSON's escapes are known. */
  add(text: Uint8Array, from: number, to: number): void {
    let i = from;
    if (from > 0 && isWordByte[text[from - 1] ?? 0] === 1) {
      while (i < text.length && isWordByte[text[i] ?? 0] === 1) i++;
    }
    while (i < to && this.isComplete) {
      if (isWordByte[text[i] ?? 0] === 0) {
        i++;
        continue;
      }
      const start = i;
      while (i < text.length && isWordByte[text[i] ?? 0] === 1) i++;
      this.take(text, start, i);
      if (start > 0 && text[start - 1] === backslash) this.takeEscaped(text, start, i);
    }
  }

  /** One a line; undefined when there are too many. */
  text(): string | undefined {
    return this.isComplete ? this.bytes.toString("utf8", 0, this.used) : undefined;
  }

  /** What follows `\n` or `\u001b` in JSON is a word of its own. */
  private takeEscaped(text: Uint8Array, start: number, end: number): void {
    this.take(text, start + 1, end);
    if (text[start] !== letterU || end - start < 5) return;
    const code = Number.parseInt(Buffer.from(text.subarray(start + 1, start + 5)).toString(), 16);
    // An escaped letter would be part of the word.
    if (code >= 0x80 || isWordByte[code] === 1 || (code >= 0x41 && code <= 0x5a)) {
      this.isComplete = false;
    }
    this.take(text, start + 5, end);
  }

  private take(text: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (length < leastBytes || length > mostBytes) return;
    let hash = length;
    let foreign = 0;
    for (let i = start; i < end; i++) {
      const byte = text[i] ?? 0;
      hash = Math.imul(hash ^ byte, 0x01000193);
      foreign += isForeign[byte] ?? 0;
    }
    // Of two edits a shorter word than any that is looked up has taken some already.
    if (foreign > Math.min(2, length - leastBytes)) return;
    const mask = this.table.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let found = this.table[slot] ?? 0; found !== 0; found = this.table[slot] ?? 0) {
      if (this.isWord(found, text, start, length)) return;
      slot = (slot + 1) & mask;
    }
    if (this.count >= mostWords || this.used + length + 1 > mostTextBytes) {
      this.isComplete = false;
      return;
    }
    this.table[slot] = ++this.count;
    this.starts[this.count] = this.used;
    this.bytes.set(text.subarray(start, end), this.used);
    this.used += length;
    this.bytes[this.used++] = newline;
  }

  private isWord(number: number, text: Uint8Array, start: number, length: number): boolean {
    const at = this.starts[number] ?? 0;
    if (this.bytes[at + length] !== newline) return false;
    for (let i = 0; i < length; i++) if (this.bytes[at + i] !== text[start + i]) return false;
    return true;
  }
}
