// Two requests side by side: the same statements on one line, the first line that differs known.

import type { LogJson, SourceJson, SpanJson } from "../contract/json";
import type { TimelineData } from "../contract/requests";
import { commonSubsequence, mergedPairs } from "../commonSubsequence";
import { textOf } from "../query/attributeText";
import { messageKey } from "../timeline/statement";
import { spanDuration } from "./spanDuration";

/** Lines of one request; a longer one is compared by its beginning. */
const maxLines = 300;

export interface AlignedLine {
  /** "dequeued worker=w7": the message and the fields that were asked for. */
  readonly text: string;
  readonly service: string;
  readonly severityNumber: number;
  readonly isError: boolean;
  readonly source: SourceJson | undefined;
  /** Undefined of a span. */
  readonly log: LogJson | undefined;
  readonly seq: number;
}
export interface AlignedRow {
  readonly bad: AlignedLine | undefined;
  readonly good: AlignedLine | undefined;
  readonly isDifferent: boolean;
}

interface Line extends AlignedLine {
  /** What makes it the same statement. */
  readonly key: string;
  /** What may differ on it. */
  readonly detail: string;
}

/** `fields`: names of those that are shown and compared. */
export function alignRequests(
  bad: TimelineData,
  good: TimelineData,
  fields: ReadonlySet<string>,
): AlignedRow[] {
  const left = linesOf(bad, fields);
  const right = linesOf(good, fields);
  const keys = (lines: readonly Line[]) => lines.map(({ key }) => key);
  const pairs = commonSubsequence(keys(left), keys(right));
  return mergedPairs(left.length, right.length, pairs).map((pair) => {
    const one = pair.left === undefined ? undefined : left[pair.left];
    const other = pair.right === undefined ? undefined : right[pair.right];
    return { bad: one, good: other, isDifferent: one?.detail !== other?.detail };
  });
}

/** How many of its records are not compared: those behind the first. */
export const linesLeftOut = ({ logs, spans }: TimelineData) =>
  Math.max(0, (logs.length > 0 ? logs : spans).length - maxLines);

/** Logs, and spans where there are no logs: both would say most things twice. */
function linesOf({ logs, spans }: TimelineData, fields: ReadonlySet<string>): Line[] {
  const records: readonly (LogJson | SpanJson)[] = logs.length > 0 ? logs : spans;
  return records.slice(0, maxLines).map((record) => {
    const isLog = "body" in record;
    const message = isLog ? (record.body.split("\n", 1)[0] ?? "") : record.name;
    const shown = Object.entries(record.attributes)
      .filter(([name, value]) => fields.has(name) && value !== null && typeof value !== "object")
      .map(([name, value]) => `${name}=${textOf(value as string | number | boolean)}`)
      .join(" ");
    const took = isLog ? "" : ` ${spanDuration(Number(record.durationNanos))}`;
    const severityNumber = isLog ? (record.severityNumber ?? 0) : 0;
    const isError = isLog ? severityNumber >= 17 : record.status === "error";
    return {
      text: `${message}${took}${shown === "" ? "" : `  ${shown}`}`,
      service: record.service ?? "",
      severityNumber,
      isError,
      source: record.source,
      log: isLog ? record : undefined,
      seq: record.seq,
      key: `${record.service ?? ""}\n${messageKey(message)}`,
      detail: `${shown}\n${isError}`,
    };
  });
}
