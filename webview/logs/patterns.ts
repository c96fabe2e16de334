// Patterns of the matching records: what is asked, what came, which one is open. The list is in place of the
// rows; one pattern leads to its rows, and a row back to its pattern.

import { batch, computed, effect, type Signal, signal } from "@preact/signals";
import type { CollectorApi } from "../../src/shared/contract/collectorApi";
import {
  type PatternInfo,
  type PatternList,
  type PatternOrder,
  patternOrders,
  type PatternsQuery,
} from "../../src/shared/contract/patterns";
import type { Client } from "../../src/shared/contract/rpc";
import type { Selection } from "../../src/shared/contract/selection";
import { withClause } from "../../src/shared/query/withClause";
import { severityNames } from "../../src/shared/severity";
import { Refresher } from "../lib/refresher";

type Collector = Pick<Client<CollectorApi>, "patterns">;

export const shownOrders = [
  { name: "count", title: "Most Frequent First" },
  { name: "rare", title: "Rarest First" },
  { name: "new", title: "Newest First" },
  { name: "worst", title: "Worst Level First" },
] as const satisfies readonly { name: PatternOrder; title: string }[];

/** "New since …": patterns of which no record had come before. */
export const patternAges = [
  { name: "", title: "New and Known", ms: 0 },
  { name: "1m", title: "New in the Last 1 min", ms: 60_000 },
  { name: "5m", title: "New in the Last 5 min", ms: 300_000 },
  { name: "1h", title: "New in the Last 1 h", ms: 3_600_000 },
  { name: "24h", title: "New in the Last 24 h", ms: 86_400_000 },
] as const;

const leastMs = 1_000;
const mostPatterns = 500;
const shownValues = 8;
/** Younger than this among older ones, a pattern is marked as new. */
const newForMs = 300_000;

export interface PatternsAsks {
  readonly collector: Collector;
  readonly nowMs: () => number;
  /** What the panel asks for; undefined while it asks nothing. Read in an effect. */
  readonly selection: () => Selection | undefined;
  readonly onFailure: (error: unknown) => void;
}

export class Patterns {
  readonly isOn = signal(false);
  /** A name of `shownOrders`; what was kept may be any. */
  readonly order = signal<string>("count");
  readonly age = signal<string>("");
  readonly list = signal<PatternList | undefined>(undefined);
  /** An answer is awaited: the list, or what it says of one pattern. */
  readonly isLoading = computed(
    () => this.refresh.isAsking.value || this.values.value || this.heading.value,
  );
  /** The one whose values are shown; "" for none. */
  readonly openId = signal("");
  /** It with its values, once these have come. */
  readonly opened = signal<PatternInfo | undefined>(undefined);
  /** The pattern that the query asks for, with what it says. */
  readonly filtered = signal<PatternInfo | undefined>(undefined);
  readonly shown = computed(() => this.list.value?.patterns ?? []);
  private askedAge = "";
  private askedOrder: PatternOrder = "count";
  private readonly refresh: Refresher;
  /** Whether each is being asked. */
  private readonly values = signal(false);
  private readonly heading = signal(false);

  constructor(private readonly asks: PatternsAsks) {
    this.refresh = new Refresher((abort) => this.ask(abort), leastMs, asks.onFailure);
    effect(() => {
      const selection = asks.selection();
      this.askedAge = this.age.value;
      this.askedOrder = patternOrders.find((name) => name === this.order.value) ?? "count";
      if (selection === undefined || !this.isOn.value) this.refresh.stop();
      else queueMicrotask(() => this.refresh.now());
    });
    effect(() => {
      const { openId, opened } = this;
      if (opened.peek()?.id !== openId.value) opened.value = undefined;
      const selection = asks.selection();
      if (!this.isOn.value || openId.value === "" || selection === undefined) return undefined;
      return this.readValues(openId.value, selection);
    });
    effect(() => {
      const selection = asks.selection();
      const id = patternIn(selection?.query ?? "");
      if (id === undefined) this.filtered.value = undefined;
      if (id === undefined || this.filtered.peek()?.id === id) return undefined;
      return this.readFiltered(id);
    });
  }

  /** Records came. */
  changed(): void {
    if (this.isOn.peek()) this.refresh.soon();
  }

  /** Shows the list, with one of its patterns open. */
  open(id = ""): void {
    batch(() => {
      this.isOn.value = true;
      if (id !== "") this.openId.value = id;
    });
  }

  close(): void {
    this.isOn.value = false;
  }

  toggle(id: string): void {
    this.openId.value = this.openId.peek() === id ? "" : id;
  }

  isNew({ firstSeen }: PatternInfo): boolean {
    const now = this.asks.nowMs();
    const isYoung = now - Date.parse(firstSeen) < newForMs;
    const all = this.list.value?.patterns ?? [];
    return isYoung && all.some((other) => now - Date.parse(other.firstSeen) > 2 * newForMs);
  }

  private async ask(abort: AbortSignal): Promise<void> {
    const selection = this.asks.selection();
    if (selection === undefined) return;
    const age = patternAges.find(({ name }) => name === this.askedAge);
    const newSince =
      age === undefined || age.ms === 0
        ? {}
        : { newSince: new Date(this.asks.nowMs() - age.ms).toISOString() };
    this.list.value = await this.asks.collector.patterns(
      { ...selection, ...newSince, order: this.askedOrder, limit: mostPatterns },
      abort,
    );
  }

  private readValues(id: string, selection: Selection): () => void {
    const query = withClause(selection.query, `pattern:${id}`);
    const asked = { ...selection, query, limit: 1, values: shownValues };
    return this.readOne(this.values, asked, (found) => {
      if (found?.id === id) this.opened.value = found;
    });
  }

  private readFiltered(id: string): () => void {
    return this.readOne(this.heading, { query: `pattern:${id}`, limit: 1 }, (found) => {
      this.filtered.value = found === undefined ? undefined : { ...found, id };
    });
  }

  /** Gives what ends the question, and what is said of it. */
  private readOne(
    isAsking: Signal<boolean>,
    query: PatternsQuery,
    take: (found: PatternInfo | undefined) => void,
  ): () => void {
    const abort = new AbortController();
    isAsking.value = true;
    void this.asks.collector
      .patterns(query, abort.signal)
      .then(({ patterns: [found] }) => {
        if (!abort.signal.aborted) take(found);
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) this.asks.onFailure(error);
      })
      .finally(() => {
        if (!abort.signal.aborted) isAsking.value = false;
      });
    return () => {
      abort.abort();
      isAsking.value = false;
    };
  }
}

const clause = /(?<![\w:".-])(?<!NOT )pattern:([0-9a-f]{12})(?![\w*])\s*/;

/** The one pattern that a query asks for. */
export function patternIn(query: string): string | undefined {
  return clause.exec(query)?.[1];
}

/** The query without it, and without the clause of a value of it that stands at the end. */
export function withoutPattern(query: string, value = ""): string {
  const rest = query.replace(clause, "").trim();
  const isOfValue = value !== "" && ` ${rest}`.endsWith(` ${value}`);
  return isOfValue ? rest.slice(0, -value.length).trim() : rest;
}

/** The worst level that any of its records has. */
export const worstLevel = ({ levels }: PatternInfo) =>
  severityNames.findLast((level) => (levels[level] ?? 0) > 0);
