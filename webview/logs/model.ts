// What the logs panel shows and what each gesture does to it. Signals in, calls to the collector out; the
// components only draw. Kept over reloads: everything in `kept`, never a record.

import { batch, computed, effect, signal } from "@preact/signals";
import type {
  FieldInfo,
  Selection,
  Stats,
  TailBatch,
} from "../../src/shared/contract/collectorApi";
import type { ConnectionState, PanelView, SourceLocation } from "../../src/shared/contract/hostApi";
import type { LogJson } from "../../src/shared/contract/json";
import { RpcError } from "../../src/shared/contract/rpc";
import type { SeverityName } from "../../src/shared/severity";
import type { Connection } from "../lib/connection";
import { ListScroll } from "../lib/listScroll";
import { Refresher } from "../lib/refresher";
import { rankOfSeq, rowAt } from "../lib/rowWindow";
import { persist, type Storage } from "../lib/state";
import { withClause } from "../lib/valueActions";
import { type ContextKind, Detail } from "./detail";
import { Overview } from "./overview";
import { RowLoader } from "./rowLoader";
import {
  type Asked,
  isOpenEnded,
  problemIn,
  type QueryProblem,
  selectionOf,
  type TimeRange,
} from "./selection";
import { searchedWords } from "./words";

const stateVersion = 1;
/** Rows a batch of the tail brings at most; what is spared is loaded when it is scrolled to. */
const tailRows = 200;
const overviewLeastMs = 1_000;
const fieldsLeastMs = 4_000;
const recountLeastMs = 2_000;
const historyLength = 50;
export const histogramBars = 120;

export class LogsModel {
  readonly query = signal("");
  readonly hiddenLevels = signal<readonly SeverityName[]>([]);
  readonly hiddenServices = signal<readonly string[]>([]);
  readonly range = signal<TimeRange>({ kind: "all" });
  readonly sinceSeq = signal(0);
  readonly columns = signal<readonly string[]>([]);
  readonly isFollowing = signal(true);
  /** -1: none. */
  readonly selectedSeq = signal(-1);
  readonly isFieldsOpen = signal(true);
  readonly isHistogramOpen = signal(true);
  readonly isUtc = signal(false);
  readonly history = signal<readonly string[]>([]);
  readonly contextKind = signal<ContextKind>("all");

  readonly problem = signal<QueryProblem | undefined>(undefined);
  /** A failure that is not the query's, written for a person. */
  readonly failure = signal("");
  readonly stats = signal<Stats | undefined>(undefined);
  readonly fields = signal<readonly FieldInfo[]>([]);
  readonly openField = signal("");
  readonly hasLoaded = signal(false);
  readonly canOpenSource = signal(false);
  readonly scroll = new ListScroll(this.isFollowing);
  /** False while nothing is stored: then there is nothing to draw or to count. */
  readonly hasRecords = computed(
    () => this.scroll.total.value > 0 || (this.stats.value?.rows.logs ?? 0) > 0,
  );
  readonly words = computed(() => searchedWords(this.query.value));

  readonly loader: RowLoader;
  readonly overview: Overview;
  readonly detail: Detail;

  private subscription = -1;
  private early: TailBatch[] | undefined;
  private start = 0;
  private evicted = 0;
  private pendingSeq: number | undefined;
  private awaitedRank = -1;
  private readonly overviewRefresh: Refresher;
  private readonly fieldsRefresh: Refresher;
  private readonly recountRefresh: Refresher;

  constructor(
    readonly connection: Connection,
    storage: Storage,
    private readonly nowMs: () => number = Date.now,
  ) {
    const { collector } = connection;
    const fail = (error: unknown) => this.fail(error);
    this.loader = new RowLoader(collector, this.scroll, fail);
    this.overview = new Overview(collector);
    this.detail = new Detail(collector);
    this.overviewRefresh = new Refresher((abort) => this.askOverview(abort), overviewLeastMs, fail);
    this.fieldsRefresh = new Refresher((abort) => this.askFields(abort), fieldsLeastMs, fail);
    this.recountRefresh = new Refresher(() => this.loader.recount(), recountLeastMs, fail);
    persist(storage, stateVersion, this.kept());
    connection.onRows((tail) => this.onTail(tail));
    connection.onStats((stats) => this.onStats(stats));
    connection.onShow((view) => this.show(view));
    connection.onClear(() => this.clear());
    void connection.start.then((start) => {
      this.canOpenSource.value = start.canOpenSource;
      if (start.view !== undefined) this.show(start.view);
    }, fail);
    effect(() => {
      const asked = this.asked();
      if (connection.state.value.kind === "connected")
        queueMicrotask(() => void this.restart(asked));
    });
    effect(() => {
      if (this.isFieldsOpen.value && connection.state.value.kind === "connected") {
        this.fieldsRefresh.now();
      }
    });
    this.loader.window.subscribe(() => {
      if (this.awaitedRank >= 0) this.selectRank(this.awaitedRank);
    });
    effect(() => {
      const seq = this.selectedSeq.value;
      const isConnected = connection.state.value.kind === "connected";
      if (seq < 0) this.detail.close();
      else if (isConnected) this.detail.show(seq, this.heldRow(seq)).catch(fail);
    });
  }

