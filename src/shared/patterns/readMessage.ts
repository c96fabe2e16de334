// A message → its pieces: reads it once, from the left, and knows what differs from message to message by
// its form alone. Of several lines the first one counts; of a Python traceback also the last.

import { flag, flagsOf, isDigit, isLetter } from "./charClasses";
import { kindOf } from "./placeholders";
import { readWord } from "./readWord";
import type { Segments } from "./segments";

/** What comes later tells no template from another. */
const maxMessageLength = 1000;
/** Lists show bodies up to 4,096 characters: of longer ones the last line is not looked at. */
const maxTracebackLength = 4096;
const maxQuotedLength = 256;
const space = 32;
const traceback = "Traceback (most recent call last)";
const varying = flag.digit | flag.dot | flag.slash | flag.at;
const isRequest = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT|TRACE) /;

export function readMessage(segments: Segments, body: string): void {
  segments.reset(body);
  const start = firstVisible(body);
  const line = body.indexOf("\n", start);
  // An object that is printed over several lines begins with a bracket alone.
  const isFirstLineTelling = line > start + 2;
  const end = Math.min(isFirstLineTelling ? line : body.length, start + maxMessageLength);
  readText(segments, body, start, end);
  if (isFirstLineTelling && body.startsWith(traceback, start)) {
    const trimmed = body.length <= maxTracebackLength ? body.trimEnd().length : 0;
    const last = body.lastIndexOf("\n", trimmed - 1);
    if (last > line) {
      readText(segments, body, last, Math.min(trimmed, last + maxMessageLength));
    }
  }
}

function firstVisible(text: string): number {
  let at = 0;
  while (at < text.length && flagsOf(text.charCodeAt(at)) === flag.blank) at++;
  return at;
}

function readText(segments: Segments, text: string, start: number, end: number): void {
  /** From here on nothing differed. */
  let kept = start;
  let at = start;
  while (at < end) {
    let found = flagsOf(text.charCodeAt(at));
    if ((found & flag.word) !== 0) {
      const from = at;
      let flags = 0;
      do {
        flags |= found;
        found = ++at < end ? flagsOf(text.charCodeAt(at)) : 0;
      } while ((found & flag.word) !== 0);
      if ((flags & varying) === 0) continue;
      const dated = (flags & flag.digit) === 0 ? from : startOfDate(text, from, kept);
      segments.literal(kept, dated);
      if (dated < from) segments.hole(kindOf.time, dated, at);
      else at = readVarying(segments, text, from, at, end, flags);
      kept = at;
    } else if (found === flag.blank) {
      const from = at++;
      const isSpace = text.charCodeAt(from) === space;
      if (isSpace && at < end && flagsOf(text.charCodeAt(at)) !== flag.blank) continue;
      segments.literal(kept, from);
      while (at < end && flagsOf(text.charCodeAt(at)) === flag.blank) at++;
      if (at < end) segments.hole(kindOf.blank, from, at);
      kept = at;
    } else if (found === flag.quote) {
      if (at > start && isWordChar(text.charCodeAt(at - 1))) {
        at++;
        continue;
      }
      segments.literal(kept, at);
      kept = at;
      at = readQuoted(segments, text, at, end);
      if (at === kept) at++;
      else kept = at;
    } else {
      at++;
    }
  }
  segments.literal(kept, at);
}

/** A word that may differ. Gives where to read on. */
function readVarying(
  segments: Segments,
  text: string,
  start: number,
  at: number,
  end: number,
  flags: number,
): number {
  let stop = at;
  while (stop > start && isPunctuation(text.charCodeAt(stop - 1))) stop--;
  if ((flags & varying) === flag.dot && text.lastIndexOf(".", stop - 1) <= start) {
    segments.literal(start, at); // the end of a sentence
    return at;
  }
  readWord(segments, text, start, stop, flags);
  if (stop < at) {
    segments.literal(stop, at);
  } else if (text.charCodeAt(at) === 63 && (flags & flag.slash) !== 0) {
    return readQueryString(segments, text, at, end);
  } else if (segments.lastKind === kindOf.time) {
    return readFraction(segments, text, at, end);
  }
  return at;
}

const months = new Set("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "));
const days = new Set("Mon Tue Wed Thu Fri Sat Sun".split(" "));

/** Of "Fri Jun 17" where its day begins, not before `from`; the same place when no month is before it. */
function startOfDate(text: string, day: number, from: number): number {
  const month = day - 4;
  if (month < from || text.charCodeAt(day - 1) !== space) return day;
  if (month > from && isWordChar(text.charCodeAt(month - 1))) return day;
  if (!months.has(text.slice(month, month + 3))) return day;
  const weekday = month - 4;
  const hasDay = weekday >= from && text.charCodeAt(month - 1) === space;
  return hasDay && days.has(text.slice(weekday, weekday + 3)) ? weekday : month;
}

/** Ends a sentence, or is what "key:value" has between. */
const isPunctuation = (code: number) =>
  code === 46 || code === 58 || code === 37 || code === 45 || code === 43 || code === 126;

/** Of a URL: up to the next blank or quote. */
function readQueryString(segments: Segments, text: string, mark: number, end: number): number {
  let at = mark + 1;
  while (at < end) {
    if ((flagsOf(text.charCodeAt(at)) & (flag.blank | flag.quote)) !== 0) break;
    at++;
  }
  segments.literal(mark, mark + 1);
  if (at > mark + 1) segments.hole(kindOf.query, mark + 1, at);
  return at;
}

/** 14:01:47,331 */
function readFraction(segments: Segments, text: string, comma: number, end: number): number {
  let at = comma + 1;
  if (text.charCodeAt(comma) !== 44) return comma;
  while (at < end && isDigit(text.charCodeAt(at))) at++;
  if (at - comma < 4) return comma;
  segments.extend(at);
  return at;
}

/** Gives where to read on; the same place when it is no opening quote. */
function readQuoted(segments: Segments, text: string, open: number, end: number): number {
  const close = closingQuote(text, open, Math.min(end, open + maxQuotedLength));
  if (close < 0) return open;
  const inner = open + 1;
  if (text.charCodeAt(close + 1) === 58) {
    segments.literal(open, close + 1); // the key of an object
    return close + 1;
  }
  if (isRequest.test(text.slice(inner, Math.min(close, inner + 8)))) return open;
  segments.literal(open, inner);
  const count = segments.count;
  if (!readAsOne(segments, text, inner, close, count)) {
    segments.cutTo(count, inner);
    segments.hole(kindOf.str, inner, close);
  }
  segments.literal(close, close + 1);
  return close + 1;
}

/** "42" is a number, also in quotes. */
function readAsOne(
  segments: Segments,
  text: string,
  start: number,
  end: number,
  count: number,
): boolean {
  let flags = 0;
  for (let at = start; at < end; at++) {
    const found = flagsOf(text.charCodeAt(at));
    if ((found & flag.word) === 0) return false;
    flags |= found;
  }
  if ((flags & varying) === 0) return false;
  readWord(segments, text, start, end, flags);
  return segments.count === count + 1 && segments.lastKind !== kindOf.text;
}

function closingQuote(text: string, open: number, end: number): number {
  const quote = text.charCodeAt(open);
  for (let at = open + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === quote) return isWordChar(text.charCodeAt(at + 1)) ? -1 : at;
  }
  return -1;
}

/** NaN, past the end, is none. */
const isWordChar = (code: number) => isDigit(code) || isLetter(code);
