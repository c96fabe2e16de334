// Two requests side by side: the same statements on one line, the first line that differs known.

import type { TimelineData } from "../contract/collectorApi";
import type { LogJson, SourceJson, SpanJson } from "../contract/json";
import { textOf } from "../query/attributeText";
import { maskMessage } from "./mask";
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
  const lengths = commonLengths(left, right);
  const rows: AlignedRow[] = [];
  let i = 0;
  let j = 0;
  const width = right.length + 1;
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  while (i < left.length || j < right.length) {
    const one = left[i];
    const other = right[j];
    if (one !== undefined && other !== undefined && one.key === other.key) {
      rows.push({ bad: one, good: other, isDifferent: one.detail !== other.detail });
      i++;
      j++;
    } else if (other === undefined || (one !== undefined && at(i + 1, j) >= at(i, j + 1))) {
      rows.push({ bad: one, good: undefined, isDifferent: true });
      i++;
    } else {
      rows.push({ bad: undefined, good: other, isDifferent: true });
      j++;
    }
  }
  return rows;
}

/** At (i, j): the longest common subsequence of what is left from there. */
function commonLengths(left: readonly Line[], right: readonly Line[]): Uint16Array {
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        left[i]?.key === right[j]?.key
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  return lengths;
}

/** Logs, and spans where there are no logs: both would say most things twice. */
function linesOf({ logs, spans }: TimelineData, fields: ReadonlySet<string>): Line[] {
  const records: readonly (LogJson | SpanJson)[] = logs.length > 0 ? logs : spans;
  return records.slice(0, maxLines).map((record) => {
    const isLog = "body" in record;
    const message = isLog ? (record.body.split("\n", 1)[0] ?? "") : record.name;
    const { template } = maskMessage(message);
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
      seq: record.seq,
      key: `${record.service ?? ""}\n${template}`,
      detail: `${shown}\n${isError}`,
    };
  });
}