  get state(): ConnectionState {
    return this.connection.state.value;
  }

  row(rank: number): LogJson | undefined {
    return rowAt(this.loader.window.value, rank);
  }

  selectedRank(): number {
    return rankOfSeq(this.loader.window.value, this.selectedSeq.value);
  }

  /** Asks for another query; the text as typed, kept in the history. */
  search(query: string): void {
    batch(() => {
      this.problem.value = undefined;
      this.query.value = query;
    });
  }

  remember(query: string): void {
    const text = query.trim();
    if (text === "") return;
    const others = this.history.peek().filter((other) => other !== text);
    this.history.value = [text, ...others].slice(0, historyLength);
  }

  addClause(clause: string): void {
    const query = withClause(this.query.peek(), clause);
    this.search(query);
    this.remember(query);
  }

  toggleLevel(level: SeverityName): void {
    this.hiddenLevels.value = toggled(this.hiddenLevels.peek(), level);
  }

  showOnlyLevel(level: SeverityName): void {
    const others = this.overview.levels.peek().map((each) => each.level);
    this.hiddenLevels.value = only(others, level, this.hiddenLevels.peek());
  }

  toggleService(service: string): void {
    this.hiddenServices.value = toggled(this.hiddenServices.peek(), service);
  }

  showOnlyService(service: string): void {
    const others = this.overview.services.peek().map((each) => each.service);
    this.hiddenServices.value = only(others, service, this.hiddenServices.peek());
  }

  toggleColumn(field: string): void {
    this.columns.value = toggled(this.columns.peek(), field);
  }

  zoom(range: TimeRange): void {
    this.range.value = range;
  }

  /** True while new rows come and the list shows them. */
  readonly isLive = computed(() => this.isFollowing.value && isOpenEnded(this.range.value));

  toggleLive(): void {
    if (this.isLive.peek()) {
      this.isFollowing.value = false;
      return;
    }
    if (!isOpenEnded(this.range.peek())) this.range.value = { kind: "all" };
    this.scroll.follow();
  }

  /** "From now on": nothing is deleted. */
  clear(): void {
    batch(() => {
      this.sinceSeq.value = Math.max(this.loader.latestSeq(), this.stats.peek()?.lastSeq ?? 0);
      this.selectedSeq.value = -1;
      this.isFollowing.value = true;
    });
  }

  unclear(): void {
    this.sinceSeq.value = 0;
  }

  resetFilters(): void {
    batch(() => {
      this.search("");
      this.hiddenLevels.value = [];
      this.hiddenServices.value = [];
      this.range.value = { kind: "all" };
      this.sinceSeq.value = 0;
    });
  }

  select(seq: number): void {
    batch(() => {
      this.isFollowing.value = false;
      this.selectedSeq.value = seq;
    });
  }

  /** Selects by place; a row that is not held yet is selected when it has come. */
  selectRank(rank: number): void {
    const row = this.row(rank);
    this.awaitedRank = row === undefined ? rank : -1;
    if (row !== undefined) this.select(row.seq);
  }

  /** Selects a record by seq wherever it is in the list. */
  async goTo(seq: number): Promise<void> {
    this.select(seq);
    try {
      const rank = await this.loader.rankOf(seq);
      if (rank >= 0) this.scroll.centre(rank);
    } catch (error) {
      this.fail(error);
    }
  }

  followAgain(): void {
    this.scroll.follow();
  }

  showSince(seq: number): void {
    this.sinceSeq.value = seq - 1;
  }

  showTopValues(field: string): void {
    batch(() => {
      this.isFieldsOpen.value = true;
      this.openField.value = field;
    });
  }

  loadContext(rows: number): void {
    this.detail
      .loadContext(this.selection(this.asked()), this.contextKind.peek(), rows)
      .catch((error: unknown) => this.fail(error));
  }

  openSource(location: SourceLocation): void {
    this.connection.host.openSource(location).catch((error: unknown) => this.fail(error));
  }

  openTimeline(id: string): void {
    this.connection.host
      .openPanel({ panel: "timeline", id })
      .catch((error: unknown) => this.fail(error));
  }

  copy(text: string): void {
    this.connection.host.copy({ text }).catch((error: unknown) => this.fail(error));
  }

  openText(text: string, language: string): void {
    this.connection.host.openText({ text, language }).catch((error: unknown) => this.fail(error));
  }

  asked(): Asked {
    return {
      query: this.query.value,
      hiddenLevels: this.hiddenLevels.value,
      hiddenServices: this.hiddenServices.value,
      range: this.range.value,
      sinceSeq: this.sinceSeq.value,
    };
  }

  selection(asked: Asked): Selection {
    return selectionOf(asked, this.nowMs());
  }

