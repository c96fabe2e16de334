// Text expositions: 0.0.4, 1.0.0 with UTF-8 names, and OpenMetrics 1.0. One reader a target: the part of a line
// that names its series is worked out once and then found by its text, as 10,000 lines come every few seconds.

import { endOfSeriesName, readSeriesName, unquote } from "./labels";
import { maxCachedBytes, maxLineBytes, maxSamples } from "./limits";
import { readNumber } from "./number";
import type { ExposedType, Family, Reading, Slot } from "./reading";
import { ReadingTable } from "./readingTable";

export type ExpositionFormat = "text" | "openmetrics";

export interface Exposition {
  readonly readings: readonly Reading[];
  readonly samples: number;
  /** Some sample had a time of its own. */
  readonly hasTimes: boolean;
  /** Lines that were left out. */
  readonly refused: readonly RefusedLine[];
  /** OpenMetrics without its end: it was cut off, and nothing of it is to be used. */
  readonly isCutOff: boolean;
}
export interface RefusedLine {
  readonly reason: string;
  /** 1 for the first. */
  readonly lineNumber: number;
  readonly line: string;
  /** More than one for the last of very many. */
  readonly count: number;
}
/** The rest is counted with the last of them. */
const maxRefusedLines = 1000;

const none: readonly string[] = [];

const types: Readonly<Record<string, ExposedType | undefined>> = {
  counter: "counter",
  gauge: "gauge",
  histogram: "histogram",
  gaugehistogram: "gaugehistogram",
  summary: "summary",
  info: "gauge",
  stateset: "gauge",
  untyped: "unknown",
  unknown: "unknown",
};

export class ExpositionReader {
  private readonly table: ReadingTable;
  private readonly slots = new Map<string, Slot>();
  private readonly comments = new Set<string>();
  private cachedBytes = 0;
  private samples = 0;
  private hasTimes = false;
  private hasEnded = false;
  private mustRepeat = false;
  private refused: RefusedLine[] = [];
  private lineNumber = 0;
  private format: ExpositionFormat = "text";

  constructor(fixedLabels?: ReadonlyMap<string, string>) {
    this.table = new ReadingTable(fixedLabels);
  }

  read(body: Uint8Array, format: ExpositionFormat): Exposition {
    const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("latin1");
    this.format = format;
    if (this.cachedBytes > maxCachedBytes) this.forget();
    this.readLines(text);
    // A `# TYPE` behind its samples: now that it is known, they are sorted by it.
    if (this.mustRepeat) {
      this.slots.clear();
      this.table.clear();
      this.readLines(text);
    }
    return {
      readings: this.table.active,
      samples: this.samples,
      hasTimes: this.hasTimes,
      refused: this.refused,
      isCutOff: format === "openmetrics" && !this.hasEnded,
    };
  }

  private forget(): void {
    this.slots.clear();
    this.comments.clear();
    this.table.clear();
    this.table.forgetFamilies();
    this.cachedBytes = 0;
  }

  private readLines(text: string): void {
    this.table.begin();
    this.samples = 0;
    this.lineNumber = 0;
    this.refused = [];
    this.hasTimes = this.hasEnded = this.mustRepeat = false;
    let at = 0;
    while (at < text.length && !this.isOver()) {
      let end = text.indexOf("\n", at);
      if (end < 0) end = text.length;
      this.lineNumber++;
      this.readLine(text, at, text.charCodeAt(end - 1) === 0x0d && end > at ? end - 1 : end);
      at = end + 1;
    }
    if (text.slice(at).trim() !== "") this.refuse("after-the-end", text, at, text.length);
  }

  /** In the text format `# EOF` is a comment. */
  private isOver(): boolean {
    return this.hasEnded && this.format === "openmetrics";
  }

  private readLine(text: string, start: number, end: number): void {
    const from = skipBlanks(text, start, end);
    if (from === end) return;
    if (end - from > maxLineBytes) this.refuse("line-too-long", text, from, from + maxLineBytes);
    else if (text.charCodeAt(from) === 0x23) this.readComment(text, from, end);
    else this.readSample(text, from, end);
  }

