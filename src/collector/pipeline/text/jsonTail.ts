// An object behind a message.

import { isPlainObject, parseJson } from "../parseJson";

/** The object that a message ends with: `msg {"k":1}`, also with Monolog's ` []` behind it. */
export function jsonTail(
  message: string,
): { message: string; fields: Record<string, unknown>; end: number } | undefined {
  const start = message.indexOf("{");
  if (start < 0) return undefined;
  const trimmed = message.trimEnd().replace(/ (?:\[\]|\{\})$/, "");
  if (!trimmed.endsWith("}")) return undefined;
  const fields = parseJson(trimmed.slice(start));
  if (!isPlainObject(fields)) return undefined;
  return { message: message.slice(0, start).trim(), fields, end: message.length };
}
