// The template of a message: what an app always writes there, with ids, numbers and values left open.

/** A longer message is told apart by its beginning. */
const maxLength = 200;

export interface MaskedMessage {
  /** "retry ‹n› of ‹n› for order=‹v›" */
  readonly template: string;
  /** What stood in its gaps, in order. */
  readonly gaps: readonly Gap[];
}
export interface Gap {
  /** What is written before a `=`; "" for other gaps. */
  readonly name: string;
  readonly text: string;
}

const gap =
  /([\p{L}_][\p{L}\p{N}_.-]*)=("[^"]*"|[^\s,;)\]}]+)|"[^"]*"|(?<![\p{L}\p{N}])'[^']*'|\b(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?=[a-f]*\d)[0-9a-f]{8,})\b|\d+(?:[.,:]\d+)*/giu;

export function maskMessage(text: string): MaskedMessage {
  const end = text.indexOf("\n");
  const line = text.slice(0, Math.min(maxLength, end < 0 ? text.length : end)).trim();
  if (!/[\d="']/.test(line)) return { template: line, gaps: [] };
  const gaps: Gap[] = [];
  const template = line.replace(gap, (found, name: string | undefined, value?: string) => {
    gaps.push({ name: name ?? "", text: unquoted(value ?? found) });
    return name === undefined ? placeholderOf(found) : `${name}=‹v›`;
  });
  return { template, gaps };
}

const unquoted = (text: string) => (/^["']/.test(text) ? text.slice(1, -1) : text);

function placeholderOf(found: string): string {
  if (/^["']/.test(found)) return "‹s›";
  return /[a-f-]/i.test(found) ? "‹id›" : "‹n›";
}

const placeholder = /‹(?:n|id|v|s)›/;

/** The pieces of a template that every message of it has, longest first. */
export function literalsOf(template: string): string[] {
  return template
    .split(placeholder)
    .map((piece) => piece.trim())
    .filter((piece) => /[\p{L}\p{N}]{2}/u.test(piece))
    .sort((a, b) => b.length - a.length);
}

/** The part of a message around one gap, with that gap filled: "worker w" ‹7› " took" → "worker w7 took". */
export function filledGap(template: string, index: number, value: string): string {
  const pieces = template.split(placeholder);
  return `${pieces[index] ?? ""}${value}${pieces[index + 1] ?? ""}`.trim();
}
