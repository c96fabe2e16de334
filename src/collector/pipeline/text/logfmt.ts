// logfmt: `key=value key="quoted \"value\"" flag`, read in one pass without backtracking.

export interface Pairs {
  readonly fields: Record<string, unknown>;
  readonly count: number;
  /** Words that are no pair. */
  readonly bare: number;
}

/** Pairs that are read of one line. */
const maxPairs = 1000;

/** All tokens of a text; undefined when a quoted value does not end or a key is none. */
export function readLogfmt(text: string): Pairs | undefined {
  const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  let count = 0;
  let bare = 0;
  let i = 0;
  while (i < text.length && count < maxPairs) {
    while (isSpace(text.charCodeAt(i))) i++;
    if (i >= text.length) break;
    const keyStart = i;
    while (i < text.length && isKeyCharacter(text.charCodeAt(i))) i++;
    const key = text.slice(keyStart, i);
    if (text.charCodeAt(i) !== 61 /* = */) {
      if (i < text.length && !isSpace(text.charCodeAt(i))) return undefined; // a stray quote
      fields[key] ??= true;
      bare++;
      continue;
    }
    if (key === "") return undefined;
    i++;
    const value = readValue(text, i);
    if (value === undefined) return undefined;
    fields[key] = value.value;
    i = value.end;
    count++;
  }
  return { fields, count, bare };
}

/**
 * A line that is logfmt as a whole: at least two pairs, and either all tokens are pairs or a key that
 * loggers use is among them, so that prose with "a = b" stays prose.
 */
export function parseLogfmt(text: string): Record<string, unknown> | undefined {
  const first = text.indexOf("=");
  if (first <= 0 || text.indexOf("=", first + 1) < 0) return undefined;
  const pairs = readLogfmt(text);
  if (pairs === undefined || pairs.count < 2) return undefined;
  const isKnown = ["msg", "message", "level", "lvl", "ts", "time"].some((k) => k in pairs.fields);
  return pairs.bare === 0 || (isKnown && pairs.bare <= pairs.count) ? pairs.fields : undefined;
}

/** Pairs at the end of a message: `fetched url  n=3 took="1 s"` → message and pairs. */
export function splitPairs(text: string): {
  readonly message: string;
  readonly fields: Record<string, unknown> | undefined;
} {
  const nothing = { message: text, fields: undefined };
  const firstPair = /(?:^|\s)[\w.@/-]{1,100}=/.exec(text);
  if (firstPair === null) return nothing;
  const pairs = readLogfmt(text.slice(firstPair.index));
  if (pairs === undefined || pairs.count === 0 || pairs.bare > 0) return nothing;
  return { message: text.slice(0, firstPair.index).trimEnd(), fields: pairs.fields };
}

function readValue(text: string, start: number): { value: unknown; end: number } | undefined {
  const quote = text.charCodeAt(start);
  if (quote === 34 || quote === 39) {
    let end = start + 1;
    while (end < text.length && text.charCodeAt(end) !== quote) {
      end += text.charCodeAt(end) === 92 ? 2 : 1;
    }
    if (end >= text.length) return undefined;
    const after = text.charCodeAt(end + 1);
    if (end + 1 < text.length && !isSpace(after)) return undefined;
    return { value: unescape(text.slice(start + 1, end)), end: end + 1 };
  }
  let end = start;
  while (end < text.length && !isSpace(text.charCodeAt(end))) end++;
  return { value: typed(text.slice(start, end)), end };
}

function unescape(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([^]))/g, (_, hex?: string, one?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return { n: "\n", t: "\t", r: "\r" }[one ?? ""] ?? one ?? "";
  });
}

/** Numbers that a double holds exactly become numbers, `true` and `false` booleans. */
function typed(text: string): unknown {
  if (text === "true") return true;
  if (text === "false") return false;
  if (text.length > 16 || !/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)) return text;
  return Number(text);
}

const isSpace = (code: number) => code === 32 || code === 9 || code === 10 || code === 13;
const isKeyCharacter = (code: number) => code > 32 && code !== 61 && code !== 34;
