// Repeats collapsed: rows side by side of one pattern, service and level are one line with their number,
// wherever the list is. A line opens to its rows, and they close again.

import { batch, effect, signal } from "@preact/signals";
import type { RowLoader } from "./rowLoader";
import { indexOfSeq, rejoined, type Run, type Runs, runsOf, unfolded } from "./runs";

/** One click shows no more rows than are read at a glance; the rest stays a line, to be opened as well. */
export const mostOpened = 200;

export class Repeats {
  readonly isOn = signal(false);

  constructor(
    private readonly loader: RowLoader,
    /** The record that stays where it is on the screen. */
    private readonly seenSeq: () => number,
    private readonly onFailure: (error: unknown) => void,
  ) {
    effect(() => {
      const isOn = this.isOn.value;
      if (isOn === loader.folding.peek().isOn) return;
      if (isOn) this.refold([]);
      else loader.reload(unfolded, this.seenSeq()).catch(onFailure);
    });
  }

  /** Another question: what was opened for the last one is closed. */
  forget(): void {
    this.loader.folding.value = { isOn: this.isOn.peek(), opened: [] };
  }

  /** Shows the newest rows of a line one by one. */
  open(run: Run): void {
    this.readRows(run).catch(this.onFailure);
  }

  /** Collapses the rows again that were opened together with this one. */
  close(seq: number): void {
    this.refold(this.opened().filter(([from, to]) => seq < from || seq > to));
  }

  isOpened(seq: number): boolean {
    return this.loader.folding.value.opened.some(([from, to]) => from <= seq && seq <= to);
  }

  private opened() {
    return this.loader.folding.peek().opened;
  }

  private refold(opened: ReturnType<Repeats["opened"]>): void {
    const folding = { isOn: true, opened };
    this.loader.change(folding, (runs) => rejoined(runs, folding));
  }

  private async readRows(run: Run): Promise<void> {
    const gone = this.loader.gone.peek();
    const rows = await this.loader.rowsBetween(run.first.seq, run.row.seq, mostOpened + 1);
    const isAll = rows.length <= mostOpened;
    const shown = isAll ? rows : rows.slice(1);
    const [oldest, newest, rest] = [shown[0], shown.at(-1), rows[0]];
    if (oldest === undefined || newest === undefined || rest === undefined) return;
    const folding = {
      isOn: true,
      opened: [...this.opened(), [oldest.seq, newest.seq] as const],
    };
    const opened = (runs: Runs): Runs => {
      const at = indexOfSeq(runs, newest.seq);
      const now = runs[at];
      if (now === undefined) return runs;
      // It may have got longer meanwhile, at both ends, and retention may have moved it.
      const oldEnd = run.rank + run.count - (this.loader.gone.peek() - gone);
      const later = now.row.seq === newest.seq ? 0 : now.rank + now.count - oldEnd;
      const rank = now.rank + now.count - later - shown.length;
      return [
        ...runs.slice(0, at),
        ...(rank > now.rank
          ? [{ ...now, count: rank - now.rank, row: isAll ? now.first : rest }]
          : []),
        ...runsOf(shown, rank, folding),
        ...(later > 0 ? [{ ...now, rank: rank + shown.length, count: later, first: now.row }] : []),
        ...runs.slice(at + 1),
      ];
    };
    batch(() => this.loader.change(folding, opened));
  }
}