  private readSample(text: string, from: number, end: number): void {
    const nameEnd = endOfSeriesName(text, from, end);
    if (nameEnd < 0) return this.refuse("bad-labels", text, from, end);
    const valueAt = skipBlanks(text, nameEnd, end);
    const valueEnd = endOfToken(text, valueAt, end);
    const value = readNumber(text.slice(valueAt, valueEnd));
    if (value === undefined) return this.refuse("bad-value", text, from, end);
    let timeMs = NaN;
    let at = skipBlanks(text, valueEnd, end);
    if (at < end && text.charCodeAt(at) !== 0x23) {
      const timeEnd = endOfToken(text, at, end);
      timeMs = readTimeMs(text.slice(at, timeEnd), this.format);
      if (Number.isNaN(timeMs)) return this.refuse("bad-time", text, from, end);
      this.hasTimes = true;
      at = skipBlanks(text, timeEnd, end);
    }
    let exemplars = none;
    if (at < end) {
      if (text.charCodeAt(at) !== 0x23) return this.refuse("bad-line", text, from, end);
      exemplars = [fresh(text.slice(skipBlanks(text, at + 1, end), end))];
    }
    if (this.samples >= maxSamples) return this.refuse("too-many-samples", text, from, end);
    const slot = this.slotOf(text, from, nameEnd, end);
    if (slot === undefined) return;
    this.samples++;
    this.table.put(slot, value, timeMs, exemplars);
  }

  private slotOf(text: string, from: number, to: number, end: number): Slot | undefined {
    const known = this.slots.get(text.slice(from, to));
    if (known !== undefined) return known;
    const key = fresh(text.slice(from, to));
    const series = readSeriesName(key);
    const slot = series === undefined ? "bad-name" : this.table.slotOf(series.name, series.labels);
    if (typeof slot === "string") {
      this.refuse(slot, text, from, end);
      return undefined;
    }
    this.slots.set(key, slot);
    this.cachedBytes += key.length + slot.reading.key.length;
    return slot;
  }

  /** `# HELP`, `# TYPE`, `# UNIT` and `# EOF`; anything else is a comment. */
  private readComment(text: string, from: number, end: number): void {
    if (this.comments.has(text.slice(from, end))) return;
    const wordAt = skipBlanks(text, from + 1, end);
    const wordEnd = endOfToken(text, wordAt, end);
    const word = text.slice(wordAt, wordEnd);
    if (word === "EOF" && skipBlanks(text, wordEnd, end) === end) {
      this.hasEnded = true;
      return;
    }
    if (word !== "HELP" && word !== "TYPE" && word !== "UNIT") return;
    const nameAt = skipBlanks(text, wordEnd, end);
    const isQuoted = text.charCodeAt(nameAt) === 0x22 && nameAt < end;
    const nameEnd = isQuoted ? endOfQuotedToken(text, nameAt, end) : endOfToken(text, nameAt, end);
    const name = isQuoted
      ? unquote(text.slice(nameAt + 1, nameEnd - 1))
      : fresh(text.slice(nameAt, nameEnd));
    const said = text.slice(skipBlanks(text, nameEnd, end), end);
    const what = word === "HELP" ? { help: unquote(said) } : familyOf(word, fresh(said.trim()));
    if (name === "" || what === undefined) return this.refuse("bad-comment", text, from, end);
    if (!this.table.declare(name, what)) this.mustRepeat = true;
    this.comments.add(fresh(text.slice(from, end)));
    this.cachedBytes += end - from;
  }

  private refuse(reason: string, text: string, from: number, end: number): void {
    const last = this.refused.at(-1);
    if (last !== undefined && this.refused.length >= maxRefusedLines) {
      this.refused[maxRefusedLines - 1] = { ...last, count: last.count + 1 };
      return;
    }
    const line = fresh(text.slice(from, Math.min(end, from + 1024)));
    this.refused.push({ reason, line, lineNumber: this.lineNumber, count: 1 });
  }
}

function familyOf(word: string, said: string): Partial<Family> | undefined {
  if (word === "UNIT") return { unit: said };
  const type = Object.hasOwn(types, said) ? types[said] : undefined;
  return type === undefined ? undefined : { type };
}

/** Milliseconds since the epoch: the text format has those, OpenMetrics has seconds with a fraction. */
function readTimeMs(text: string, format: ExpositionFormat): number {
  const time = readNumber(text);
  if (time === undefined || !Number.isFinite(time)) return NaN;
  return format === "text" ? time : time * 1000;
}

function skipBlanks(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09)) at++;
  return at;
}

function endOfToken(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text.charCodeAt(at) !== 0x20 && text.charCodeAt(at) !== 0x09) at++;
  return at;
}

function endOfQuotedToken(text: string, from: number, end: number): number {
  for (let at = from + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code === 0x5c) at++;
  }
  return end;
}

/** A copy of its own: a slice would keep the whole exposition in memory. */
const fresh = (latin1: string) => Buffer.from(latin1, "latin1").toString("latin1");