  private kept() {
    const { query, hiddenLevels, hiddenServices, range, sinceSeq, columns, isFollowing } = this;
    const { selectedSeq, isFieldsOpen, isHistogramOpen, isUtc, history, contextKind } = this;
    return {
      ...{ query, hiddenLevels, hiddenServices, range, sinceSeq, columns, isFollowing },
      ...{ selectedSeq, isFieldsOpen, isHistogramOpen, isUtc, history, contextKind },
    };
  }

  private heldRow(seq: number): LogJson | undefined {
    const window = this.loader.window.peek();
    return rowAt(window, rankOfSeq(window, seq));
  }

  private show(view: PanelView): void {
    batch(() => {
      if (view.query !== undefined) this.search(view.query);
      if (view.seq === undefined) return;
      if (view.query === undefined) this.resetFilters();
      this.select(view.seq);
    });
    this.pendingSeq = view.seq;
    if (view.seq !== undefined && this.hasLoaded.peek()) void this.goTo(view.seq);
  }

  /** Begins anew: another question, or another connection. The newest start wins. */
  private async restart(asked: Asked): Promise<void> {
    const start = (this.start += 1);
    const { collector } = this.connection;
    const previous = this.subscription;
    this.subscription = -1;
    this.early = [];
    try {
      if (previous >= 0) await collector.untail({ subscription: previous });
      await collector.watchStats({ isOn: true });
      const stats = await collector.stats();
      this.stats.value = stats;
      this.evicted = sumOf(stats.evicted);
      if (asked.sinceSeq > stats.lastSeq) {
        this.sinceSeq.value = 0; // the store was emptied since
        return;
      }
      const selection = this.selection(asked);
      const lastSeq = isOpenEnded(asked.range) ? await this.tail(selection, start) : stats.lastSeq;
      if (start !== this.start) return;
      await this.loader.load(selection, lastSeq);
      if (start !== this.start) return;
      for (const early of this.early)
        if (early.subscription === this.subscription) this.loader.add(early);
      this.early = undefined;
      batch(() => {
        this.problem.value = undefined;
        this.failure.value = "";
        this.hasLoaded.value = true;
      });
      this.overviewRefresh.now();
      if (this.isFieldsOpen.peek()) this.fieldsRefresh.now();
      this.goToPending();
    } catch (error) {
      if (start === this.start) this.fail(error, asked);
    }
  }

  private async tail({ signal, query }: Selection, start: number): Promise<number> {
    const { collector } = this.connection;
    const started = await collector.tail({ signal, query, maxRows: tailRows });
    if (start === this.start) this.subscription = started.subscription;
    else await collector.untail({ subscription: started.subscription });
    return started.seq;
  }

  private goToPending(): void {
    const seq = this.pendingSeq;
    this.pendingSeq = undefined;
    if (seq !== undefined) void this.goTo(seq);
  }

  private onTail(tail: TailBatch): void {
    if (this.early !== undefined) {
      this.early.push(tail);
      return;
    }
    if (tail.subscription !== this.subscription) return;
    this.loader.add(tail);
    this.overviewRefresh.soon();
    if (this.isFieldsOpen.peek()) this.fieldsRefresh.soon();
  }

  private onStats(stats: Stats): void {
    this.stats.value = stats;
    const evicted = sumOf(stats.evicted);
    if (evicted !== this.evicted) this.recountRefresh.soon();
    this.evicted = evicted;
    // Records that match no more rows still move the chips' counts of what is toggled off.
    if (stats.recordsPerSecond > 0) this.overviewRefresh.soon();
  }

  private async askOverview(abort: AbortSignal): Promise<void> {
    const asked = this.asked();
    const untoggled = this.selection({ ...asked, hiddenLevels: [], hiddenServices: [] });
    const off = { levels: asked.hiddenLevels, services: asked.hiddenServices };
    await this.overview.refresh(this.selection(asked), untoggled, off, histogramBars, abort);
  }

  private async askFields(abort: AbortSignal): Promise<void> {
    const selection = this.selection(this.asked());
    this.fields.value = await this.connection.collector.fields(
      { ...selection, topValues: 8 },
      abort,
    );
  }

  private fail(error: unknown, asked: Asked = this.asked()): void {
    if (!(error instanceof RpcError)) {
      this.failure.value = error instanceof Error ? error.message : String(error);
      return;
    }
    const { failure } = error;
    if (failure.kind === "closed" || failure.kind === "cancelled") return; // the state says it
    if (failure.kind === "query") this.problem.value = problemIn(asked, failure);
    else this.failure.value = failure.message;
  }
}

const toggled = <T>(list: readonly T[], item: T): T[] =>
  list.includes(item) ? list.filter((other) => other !== item) : [...list, item];

/** All but one off; all on again when that is already so. */
const only = <T>(all: readonly T[], item: T, off: readonly T[]): T[] => {
  const others = all.filter((other) => other !== item);
  const isOnly = others.length > 0 && others.every((other) => off.includes(other));
  return isOnly && !off.includes(item) ? [] : others;
};

const sumOf = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
