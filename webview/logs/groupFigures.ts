// How groups and their figures read: pure.

import type { GroupRow } from "../../src/shared/contract/groups";
import { csvLine } from "../../src/shared/files/csv";
import { formatCount, formatDuration, formatNumber, formatRate } from "../lib/format";
import { clauseFor, countedValue, escapeField } from "../lib/valueActions";
import type { CountedGroup, Figure } from "./grouping";

export type Group = GroupRow["group"];

/** "p95 of took_ms" */
export function figureTitle({ name, of }: Figure): string {
  if (of !== "") return `${name} of ${of}`;
  return name === "count" ? "rows" : name;
}

export function figureText(value: number | null, { name, of }: Figure): string {
  if (value === null) return "–";
  if (isWhole({ name, of })) return formatCount(value);
  if (name === "rate") return formatRate(value);
  return of === "duration" ? formatDuration(value) : formatNumber(value);
}

/** What is counted, not measured. */
export const isWhole = ({ name }: Figure) => name === "count" || name === "distinct";

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
      value === null
        ? `NOT _exists_:${escapeField(field)}`
        : clauseFor(field, typeof value === "string" ? countedValue(value) : value),
    )
    .join(" ");

/** The table as it is shown. */
export function groupsAsCsv(
  by: readonly string[],
  figures: readonly Figure[],
  rows: readonly CountedGroup[],
): string {
  const lines = rows.map(({ group, values }) =>
    csvLine([...by.map((field) => group[field] ?? null), ...values]),
  );
  return `\ufeff${csvLine([...by, ...figures.map(figureTitle)])}${lines.join("")}`;
}
