// A word with digits, slashes or an @ in it: which parts of it differ from message to message. Looked at
// as a whole first (a uuid, an address, a time), then part by part ("worker-7": worker-<num>).

import { flag, flagsOf, isDigit, isHexLetter, isLetter } from "./charClasses";
import { kindOf } from "./placeholders";
import type { Segments } from "./segments";

const time =
  /^(?:\d{4}-\d\d-\d\d(?:[Tt_]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:?\d\d)?)?|\d{1,2}:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:?\d\d)?)$/;
const slashedDate =
  /^(?:\d{1,2}\/(?:[A-Z][a-z]{2}|\d{1,2})\/\d{2,4}|\d{4}\/\d\d\/\d\d)(?::\d\d:\d\d:\d\d)?$/;
const ip = /^(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?$/;
const ip6 = /^(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{0,4}|(?:\d{1,3}\.){3}\d{1,3})$/i;
const mac = /^(?:[0-9a-f]{2}[:-]){5,}[0-9a-f]{2}$/i;
const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const amount = /^[+-]?\d+(?:\.\d+)?([a-zA-Zµμ]+)(?:\/s)?$/;
const longDuration = /^(?:\d+(?:\.\d+)?(?:ns|us|µs|μs|ms|s|m|h|d))+$/;
const version = /^[vV]?\d+(?:\.\d+){2,}(?:-[0-9A-Za-z.]+)?$/;
const email = /^[\w.+%-]+@[\w-]+(?:\.[\w-]+)+$/;
/** Ends of names that are little else. Others also end the names of files, packages and methods. */
const host =
  /^(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)+(?:com|net|org|edu|gov|com\.[a-z]{2}|co\.[a-z]{2})\.?(?::\d{1,5})?$/i;
const longHost =
  /^(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.){2,}(?:io|dev|app|de|fr|uk|nl|eu|ch|at|it|es|pl|se|no|ru|jp|cn|hk|tw|kr|in|au|nz|br|ca|us|tv|me|info|local|internal|lan|svc)(?::\d{1,5})?$/;
const durations = new Set(
  "ns us µs μs ms msec msecs s sec secs m min mins h hr hrs d day days".split(" "),
);
const sizes = new Set("b kb mb gb tb kib mib gib tib bytes byte bps kbps mbps gbps".split(" "));
/** Names that end in a number of their own. */
const names = new Set(
  "sha128 sha224 sha256 sha384 sha512 utf16 utf32 base32 base58 base64 int16 int32 int64 uint16 uint32 uint64 float32 float64 win32 win64 amd64 arm64 x86 aes128 aes256 rs256 rs512 hs256 hs512 es256 iso8859".split(
    " ",
  ),
);

const minHexLength = 6;
const minBlobLength = 64;
const minBlobRun = 28;

/** `flags` are those of its characters joined. */
export function readWord(
  segments: Segments,
  text: string,
  start: number,
  end: number,
  flags: number,
): void {
  if (flags === flag.digit) {
    segments.hole(kindOf.num, start, end);
    return;
  }
  const length = end - start;
  if (length === 36 && isUuid(text, start)) {
    segments.hole(kindOf.uuid, start, end);
    return;
  }
  if ((flags & ~(flag.digit | flag.hexLetter | flag.letter)) === 0) {
    // 0982940d is no duration.
    const isHex = (flags & flag.letter) === 0 && length >= minHexLength;
    if (!isHex && isDigit(text.charCodeAt(start)) && length <= 16) {
      const kind = amountKind(text.slice(start, end));
      if (kind !== kindOf.text) {
        segments.hole(kind, start, end);
        return;
      }
    }
    readRun(segments, text, start, end);
    return;
  }
  if (length >= minBlobLength && (flags & flag.digit) !== 0 && isBlob(text, start, end)) {
    segments.hole(kindOf.id, start, end);
    return;
  }
  if (length <= 64 && (flags & flag.digit) !== 0) {
    const kind = kindOfWhole(text.slice(start, end), flags);
    if (kind !== kindOf.text) {
      segments.hole(kind, start, end);
      return;
    }
  }
  if ((flags & flag.dot) !== 0 && length <= 253 && isHost(text, start, end)) {
    segments.hole(kindOf.host, start, end);
    return;
  }
  if ((flags & flag.at) !== 0 && length <= 254 && email.test(text.slice(start, end))) {
    segments.hole(kindOf.email, start, end);
    return;
  }
  if ((flags & flag.digit) === 0) segments.literal(start, end);
  else if ((flags & flag.slash) !== 0) readParts(segments, text, start, end, isSlash);
  else if ((flags & flag.colon) !== 0) readParts(segments, text, start, end, isColon);
  else readRuns(segments, text, start, end);
}

/** A token or encoded bytes: long, with few signs in it. A path has more of them. */
function isBlob(text: string, start: number, end: number): boolean {
  let run = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    run = isDigit(code) || isLetter(code) ? run + 1 : 0;
    if (run >= minBlobRun) return !text.startsWith("/", start) && !text.startsWith("http", start);
  }
  return false;
}

const minus = 45;
const isSlash = (code: number) => code === 47 || code === 92;
const isColon = (code: number) => code === 58;

