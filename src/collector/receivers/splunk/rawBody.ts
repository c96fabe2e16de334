// Body of /services/collector/raw → texts: a line each, but for JSON that stands over several lines.

import { isPlainObject, parseJson, splitObjects } from "../../pipeline/parseJson";

export function readRaw(text: string): readonly string[] {
  const trimmed = text.trim();
  if (trimmed.startsWith("{") && trimmed.includes("\n")) {
    const { values, rest } = splitObjects(trimmed);
    const isJson = rest === "" && values.every(isPlainObject);
    if (isJson) return values.map((value) => JSON.stringify(value));
  }
  if (/^\[\s*\{/.test(trimmed) && parseJson(trimmed) !== undefined) return [trimmed];
  return trimmed.split(/\r?\n/).filter((line) => line.trim() !== "");
}
