// How groups and their figures read: pure.

import type { GroupRow } from "../../src/shared/contract/collectorApi";
import { csvLine } from "../../src/shared/files/csv";
import { formatCount, formatDuration, formatNumber, formatRate } from "../lib/format";
import { clauseFor, escapeField } from "../lib/valueActions";
import type { CountedGroup } from "./grouping";

export type Group = GroupRow["group"];

/** "p95 of took_ms" */
export const figureTitle = (figure: string, of: string) =>
  of === "" ? (figure === "rate" ? "rate" : figure) : `${figure} of ${of}`;

export function figureText(value: number | null, figure: string, of: string): string {
  if (value === null) return "–";
  if (figure === "count" || figure === "distinct") return formatCount(value);
  if (figure === "rate") return formatRate(value);
  return of === "duration" ? formatDuration(value) : formatNumber(value);
}

export function groupText(value: Group[string], field: string): string {
  if (value === null) return `(no ${field})`;
  return value === "" ? "(empty)" : String(value);
}

/** All values of a group on one line. */
export const groupLabel = (group: Group) =>
  Object.entries(group)
    .map(([field, value]) => groupText(value, field))
    .join(" · ");

/** A query that finds the rows of the group. */
export const groupClause = (group: Group) =>
  Object.entries(group)
    .map(([field, value]) =>
      value === null ? `NOT _exists_:${escapeField(field)}` : clauseFor(field, value),
    )
    .join(" ");

/** The table as it is shown. */
export function groupsAsCsv(
  by: readonly string[],
  figure: string,
  of: string,
  rows: readonly CountedGroup[],
): string {
  const isCount = figure === "count";
  const head = [...by, ...(isCount ? [] : [figureTitle(figure, of)]), "rows"];
  const lines = rows.map(({ group, value, count }) =>
    csvLine([...by.map((field) => group[field] ?? null), ...(isCount ? [] : [value]), count]),
  );
  return `\ufeff${csvLine(head)}${lines.join("")}`;
}
