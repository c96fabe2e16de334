// Two aligned timelines for the command line and for a text document: a mark a row, or an object a row.

import type { SourceJson } from "../contract/json";
import type { AlignedPair, AlignedTimelines } from "./alignTimelines";
import { describe } from "./describe";
import { differenceText, type RowDifference } from "./differences";
import { durationText, offsetText } from "./duration";
import type { TimelineModel, TimelineNode } from "./model";
import { lineOf, tookOf } from "./text";

/** The sign of a row, and what it says. */
export const alignedMarks = {
  same: { sign: " ", text: "same" },
  different: { sign: "~", text: "differs" },
  left: { sign: "<", text: "only in the first" },
  right: { sign: ">", text: "only in the second" },
} as const satisfies Record<AlignedPair["state"], { sign: string; text: string }>;

/** In place of "~" on a row that only follows from what differs inside it. */
const followsSign = "·";

export const signOf = ({ state, isConsequence }: AlignedPair) =>
  isConsequence ? followsSign : alignedMarks[state].sign;

/** "status error → ok, worker w7 → w3"; "" of a row that is the same or on one side only. */
export const differencesText = ({ differences }: AlignedPair) =>
  differences.map(differenceText).join(", ");

/** A chain deeper than this would push its text out of sight. */
const maxIndent = 40;

/** Lines end with "\n"; the first difference is marked by an arrow. */
export function alignedText(
  left: TimelineModel,
  right: TimelineModel,
  { rows, different }: AlignedTimelines,
): string {
  const [first] = different;
  const cells = rows.map((row) => {
    const node = row.left ?? row.right;
    const differs = differencesText(row);
    const indent = "  ".repeat(Math.min(row.depth, maxIndent));
    return {
      at: [offsetOf(row.left), offsetOf(row.right)],
      took: [row.left, row.right].map((side) => (side === undefined ? "" : tookOf(side))),
      service: node?.service ?? "",
      line: `${indent}${node === undefined ? "" : lineOf(node)}${differs === "" ? "" : `  [${differs}]`}`,
    };
  });
  const width = (texts: readonly string[]) =>
    texts.reduce((max, text) => Math.max(max, text.length), 0);
  const widths = [0, 1].map((side) => ({
    at: width(cells.map(({ at }) => at[side] ?? "")),
    took: width(cells.map(({ took }) => took[side] ?? "")),
  }));
  const service = width(cells.map((cell) => cell.service));
  const body = rows.map((row, index) => {
    const cell = cells[index];
    if (cell === undefined) return "";
    const times = widths.map(
      ({ at, took }, side) =>
        `${(cell.at[side] ?? "").padStart(at)} ${(cell.took[side] ?? "").padStart(took)}`,
    );
    const arrow = index === first ? "→" : " ";
    const parts = [times.join(" | "), cell.service.padEnd(service), cell.line];
    return `${arrow}${signOf(row)} ${parts.join("  ")}`.trimEnd();
  });
  return [
    `first   ${headOf(left)}`,
    `second  ${headOf(right)}`,
    "",
    ...body,
    "",
    `${summaryText({ rows, different })}. ~ differs, < only in the first, > only in the second, ${followsSign} follows from what is inside it.`,
    "",
  ].join("\n");
}

/** "3 of 12 rows differ", "No row differs". */
function summaryText({ rows, different }: AlignedTimelines): string {
  if (different.length === 0) return "No row differs";
  return `${different.length} of ${rows.length} ${rows.length === 1 ? "row" : "rows"} differ`;
}

const headOf = ({ id, summary }: TimelineModel) =>
  [
    summary.name,
    summary.isFailed ? "failed" : "ok",
    durationText(summary.durationNanos),
    `id ${id}`,
    `from ${summary.startTime}`,
  ].join(" · ");

const offsetOf = (node: TimelineNode | undefined) =>
  node === undefined ? "" : offsetText(node.startNanos);

export interface AlignedRowJson {
  readonly row: number;
  readonly depth: number;
  readonly state: AlignedPair["state"];
  /** Set on the first difference only. */
  readonly isFirst?: true;
  /** Set where it only follows from what differs inside it. */
  readonly isConsequence?: true;
  readonly differences: readonly RowDifference[];
  readonly left?: AlignedSideJson;
  readonly right?: AlignedSideJson;
}
export interface AlignedSideJson {
  readonly kind: TimelineNode["kind"];
  readonly service: string;
  readonly text: string;
  /** Nanoseconds after its request's start, and of its length; decimal. */
  readonly offsetNanos: string;
  readonly durationNanos?: string;
  readonly severity?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly source?: SourceJson;
  readonly seq?: number;
}

/** One object a row, in the order of the list. */
export function alignedJson({ rows, different }: AlignedTimelines): AlignedRowJson[] {
  return rows.map((row, index) => ({
    row: index + 1,
    depth: row.depth,
    state: row.state,
    ...(index === different[0] ? { isFirst: true } : {}),
    ...(row.isConsequence ? { isConsequence: true } : {}),
    differences: row.differences,
    ...(row.left === undefined ? {} : { left: sideJson(row.left) }),
    ...(row.right === undefined ? {} : { right: sideJson(row.right) }),
  }));
}

function sideJson(node: TimelineNode): AlignedSideJson {
  const base = {
    kind: node.kind,
    service: node.service,
    text: describe(node).title,
    offsetNanos: String(Math.round(node.startNanos)),
  };
  if (node.kind === "span") {
    const { traceId, spanId, source, seq } = node.span;
    const durationNanos = String(Math.round(node.endNanos - node.startNanos));
    return { ...base, durationNanos, ...given({ traceId, spanId, source }), seq };
  }
  if (node.kind === "log") {
    const { severity, traceId, spanId, source, seq } = node.log;
    return { ...base, ...given({ severity, traceId, spanId, source }), seq };
  }
  return node.kind === "event" ? { ...base, ...given({ spanId: node.span.spanId }) } : base;
}

/** Absent fields are left out. */
function given<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Fields]?: NonNullable<Fields[Key]> };
}
