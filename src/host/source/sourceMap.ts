// From a line of built JavaScript to the line that was written, by the source map beside it.

import {
  GREATEST_LOWER_BOUND,
  LEAST_UPPER_BOUND,
  originalPositionFor,
  TraceMap,
} from "@jridgewell/trace-mapping";

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based; absent when only the line is known. */
  readonly column?: number;
}
export interface Original extends Position {
  /** As the map names it, its `sourceRoot` applied: relative to the map, or a bundler's URL. */
  readonly source: string;
}

/** The reference is the last thing in a built file; data URLs can be as long as the file. */
export function sourceMapReference(builtText: string): string | undefined {
  const at = Math.max(
    builtText.lastIndexOf("//# sourceMappingURL="),
    builtText.lastIndexOf("//@ sourceMappingURL="),
  );
  if (at < 0) return undefined;
  const end = builtText.indexOf("\n", at);
  return builtText.slice(at + 21, end < 0 ? undefined : end).trim() || undefined;
}

/** Text of a map inlined as a data URL; `undefined` for a reference to a file, or a broken URL. */
export function inlineMap(reference: string): string | undefined {
  const match = /^data:application\/json[^,]*?(;base64)?,(.*)$/s.exec(reference);
  if (match === null) return undefined;
  const [, isBase64, data = ""] = match;
  try {
    return isBase64 === undefined ? decodeURIComponent(data) : decodeBase64(data);
  } catch {
    return undefined; // a broken URL is as good as no map
  }
}

const decodeBase64 = (data: string) => Buffer.from(data, "base64").toString("utf8");

/** `undefined` when the text is no source map, or maps nothing on that line. */
export function originalPosition(mapText: string, at: Position): Original | undefined {
  let map: TraceMap;
  try {
    map = new TraceMap(mapText);
  } catch {
    return undefined; // somebody else's file under that name
  }
  const needle = { line: at.line, column: Math.max(0, (at.column ?? 1) - 1) };
  // With a line alone the first mapping on it is meant, which lies at or after its first column.
  const found = ([GREATEST_LOWER_BOUND, LEAST_UPPER_BOUND] as const)
    .map((bias) => originalPositionFor(map, { ...needle, bias }))
    .find((position) => position.source !== null);
  // The numbers are sums of what the map says, whatever that is.
  if (typeof found?.source !== "string" || !(found.line > 0)) return undefined;
  const { source, line, column } = found;
  return at.column === undefined || column < 0
    ? { source, line }
    : { source, line, column: column + 1 };
}
