// What a row of a list may weigh. A panel holds 600 rows and gets 20 batches a second; the one record that
// is looked at is fetched whole.

import type { Attributes, AttributeValue } from "../../shared/contract/json";

/** Characters. */
export const maxBodyLength = 4096;
/** Characters of JSON text, of the attributes of one record together. */
export const maxJsonLength = 16_384;
/** A value longer than this is cut before another attribute is left out. */
const maxValueLength = 1024;

/** The first part of a long text, without half a surrogate pair at its end. */
export function cutText(text: string, maxLength = maxBodyLength): string {
  if (text.length <= maxLength) return text;
  const last = text.charCodeAt(maxLength - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? maxLength - 1 : maxLength);
}

/** The first attributes that fit, long texts shortened. */
export function cutAttributes(attributes: Attributes): Attributes {
  const kept: Record<string, AttributeValue> = {};
  let left = maxJsonLength;
  for (const [name, value] of Object.entries(attributes)) {
    const isText = typeof value === "string";
    const text = isText ? value : JSON.stringify(value);
    const short = isText || text.length > maxValueLength ? cutText(text, maxValueLength) : value;
    left -= name.length + Math.min(text.length, maxValueLength) + 6;
    if (left < 0) break;
    kept[name] = short;
  }
  return kept;
}
