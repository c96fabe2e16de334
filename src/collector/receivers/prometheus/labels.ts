// The part of a line that names a series: `name{label="value",…}`, or `{"any name","any label"="value"}` since
// Prometheus 3. Lines come as latin1, one character a byte, so that positions are cheap; texts become UTF-8 here.

export interface SeriesName {
  readonly name: string;
  /** Sorted by name; labels without a value are the same as none. */
  readonly labels: readonly Label[];
}
export type Label = readonly [name: string, value: string];

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const quote = 0x22;
const backslash = 0x5c;
const isBlank = (code: number) => code === 0x20 || code === 0x09;

/** Position behind what names the series of the line at `from`; -1 when its braces or quotes do not end. */
export function endOfSeriesName(text: string, from: number, to: number): number {
  let at = from;
  for (; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x7b) return endOfLabels(text, at, to);
    if (isBlank(code)) break;
  }
  let next = at;
  while (next < to && isBlank(text.charCodeAt(next))) next++;
  return text.charCodeAt(next) === 0x7b && next < to ? endOfLabels(text, next, to) : at;
}

/** Position behind the `}` of the labels that begin at `from`; -1 when there is none. */
export function endOfLabels(text: string, from: number, to: number): number {
  for (let at = from + 1; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x7d) return at + 1;
    if (code !== quote) continue;
    for (at++; at < to && text.charCodeAt(at) !== quote; at++) {
      if (text.charCodeAt(at) === backslash) at++;
    }
  }
  return -1;
}

/** undefined for what names no series. */
export function readSeriesName(text: string): SeriesName | undefined {
  const brace = text.indexOf("{");
  const bare = (brace < 0 ? text : text.slice(0, brace)).trim();
  const inBraces = brace < 0 ? emptyBraces : readBraces(text.slice(brace));
  if (inBraces === undefined) return undefined;
  const names = bare === "" ? inBraces.names : [bare, ...inBraces.names];
  const [name] = names;
  // Just one name, in front of the braces or within.
  if (name === undefined || names.length > 1) return undefined;
  if (bare !== "" && !metricName.test(bare)) return undefined;
  return { name, labels: inBraces.labels };
}

/** Labels of an exemplar; undefined when they are wrong. */
export function readLabels(text: string): readonly Label[] | undefined {
  const read = readBraces(text);
  return read === undefined || read.names.length > 0 ? undefined : read.labels;
}

interface Braces {
  readonly labels: Label[];
  /** Quoted texts without a value: the name of the metric. */
  readonly names: string[];
}
const emptyBraces: Braces = { labels: [], names: [] };

/** `{…}` from the first character to the last. */
function readBraces(text: string): Braces | undefined {
  if (!text.endsWith("}")) return undefined;
  const labels = new Map<string, string>();
  const names: string[] = [];
  const end = text.length - 1;
  let at = skipBlanks(text, 1);
  while (at < end) {
    const isQuoted = text.charCodeAt(at) === quote;
    const nameEnd = isQuoted ? endOfQuoted(text, at, end) : endOfBareName(text, at, end);
    if (nameEnd < 0) return undefined;
    const name = isQuoted ? unquote(text.slice(at + 1, nameEnd - 1)) : text.slice(at, nameEnd);
    if (name === "" || (!isQuoted && !labelName.test(name))) return undefined;
    at = skipBlanks(text, nameEnd);
    if (text.charCodeAt(at) === 0x3d) {
      at = skipBlanks(text, at + 1);
      const valueEnd = text.charCodeAt(at) === quote ? endOfQuoted(text, at, end) : -1;
      if (valueEnd < 0 || labels.has(name)) return undefined;
      labels.set(name, unquote(text.slice(at + 1, valueEnd - 1)));
      at = skipBlanks(text, valueEnd);
    } else if (isQuoted) names.push(name);
    else return undefined;
    if (at === end) break;
    if (text.charCodeAt(at) !== 0x2c) return undefined;
    at = skipBlanks(text, at + 1);
  }
  return at === end ? { labels: sorted(labels), names } : undefined;
}

export function sorted(labels: ReadonlyMap<string, string>): Label[] {
  return [...labels].filter(([, value]) => value !== "").sort(([a], [b]) => (a < b ? -1 : 1));
}

/** JSON text of a flat object, without the label named. */
export function labelsToJson(labels: readonly Label[], except = ""): string {
  let json = "";
  for (const [name, value] of labels) {
    if (name === except) continue;
    json += `${json === "" ? "" : ","}${JSON.stringify(name)}:${JSON.stringify(value)}`;
  }
  return `{${json}}`;
}

function skipBlanks(text: string, at: number): number {
  while (isBlank(text.charCodeAt(at))) at++;
  return at;
}

function endOfBareName(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && /\w/.test(text[at] ?? "")) at++;
  return at > from ? at : -1;
}

/** Position behind the closing quote. */
function endOfQuoted(text: string, from: number, end: number): number {
  for (let at = from + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) at++;
  }
  return -1;
}

/** A fresh UTF-8 string: a slice would keep its whole exposition in memory. */
export function unquote(latin1: string): string {
  const text = Buffer.from(latin1, "latin1").toString("utf8");
  if (!text.includes("\\")) return text;
  return text.replace(/\\([\\n"])/g, (_, char: string) => (char === "n" ? "\n" : char));
}
