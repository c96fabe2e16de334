// One figure of the bench: what was measured, how, and what it is held against.

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

/** Figures that were taken in one way. */
export interface Measured {
  /** In a sentence or two, above them in the table. */
  readonly how: string;
  readonly figures: readonly Figure[];
}

export function table(measured: readonly Measured[]): string {
  const parts = measured.map(({ how, figures }) => ({ how, rows: figures.map(cellsOf) }));
  const head = ["figure", "measured", "unit", "to reach", "", "note"];
  const all = [head, ...parts.flatMap(({ rows }) => rows)];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return [
    line(head),
    ...parts.flatMap(({ how, rows }) => ["", `# ${how}`, ...rows.map(line)]),
  ].join("\n");
}

function cellsOf(figure: Figure): string[] {
  return [
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
  ];
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
