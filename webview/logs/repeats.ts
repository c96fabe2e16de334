// The tail with repeats collapsed: rows side by side with one pattern, service and level are one line with
// their number. Of the newest rows only, those that the tail holds.

import { computed, effect, type Signal, signal } from "@preact/signals";
import type { LogJson } from "../../src/shared/contract/json";
import { ListScroll } from "../lib/listScroll";
import type { RowWindow } from "../lib/rowWindow";

export interface Repeats {
  /** The newest of them. */
  readonly row: LogJson;
  readonly count: number;
  /** Of the oldest: what the line is known by, while it gets longer. */
  readonly firstSeq: number;
}

export class CollapsedTail {
  readonly isOn = signal(false);
  readonly scroll: ListScroll;
  /** By the seq of their first row. */
  readonly expanded = signal<ReadonlySet<number>>(new Set());
  readonly lines = computed(() =>
    this.isOn.value ? collapsed(this.window.value.rows, this.expanded.value) : [],
  );

  constructor(
    private readonly window: Signal<RowWindow<LogJson>>,
    rows: ListScroll,
  ) {
    this.scroll = new CollapsedScroll(rows);
    effect(() => this.scroll.setTotal(this.lines.value.length));
  }

  expand(firstSeq: number): void {
    this.expanded.value = new Set([...this.expanded.peek(), firstSeq]);
  }

  /** The line that a record is in; -1 when it is in none. */
  rankOf(seq: number): number {
    return this.lines.value.findIndex(({ firstSeq, row }) => firstSeq <= seq && seq <= row.seq);
  }
}

/** Moves with the list of all rows, and holds it still while a line is pointed at. */
class CollapsedScroll extends ListScroll {
  constructor(private readonly rows: ListScroll) {
    super(rows.isFollowing);
  }
  override hold(): void {
    super.hold();
    this.rows.hold();
  }
  override release(): void {
    super.release();
    this.rows.release();
  }
  override follow(): void {
    super.follow();
    this.rows.follow();
  }
}

/** In the order of the rows; what is expanded stays row by row. */
export function collapsed(
  rows: readonly LogJson[],
  expanded: ReadonlySet<number> = new Set(),
): Repeats[] {
  const lines: Repeats[] = [];
  let isExpanded = false;
  let previous: LogJson | undefined;
  for (const row of rows) {
    const last = lines.at(-1);
    const isRepeat = previous !== undefined && isLike(previous, row);
    if (!isRepeat) isExpanded = expanded.has(row.seq);
    if (isRepeat && !isExpanded && last !== undefined) {
      lines[lines.length - 1] = { row, count: last.count + 1, firstSeq: last.firstSeq };
    } else {
      lines.push({ row, count: 1, firstSeq: row.seq });
    }
    previous = row;
  }
  return lines;
}

const isLike = (a: LogJson, b: LogJson) =>
  a.pattern !== undefined &&
  a.pattern === b.pattern &&
  a.service === b.service &&
  a.severity === b.severity;
