// One figure of the bench: what was measured, and what it is held against.

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What is to be reached; "at least" for rates, "at most" for times and sizes. */
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
  readonly note?: string;
}

function isReached({ value, target }: Figure): boolean | undefined {
  if (target === undefined) return undefined;
  return "atLeast" in target ? value >= target.atLeast : value <= target.atMost;
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    figure.value >= 1000
      ? Math.round(figure.value).toLocaleString("en")
      : figure.value.toPrecision(3),
    figure.unit,
    figure.target === undefined
      ? ""
      : "atLeast" in figure.target
        ? `≥ ${figure.target.atLeast.toLocaleString("en")}`
        : `≤ ${figure.target.atMost.toLocaleString("en")}`,
    isReached(figure) === undefined ? "" : isReached(figure) === true ? "reached" : "MISSED",
    figure.note ?? "",
  ]);
  const all = [["figure", "measured", "unit", "to reach", "", "note"], ...rows];
  const widths =
    all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
