// Labels as selector text, `{job="x", app="a\"b"}`: values are Go's string literals, quoted or in backticks.

import type { Labels } from "./pushRequest";

/** More are not read (Loki's own limit is 15). */
const maxLabels = 200;

/** The labels, or what is wrong with the text. */
export type ParsedLabels =
  | { readonly labels: Labels; readonly error?: undefined }
  | { readonly labels?: undefined; readonly error: string };

export function parseLabels(text: string): ParsedLabels {
  const token = /\s*([A-Za-z_:][\w:.-]*)\s*=\s*(?:"((?:[^"\\\n]|\\[^])*)"|`([^`]*)`)\s*(,|(?=\}))/y;
  const trimmed = text.trim();
  if (!trimmed.startsWith("{") || !trimmed.endsWith("}")) return { error: "it has no braces" };
  const labels = Object.create(null) as Record<string, string>;
  let at = 1;
  const end = trimmed.length - 1;
  for (let count = 0; count < maxLabels; count++) {
    if (trimmed.slice(at, end).trim() === "") return { labels: { ...labels } };
    token.lastIndex = at;
    const match = token.exec(trimmed);
    if (match?.[1] === undefined) return { error: `syntax error at column ${at + 1}` };
    labels[match[1]] = match[3] ?? unquoted(match[2] ?? "");
    at = token.lastIndex;
  }
  return { error: `it has more than ${maxLabels} labels` };
}

const simple: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Escapes of Go's string literals (The Go Programming Language Specification, "String literals"). */
function unquoted(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([^]))/g,
    (whole, hex?: string, short?: string, long?: string, octal?: string, one?: string) => {
      const digits = hex ?? short ?? long;
      const code = digits === undefined ? Number.parseInt(octal ?? "", 8) : parseInt(digits, 16);
      if (Number.isNaN(code)) return simple[one ?? ""] ?? one ?? whole;
      return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
    },
  );
}
