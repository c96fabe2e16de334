// The time range in words: as its menu names it, or from when to when.

import { formatSpan } from "../lib/formatSpan";
import { relativeRanges, type TimeRange } from "./selection";

export function rangeLabel(range: TimeRange, isUtc: boolean, nowMs: number): string {
  if (range.kind === "between") {
    const stepMs = range.toMs - range.fromMs < 10_000 ? 100 : 1_000;
    return formatSpan([range.fromMs, range.toMs], stepMs, { isUtc, nowMs });
  }
  const known = relativeRanges.find(({ range: other }) =>
    other.kind === "last" ? range.kind === "last" && other.ms === range.ms : range.kind === "all",
  );
  return known?.label ?? "Time Range";
}