/** Between slashes, or colons, each part is a word. */
function readParts(
  segments: Segments,
  text: string,
  start: number,
  end: number,
  isBetween: (code: number) => boolean,
): void {
  let from = start;
  let flags = 0;
  for (let at = start; at <= end; at++) {
    const code = at < end ? text.charCodeAt(at) : -1;
    if (at < end && !isBetween(code)) {
      flags |= flagsOf(code);
      continue;
    }
    if ((flags & (flag.digit | flag.at)) === 0) segments.literal(from, at);
    else readWord(segments, text, from, at, flags);
    if (at < end) segments.literal(at, at + 1);
    from = at + 1;
    flags = 0;
  }
}

/** Between other signs: runs of letters and digits. */
function readRuns(segments: Segments, text: string, start: number, end: number): void {
  let at = start;
  while (at < end) {
    if (at + 36 <= end && isUuid(text, at)) {
      segments.hole(kindOf.uuid, at, at + 36);
      at += 36;
      continue;
    }
    // A sign after another sign belongs to the number: blk_-42.
    const from = at;
    if (at > start && text.charCodeAt(at) === minus && isDigit(text.charCodeAt(at + 1))) at++;
    let hasDigit = false;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (isDigit(code)) hasDigit = true;
      else if (!isLetter(code)) break;
    }
    if (hasDigit) readRun(segments, text, from, at);
    else segments.literal(from, at);
    if (at < end) segments.literal(at, ++at);
  }
}

/** Letters and digits only, at least one digit among them. */
function readRun(segments: Segments, text: string, start: number, end: number): void {
  const sign = text.charCodeAt(start) === minus ? 1 : 0;
  const length = end - start - sign;
  let digits = 0;
  let hex = 0;
  let changes = 0;
  let wasDigit = isDigit(text.charCodeAt(start + sign));
  for (let at = start + sign; at < end; at++) {
    const code = text.charCodeAt(at);
    const isNow = isDigit(code);
    if (isNow) digits++;
    else if (isHexLetter(code)) hex++;
    if (isNow !== wasDigit) changes++;
    wasDigit = isNow;
  }
  if (digits === length) segments.hole(kindOf.num, start, end);
  else if (digits + hex === length && length >= minHexLength) segments.hole(kindOf.hex, start, end);
  else if (isZeroX(text, start) && digits + hex === length - 1 && length > 2)
    segments.hole(kindOf.hex, start, end);
  else if (length >= 16 ? digits >= 2 : changes >= 3 && length >= 6)
    segments.hole(kindOf.id, start, end);
  else if (changes === 1) {
    segments.literal(start, start + sign);
    readNumbered(segments, text, start + sign, end, digits);
  } else segments.literal(start, end);
}

/** node12 → node<num>, 3rd → <num>rd; but http2 and sha256 are names. */
function readNumbered(
  segments: Segments,
  text: string,
  start: number,
  end: number,
  digits: number,
): void {
  if (isDigit(text.charCodeAt(start))) {
    segments.hole(kindOf.num, start, start + digits);
    segments.literal(start + digits, end);
  } else if (digits === 1 || names.has(text.slice(start, end).toLowerCase())) {
    segments.literal(start, end);
  } else {
    segments.literal(start, end - digits);
    segments.hole(kindOf.num, end - digits, end);
  }
}

function kindOfWhole(word: string, flags: number): number {
  if (isDigit(word.charCodeAt(0)) || /^[+-]/.test(word)) {
    if (number.test(word)) return kindOf.num;
    if ((flags & (flag.colon | flag.dash)) !== 0 && time.test(word)) return kindOf.time;
    if ((flags & flag.slash) !== 0 && slashedDate.test(word)) return kindOf.time;
    const kind = amountKind(word);
    if (kind !== kindOf.text) return kind;
  }
  if ((flags & flag.dot) !== 0) {
    if (ip.test(word)) return kindOf.ip;
    if (version.test(word)) return kindOf.version;
  }
  if ((flags & (flag.colon | flag.dash)) !== 0 && mac.test(word)) return kindOf.hex;
  if ((flags & flag.colon) !== 0 && ip6.test(word)) return kindOf.ip;
  return kindOf.text;
}

function isHost(text: string, start: number, end: number): boolean {
  const word = text.slice(start, end);
  return host.test(word) || longHost.test(word);
}

function amountKind(word: string): number {
  const unit = amount.exec(word)?.[1];
  if (unit !== undefined) {
    if (durations.has(unit)) return kindOf.duration;
    if (sizes.has(unit.toLowerCase())) return kindOf.size;
  }
  return longDuration.test(word) ? kindOf.duration : kindOf.text;
}

function isUuid(text: string, start: number): boolean {
  for (let i = 0; i < 36; i++) {
    const code = text.charCodeAt(start + i);
    const isDash = i === 8 || i === 13 || i === 18 || i === 23;
    if (isDash ? code !== 45 : !isDigit(code) && !isHexLetter(code)) return false;
  }
  return true;
}

const isZeroX = (text: string, start: number) =>
  text.charCodeAt(start) === 48 && (text.charCodeAt(start + 1) | 32) === 120;
