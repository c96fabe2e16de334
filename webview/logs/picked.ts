// Rows that are selected together: by click, range and toggle, as in any list of the editor. A line of
// repeats counts as the row that it shows.

import { batch, computed, signal } from "@preact/signals";
import type { LogJson } from "../../src/shared/contract/json";
import { mostSeqs } from "../../src/shared/contract/selection";
import type { Lines } from "./lines";
import type { RowLoader } from "./rowLoader";
import { isRepeat } from "./runs";

/** A text with them stays readable, and a message to the editor bounded. */
export const mostPicked = mostSeqs;
const rowsAPage = 1_000;

export class Picked {
  private readonly found = signal<ReadonlyMap<number, LogJson>>(new Map());
  /** True when there were more in the range than are selected. */
  readonly isCut = signal(false);
  /** True of "all": then it is to be said that these are the loaded ones. */
  readonly isAllLoaded = signal(false);
  readonly count = computed(() => this.found.value.size);
  /** Where a range starts. */
  private anchorSeq = -1;
  private turn = 0;

  constructor(
    private readonly loader: RowLoader,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  has(seq: number): boolean {
    return this.found.value.has(seq);
  }

  /** Ascending. */
  rows(): LogJson[] {
    return [...this.found.peek().values()].sort((a, b) => a.seq - b.seq);
  }

  only(row: LogJson): void {
    this.anchorSeq = row.seq;
    this.put([row]);
  }

  toggle(row: LogJson): void {
    this.anchorSeq = row.seq;
    const others = this.rows().filter(({ seq }) => seq !== row.seq);
    this.put(others.length < this.count.peek() ? others : [...others, row]);
  }

  /** From where the last selection started to this row. */
  rangeTo(row: LogJson, lines: Lines): void {
    if (this.anchorSeq < 0) {
      this.only(row);
      return;
    }
    const [from, to] = [lines.indexOfSeq(this.anchorSeq), lines.indexOfSeq(row.seq)];
    const known = from < 0 || to < 0 ? undefined : rowsOn(lines, from, to);
    if (known !== undefined) this.put(known);
    else this.readRange(row.seq, lines).catch(this.onFailure);
  }

  /** All rows of which the list holds what they show. */
  all(lines: Lines, rows: readonly LogJson[]): void {
    const shown = rows.flatMap((row) => lines.rowAt(lines.indexOfSeq(row.seq)) ?? []);
    batch(() => {
      this.put(shown);
      this.isAllLoaded.value = true;
    });
  }

  clear(): void {
    this.anchorSeq = -1;
    this.put([]);
  }

  /** The rows between that match; with what contexts show of others. */
  private async readRange(seq: number, lines: Lines): Promise<void> {
    const [fromSeq, toSeq] = [Math.min(seq, this.anchorSeq), Math.max(seq, this.anchorSeq)];
    const turn = (this.turn += 1);
    const { isOn } = this.loader.folding.peek();
    const rows: LogJson[] = [];
    let before = toSeq;
    while (rows.length < mostPicked && before >= fromSeq) {
      const page = await this.loader.rowsBetween(fromSeq, before, rowsAPage);
      if (turn !== this.turn) return;
      rows.unshift(...page);
      if (page.length < rowsAPage) break;
      before = (page[0]?.seq ?? 0) - 1;
    }
    const shown = isOn ? rows.filter((row, at) => !isFoldedInto(row, rows[at + 1])) : rows;
    const around = lines.contextRows().filter((one) => fromSeq <= one.seq && one.seq <= toSeq);
    this.put([...shown, ...around], before >= fromSeq && rows.length >= mostPicked);
  }

  private put(rows: readonly LogJson[], isCut = false): void {
    this.turn += 1;
    batch(() => {
      this.found.value = new Map(rows.slice(-mostPicked).map((row) => [row.seq, row]));
      this.isCut.value = isCut || rows.length > mostPicked;
      this.isAllLoaded.value = false;
    });
  }
}

const isFoldedInto = (row: LogJson, next: LogJson | undefined) =>
  next !== undefined && isRepeat(row, next);

/** Undefined when not all are loaded. */
function rowsOn(lines: Lines, from: number, to: number): LogJson[] | undefined {
  const rows: LogJson[] = [];
  if (Math.abs(to - from) > mostPicked) return undefined;
  for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) {
    const line = lines.at(index);
    if (line === undefined || line.kind === "awaited") return undefined;
    if (line.kind !== "edge") rows.push(line.kind === "run" ? line.run.row : line.row);
  }
  return rows;
}
