// What stands where a pattern has a placeholder: read out of a message, so that one can see whether the
// pattern holds together what belongs together.

import { readMessage } from "./readMessage";
import { Segments } from "./segments";
import { filled, isPlaceholder, tokensOf } from "./tokens";

/**
 * A value for each part of the pattern that has placeholders, in order ("worker-7" for "worker-<num>");
 * undefined when the message is no case of it.
 */
export function valuesIn(message: string, pattern: string): string[] | undefined {
  const segments = new Segments();
  readMessage(segments, message);
  if (pattern.endsWith("<rest>")) return [message];
  const own = tokensOf(segments.template()).texts;
  const texts = tokensOf(pattern).texts;
  if (own.length !== texts.length) return undefined;
  const values = segments.values();
  let next = 0;
  const found: string[] = [];
  for (let at = 0; at < texts.length; at++) {
    const text = texts[at] ?? "";
    const value = filled(own[at] ?? "", () => values[next++] ?? "");
    if (hasPlaceholder(text)) found.push(value);
    else if (value !== text) return undefined;
  }
  return found;
}

export interface PatternPart {
  readonly text: string;
  /** Index among the values of `valuesIn`; undefined of text that stays. */
  readonly value: number | undefined;
}

/** The text of a pattern, part by part. */
export function partsOf(pattern: string): PatternPart[] {
  let count = 0;
  return tokensOf(pattern).texts.map((text) => ({
    text,
    value: hasPlaceholder(text) ? count++ : undefined,
  }));
}

/** Characters of what stays around a value that tell where it stands. */
const maxAround = 40;

/** A value with what stands around it in the message: "order 1 was taken up". By itself "1" is in many. */
export function valueInPlace(pattern: string, index: number, value: string): string {
  const parts = partsOf(pattern);
  const at = parts.findIndex((part) => part.value === index);
  const isGap = (part: PatternPart) => part.value !== undefined;
  const last = parts.slice(0, at).findLastIndex(isGap);
  const next = parts.findIndex((part, i) => i > at && isGap(part));
  const textOf = (some: readonly PatternPart[]) => some.map(({ text }) => text).join("");
  const before = textOf(parts.slice(last + 1, at)).slice(-maxAround);
  const after = textOf(parts.slice(at + 1, next < 0 ? undefined : next)).slice(0, maxAround);
  return `${before}${value}${after}`.trim();
}

const hasPlaceholder = (text: string) => filled(text, () => "") !== text || isPlaceholder(text);
