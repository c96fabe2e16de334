// What a context asks the collector: the rows around others, those of them that match, and where they are
// among the matching ones.

import type { LogJson } from "../../src/shared/contract/json";
import type { Selection } from "../../src/shared/contract/selection";
import { clauseFor } from "../../src/shared/query/clause";
import type { Block, ContextLine } from "./lines";
import { isLog, type RowCollector, type RowPlaces } from "./rowPlaces";

/** Which rows: all, or those of the same service. */
export type ContextKind = "all" | "service";

export interface Context {
  readonly id: number;
  readonly kind: ContextKind;
  /** Rows that it is about, ascending by seq; one, until contexts grow together. */
  readonly anchors: readonly LogJson[];
  /** All of it in a row, anchors included, ascending. */
  readonly rows: readonly LogJson[];
  /** True when the store has no row further out on that side, as far as is known. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}
/** A context at its place in the list. */
export interface PlacedContext extends Context, Block {
  /** Matching rows within its bounds that it does not show, as they are of other services. */
  readonly hidden: number;
}

/** A context is for a look around; what is more is what the list is for. */
export const mostContextRows = 500;
/** What fills a screen beside it. */
const besideRows = 100;

const everything: Selection = { signal: "logs", query: "" };

export class ContextQuery {
  constructor(private readonly collector: RowCollector) {}

  /** So many more rows on each side. */
  async widened(
    context: Context,
    { above, below }: { readonly above: number; readonly below: number },
    abort: AbortSignal,
  ): Promise<Context> {
    const room = mostContextRows - context.rows.length;
    const around = aroundOf(context);
    const [first, last] = [context.rows[0], context.rows.at(-1)];
    if (first === undefined || last === undefined || room <= 0) return context;
    const [before, after] = await Promise.all([
      this.page({ ...around, beforeSeq: first.seq, order: "newest" }, Math.min(room, above), abort),
      this.page({ ...around, afterSeq: last.seq, order: "oldest" }, Math.min(room, below), abort),
    ]);
    return {
      ...context,
      rows: [...before.rows.reverse(), ...context.rows, ...after.rows],
      isFirst: above === 0 ? context.isFirst : !before.hasMore,
      isLast: below === 0 ? context.isLast : !after.hasMore,
    };
  }

  /** The same reach in seq, with the rows of its kind. */
  async filled(context: Context, abort: AbortSignal): Promise<Context> {
    const [first, last] = [context.rows[0], context.rows.at(-1)];
    if (first === undefined || last === undefined) return context;
    const within = { ...aroundOf(context), sinceSeq: first.seq - 1, untilSeq: last.seq };
    const { rows } = await this.page({ ...within, order: "oldest" }, mostContextRows, abort);
    return { ...context, rows };
  }

  /** Where it stands among the matching rows; undefined when its first anchor does not match any more. */
  async placed(
    context: Context,
    places: RowPlaces,
    abort: AbortSignal,
  ): Promise<PlacedContext | undefined> {
    const [anchor] = context.anchors;
    const [first, last] = [context.rows[0], context.rows.at(-1)];
    if (anchor === undefined || first === undefined || last === undefined) return undefined;
    const matching = places.within(first.seq, last.seq);
    const shown = { ...matching, query: both(matching.query, aroundOf(context).query) };
    const [rank, above, below, matches, before, after] = await Promise.all([
      places.rankOf(anchor.seq, abort),
      places.countBetween(first.seq, anchor.seq - 1, abort),
      places.countBetween(anchor.seq, last.seq, abort),
      this.page({ ...shown, order: "oldest" }, mostContextRows, abort),
      places.between(0, first.seq - 1, besideRows, abort),
      places.page({ afterSeq: last.seq, order: "oldest", limit: besideRows }, abort),
    ]);
    if (rank < 0) return undefined;
    return {
      ...context,
      fromRank: rank - above,
      toRank: rank + below,
      lines: linesOf(context, new Set(matches.rows.map((row) => row.seq))),
      hidden: above + below - matches.rows.length,
      before,
      after,
    };
  }

  private async page(
    query: Selection & {
      readonly beforeSeq?: number;
      readonly afterSeq?: number;
      readonly order: "newest" | "oldest";
    },
    limit: number,
    abort: AbortSignal,
  ): Promise<{ readonly rows: LogJson[]; readonly hasMore: boolean }> {
    if (limit <= 0) return { rows: [], hasMore: true };
    const page = await this.collector.rows({ ...query, limit }, abort);
    return { rows: page.rows.filter(isLog), hasMore: page.hasMore };
  }
}

function linesOf(
  { id, rows, anchors }: Context,
  matches: ReadonlySet<number>,
): readonly ContextLine[] {
  const seqs = new Set(anchors.map((row) => row.seq));
  return [
    { kind: "edge", side: "above", context: id },
    ...rows.map((row) => ({
      kind: "context" as const,
      row,
      isMatch: matches.has(row.seq),
      isAnchor: seqs.has(row.seq),
      context: id,
    })),
    { kind: "edge", side: "below", context: id },
  ];
}

/** The service of the rows of a context "by service"; undefined of rows without one. */
export const serviceOf = ({ anchors }: Context) => anchors[0]?.service;

function aroundOf(context: Context): Selection {
  if (context.kind !== "service") return everything;
  const service = serviceOf(context);
  const query = service === undefined ? "NOT _exists_:service" : clauseFor("service", service);
  return { ...everything, query };
}

const both = (a: string, b: string) => (a === "" || b === "" ? a || b : `(${a}) ${b}`);
