// What stands in the gaps of a template: "w7" and 230 (ms) in "worker w7 took 230ms". Reads a message once
// along the pieces that stay, so that messages which are all different cost little.

import { parseDuration } from "../query/duration";
import { placeholder } from "../patterns/tokens";

export interface Gap {
  /** What is written before a `=`; "" for other gaps. */
  readonly name: string;
  /** What number it has, for what is written with a unit: "ms" or "bytes". */
  readonly unit: string;
  /** Where it stands, for a query: "worker ", " took". */
  readonly before: string;
  readonly after: string;
}

interface OpenGap extends Gap {
  /** The part of the word around it that stays: "w" of "w7". */
  readonly prefix: string;
  readonly suffix: string;
}

export class Gaps {
  readonly all: readonly OpenGap[];
  private readonly pieces: readonly string[];

  constructor(template: string) {
    this.pieces = template.split(placeholder);
    const kinds: readonly string[] = template.match(placeholder) ?? [];
    this.all = kinds.includes("<rest>")
      ? []
      : kinds.map((kind, i) => gapBetween(this.pieces, i, kind));
  }

  /** A value for each gap, in order; fewer where the message ends early. */
  valuesIn(message: string): string[] {
    const values: string[] = [];
    if (this.all.length === 0) return values;
    const text = withSingleBlanks(message);
    const [first = ""] = this.pieces;
    let at = text.indexOf(first);
    if (at < 0) return values;
    at += first.length;
    for (const [i, { prefix, suffix }] of this.all.entries()) {
      const next = this.pieces[i + 1] ?? "";
      const isLast = i === this.all.length - 1;
      const end = next === "" ? (isLast ? text.length : at) : text.indexOf(next, at + 1);
      if (end < 0) return values;
      values.push(`${prefix}${text.slice(at, end)}${suffix}`);
      at = end + next.length;
    }
    return values;
  }
}

/** NaN for what is no number with a unit. */
export function amountOf(text: string, unit: string): number {
  if (unit === "ms") {
    const nanos = parseDuration(text.replaceAll(" ", ""));
    return nanos === undefined ? NaN : Number(nanos) / 1e6;
  }
  const [, digits, prefix = ""] = size.exec(text) ?? [];
  return digits === undefined
    ? NaN
    : Number(digits) * 1024 ** " kmgt".indexOf(prefix.toLowerCase() || " ");
}

const size = /^(\d+(?:\.\d+)?)\s?([kmgt]?)(?:i?b|bytes?)$/i;
const unitOf: Readonly<Record<string, string>> = { "<duration>": "ms", "<size>": "bytes" };
const startOfWord = /[^\s,;()[\]{}"'=<>|&?]*$/;
const endOfWord = /^[^\s,;()[\]{}"'=<>|&?.:!]*/;
const nameBefore = /([\p{L}_][\p{L}\p{N}_.-]*)=["']?$/u;

function gapBetween(pieces: readonly string[], i: number, kind: string): OpenGap {
  const left = pieces[i] ?? "";
  const right = pieces[i + 1] ?? "";
  const word = startOfWord.exec(left)?.[0] ?? "";
  // "w" of "w7" and the sign of "-7"; not the "-" between two gaps.
  const isOwn = (word.length < left.length || i === 0) && /[\p{L}\p{N}]|^-$/u.test(word);
  const prefix = isOwn ? word : "";
  const rest = prefix === "" || prefix === "-" ? "" : (endOfWord.exec(right)?.[0] ?? "");
  const isWhole = rest.length < right.length || i === pieces.length - 2;
  const suffix = isWhole ? rest : "";
  const before = left.slice(0, left.length - prefix.length);
  return {
    name: nameBefore.exec(before)?.[1] ?? "",
    unit: unitOf[kind] ?? "",
    before,
    after: right.slice(suffix.length),
    prefix,
    suffix,
  };
}

/** As templates have them: of the first line only, unless it says nothing. */
function withSingleBlanks(message: string): string {
  return /[\n\t]| {2}/.test(message) ? message.trim().replace(/\s+/g, " ") : message;
}
