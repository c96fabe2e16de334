// What is told of a field, from the row of figures that the database gives.

import type { FieldInfo, FieldsQuery } from "../../../shared/contract/fields";
import { fieldsOf, type Target } from "../../../shared/query/fields";

/** Hostile senders name fields without end; the rarest are left out. */
export const mostFields = 500;
const defaultTopValues = 5;
const mostTopValues = 100;
/** Another value for each record, or what the list's own columns show. */
const leftOut = new Set(["seq", "time", "message", "pattern"]);

export interface FieldRow {
  /** Records that have it. */
  readonly count: number;
  readonly distinct_count: number;
  /** Of these records, those whose value is a number, or "true" or "false". */
  readonly numbers: number;
  readonly booleans: number;
  readonly top: readonly { value: string; count: number }[];
  readonly min: number | null;
  readonly max: number | null;
  readonly avg: number | null;
  readonly stddev: number | null;
  readonly quantiles: readonly number[] | null;
}

/** Fields that records have beside their attributes. */
export const ownFields = (target: Target): string[] =>
  [...fieldsOf(target).keys()].filter((name) => !leftOut.has(name));

export const topValuesOf = ({ topValues }: FieldsQuery): number =>
  Math.min(mostTopValues, Math.max(1, Math.trunc(topValues ?? defaultTopValues)));

/** `total`: records that were looked at. */
export function toFieldInfo(name: string, row: FieldRow, total: number): FieldInfo {
  const { count, distinct_count: distinct, top } = row;
  const info: FieldInfo = { name, type: typeOf(row), count, total, distinct, top };
  const { min, max, avg, stddev, quantiles } = row;
  if (min === null || max === null || avg === null || stddev === null || quantiles === null) {
    return info;
  }
  const [p50 = min, p95 = max, p99 = max] = quantiles;
  return { ...info, stats: { min, max, avg, stddev, p50, p95, p99 } };
}

function typeOf({ count, numbers, booleans }: FieldRow): FieldInfo["type"] {
  if (numbers === count) return "number";
  if (booleans === count) return "boolean";
  return numbers > 0 ? "mixed" : "string";
}
