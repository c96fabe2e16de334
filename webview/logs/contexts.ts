// Contexts: the rows around a row, in place in the list, whatever the filter. Any number can be open; those
// that meet become one. Each is opened, widened, turned to one service or to all, and closed.

import { computed, signal } from "@preact/signals";
import type { LogJson } from "../../src/shared/contract/json";
import {
  type Context,
  type ContextKind,
  ContextQuery,
  mostContextRows,
  type PlacedContext,
} from "./contextQuery";
import type { RowLoader } from "./rowLoader";
import type { RowCollector } from "./rowPlaces";

/** Rows on each side at first, and how many more a click brings. */
const firstRows = 5;
export const moreRows = 10;
/** The oldest closes: a list of contexts is no list of matches any more. */
const mostContexts = 20;

export class Contexts {
  /** Ascending and apart. Their ranks count the rows that retention took since the rows were loaded. */
  readonly open = signal<readonly PlacedContext[]>([]);
  /** Where they are now. One that lost rows is not shown. */
  readonly blocks = computed(() => {
    const gone = this.loader.gone.value;
    return this.open.value
      .map((one) => ({ ...one, fromRank: one.fromRank - gone, toRank: one.toRank - gone }))
      .filter(({ fromRank }) => fromRank >= 0);
  });
  readonly isLoading = signal(false);
  /** What the next one opens with: the choice that was made last. */
  readonly kind = signal<ContextKind>("all");
  private nextId = 1;
  private turn = 0;
  private abort = new AbortController();
  private readonly query: ContextQuery;

  constructor(
    collector: RowCollector,
    private readonly loader: RowLoader,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.query = new ContextQuery(collector);
  }

  /** Opens one around a row; within one that is open, widens that. */
  show(row: LogJson): void {
    const around = this.around(row.seq);
    if (around !== undefined) {
      this.widen(around.id, moreRows, moreRows);
      return;
    }
    const context: Context = {
      id: this.nextId++,
      kind: this.kind.peek(),
      anchors: [row],
      rows: [row],
      isFirst: false,
      isLast: false,
    };
    void this.run(async (abort) => {
      const reach = { above: firstRows, below: firstRows };
      await this.settle(await this.query.widened(context, reach, abort), abort);
    });
  }

  widen(id: number, above: number, below: number): void {
    void this.run(async (abort) => {
      const context = this.find(id);
      if (context === undefined) return;
      await this.settle(await this.query.widened(context, { above, below }, abort), abort);
    });
  }

  /** As many rows on each side as it has, of the service alone or of all. */
  turnTo(id: number, kind: ContextKind): void {
    this.kind.value = kind;
    void this.run(async (abort) => {
      const context = this.find(id);
      if (context === undefined) return;
      const { rows, anchors } = context;
      const [first, last] = [anchors[0], anchors.at(-1)];
      const above = rows.findIndex((row) => row.seq === first?.seq);
      const below = rows.length - 1 - rows.findIndex((row) => row.seq === last?.seq);
      const inner = await this.query.filled({ ...context, kind, rows: anchors }, abort);
      await this.settle(await this.query.widened(inner, { above, below }, abort), abort);
    });
  }

  close(id: number): void {
    this.open.value = this.open.peek().filter((context) => context.id !== id);
  }

  /** Another question is asked: what those of the last one wait for is not wanted any more. */
  stop(): void {
    this.turn += 1;
    this.abort.abort();
    this.abort = new AbortController();
  }

  /** And its rows are there: they belong to those of the last one. */
  closeAll(): void {
    this.stop();
    this.open.value = [];
  }

  find(id: number): PlacedContext | undefined {
    return this.open.peek().find((context) => context.id === id);
  }

  /** The one that shows a record. */
  around(seq: number): PlacedContext | undefined {
    return this.open.peek().find(({ rows }) => reaches(rows, seq));
  }

  /** Puts it where it belongs, together with those that it meets. */
  private async settle(context: Context, abort: AbortSignal): Promise<void> {
    let whole = context;
    for (const other of this.open.peek()) {
      const isApart = other.id === whole.id || !meet(other.rows, whole.rows);
      // Two that together are more than a look around are not joined: the new one stands for both.
      if (isApart || other.rows.length + whole.rows.length > mostContextRows) continue;
      whole = await this.query.filled(joined(other, whole), abort);
    }
    const gone = this.loader.gone.peek();
    const placed = await this.query.placed(whole, this.loader.places, abort);
    if (abort.aborted) return;
    if (placed === undefined) throw new Error(noPlace);
    const counted = { fromRank: placed.fromRank + gone, toRank: placed.toRank + gone };
    const others = this.open
      .peek()
      .filter((other) => other.id !== placed.id && !meet(other.rows, placed.rows));
    const kept = others.length < mostContexts ? others : withoutOldest(others);
    this.open.value = [...kept, { ...placed, ...counted }].sort((a, b) => a.fromRank - b.fromRank);
  }

  /** One after the other, so that each knows what is open. */
  private async run(change: (abort: AbortSignal) => Promise<void>): Promise<void> {
    const { turn, abort } = this;
    const before = this.running;
    const mine = (async () => {
      await before;
      if (turn !== this.turn) return;
      this.isLoading.value = true;
      try {
        await change(abort.signal);
      } catch (error) {
        if (!abort.signal.aborted) this.onFailure(error);
      } finally {
        this.isLoading.value = false;
      }
    })();
    this.running = mine;
    await mine;
  }
  private running: Promise<void> = Promise.resolve();
}

const noPlace =
  "The row does not match what is asked for any more: the list has no place to show what is around it.";

type Rows = readonly LogJson[];

const reaches = (rows: Rows, seq: number) =>
  (rows[0]?.seq ?? Infinity) <= seq && seq <= (rows.at(-1)?.seq ?? -1);

const meet = (a: Rows, b: Rows) =>
  (a[0]?.seq ?? 0) <= (b.at(-1)?.seq ?? -1) && (b[0]?.seq ?? 0) <= (a.at(-1)?.seq ?? -1);

/** Of all services, where they are of more than one. */
function joined(other: Context, context: Context): Context {
  const [first, second] = startsFirst(other, context) ? [other, context] : [context, other];
  const anchors = bySeq([...other.anchors, ...context.anchors]);
  const isOfOne = anchors.every(({ service }) => service === anchors[0]?.service);
  return {
    ...context,
    kind: isOfOne ? context.kind : "all",
    anchors,
    rows: bySeq([...other.rows, ...context.rows]),
    isFirst: first.isFirst,
    isLast: second.isLast,
  };
}

const startsFirst = (a: Context, b: Context) => (a.rows[0]?.seq ?? 0) < (b.rows[0]?.seq ?? 0);

function bySeq(rows: Rows): Rows {
  const found = new Map(rows.map((row) => [row.seq, row]));
  return [...found.values()].sort((a, b) => a.seq - b.seq);
}

function withoutOldest(contexts: readonly PlacedContext[]): readonly PlacedContext[] {
  const oldest = Math.min(...contexts.map(({ id }) => id));
  return contexts.filter(({ id }) => id !== oldest);
}
