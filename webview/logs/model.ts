// What the logs panel shows and what each gesture does to it. Signals in, calls to the collector out; the
// components only draw. What is asked is question.ts. Kept over reloads: everything in `kept`, never a record.

import { batch, computed, effect, signal } from "@preact/signals";
import type { FieldInfo, Selection, Stats } from "../../src/shared/contract/collectorApi";
import type { ConnectionState, PanelView } from "../../src/shared/contract/hostApi";
import type { LogJson } from "../../src/shared/contract/json";
import { RpcError } from "../../src/shared/contract/rpc";
import type { SeverityName } from "../../src/shared/severity";
import type { Connection } from "../lib/connection";
import { ListScroll } from "../lib/listScroll";
import { rankOfSeq, rowAt } from "../lib/rowWindow";
import { persist, type Storage } from "../lib/state";
import { type ContextKind, Detail } from "./detail";
import { Feed } from "./feed";
import { Overview } from "./overview";
import { Patterns, withoutPattern } from "./patterns";
import { Grouping } from "./grouping";
import { keptState } from "./keptState";
import { Outside } from "./outside";
import { only, Question, toggled } from "./question";
import { CollapsedTail } from "./repeats";
import { RowLoader } from "./rowLoader";
import { type Asked, isOpenEnded, problemIn } from "./selection";
import { searchedWords } from "./words";

const stateVersion = 1;

export class LogsModel extends Question {
  readonly columns = signal<readonly string[]>([]);
  readonly isFollowing = signal(true);
  /** -1: none. */
  readonly selectedSeq = signal(-1);
  readonly isFieldsOpen = signal(true);
  readonly isHistogramOpen = signal(true);
  readonly isUtc = signal(false);
  readonly histogramBy = signal("level");
  readonly contextKind = signal<ContextKind>("all");

  /** A failure that is not the query's, written for a person. */
  readonly failure = signal("");
  readonly stats = signal<Stats | undefined>(undefined);
  readonly fields = signal<readonly FieldInfo[]>([]);
  readonly openField = signal("");
  readonly hasLoaded = signal(false);
  /** A hidden panel is not streamed to; shown again it begins anew. */
  readonly isShown = signal(true);
  readonly canOpenSource = signal(false);
  readonly scroll = new ListScroll(this.isFollowing);
  /**
   * Nothing is stored: then there is nothing to draw or to count. False until that is known, so that the
   * room for it is kept and rows do not move when the figures come.
   */
  readonly isKnownEmpty = computed(
    () => this.scroll.total.value === 0 && this.stats.value?.rows.logs === 0,
  );
  /** The collector is there and has answered what is asked for. */
  readonly isAnswering = computed(
    () => this.state.kind === "connected" && this.isShown.value && this.hasLoaded.value,
  );
  readonly words = computed(() => searchedWords(this.query.value));

  readonly loader: RowLoader;
  readonly overview: Overview;
  readonly detail: Detail;
  readonly grouping: Grouping;
  readonly patterns: Patterns;
  readonly repeats: CollapsedTail;
  readonly outside: Outside;

  /** To go to when rows are there. */
  private pendingSeq: number | undefined;
  private awaitedRank = -1;
  private readonly feed: Feed;

  constructor(
    readonly connection: Connection,
    storage: Storage,
    nowMs: () => number = Date.now,
  ) {
    super(nowMs);
    const { collector } = connection;
    const fail = (error: unknown) => this.fail(error);
    this.outside = new Outside(connection.host, fail);
    this.loader = new RowLoader(collector, this.scroll, fail);
    this.overview = new Overview(collector);
    this.detail = new Detail(collector);
    this.grouping = new Grouping(collector);
    this.repeats = new CollapsedTail(this.loader.window, this.scroll);
    this.patterns = new Patterns({
      collector,
      nowMs,
      selection: () => this.answeredSelection(),
      onFailure: fail,
    });
    this.feed = new Feed(connection, this.loader, this.overview, {
      asked: () => this.asked(),
      selection: (asked) => this.selection(asked),
      isFieldsOpen: () => this.isFieldsOpen.peek(),
      onStats: (stats) => this.takeStats(stats),
      histogramBy: () => this.histogramBy.peek(),
      askGroups: (selection, abort) => this.grouping.ask(selection, abort),
      onFields: (fields) => (this.fields.value = fields),
      onEmptied: () => (this.sinceSeq.value = 0),
      onReady: () => this.isReady(),
      onFailure: (error, asked) => this.fail(error, asked),
    });
    persist(storage, stateVersion, keptState(this));
    connection.onShow((view) => this.show(view));
    connection.onClear(() => this.clear());
    void connection.start.then((start) => {
      this.canOpenSource.value = start.canOpenSource;
      if (start.view !== undefined) this.show(start.view);
    }, fail);
    effect(() => {
      const asked = this.asked();
      const isConnected = connection.state.value.kind === "connected";
      if (isConnected && this.isShown.value) queueMicrotask(() => void this.feed.begin(asked));
      else this.feed.end();
    });
    effect(() => {
      if (this.isFieldsOpen.value && this.hasLoaded.value) this.feed.refreshFields();
    });
    effect(() => {
      if (this.histogramBy.value !== "" && this.hasLoaded.value) this.feed.refreshOverview();
    });
    effect(() => {
      if (this.grouping.question.value !== undefined && this.hasLoaded.value)
        this.feed.refreshGroups();
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

  showOnlyLevel(level: SeverityName): void {
    const others = this.overview.levels.peek().map((each) => each.level);
    this.hiddenLevels.value = only(others, level, this.hiddenLevels.peek());
  }

  showOnlyService(service: string): void {
    const others = this.overview.services.peek().map((each) => each.service);
    this.hiddenServices.value = only(others, service, this.hiddenServices.peek());
  }

  toggleColumn(field: string): void {
    this.columns.value = toggled(this.columns.peek(), field);
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

  /** From a group back to its rows. */
  showGroup(clause: string): void {
    this.grouping.close();
    this.addClause(clause);
  }

  togglePatterns(): void {
    const { patterns } = this;
    if (patterns.isOn.peek() && !this.grouping.isOn.peek()) patterns.close();
    else this.openPatterns();
  }

  /** The list, in place of the rows, with one of them open. */
  openPatterns(id = ""): void {
    this.grouping.close();
    this.patterns.open(id);
  }

  /** From a pattern to its rows, those with a value where one is given. */
  showPattern(id: string, value = ""): void {
    batch(() => {
      this.patterns.close();
      this.search(withoutPattern(this.query.peek()));
      this.addClause(`pattern:${id}`);
      if (value !== "") this.addClause(value);
    });
  }

  /** And back: to the list, or to the rows of all. */
  leavePattern(isToList: boolean): void {
    const id = this.patterns.filtered.peek()?.id;
    batch(() => {
      this.search(withoutPattern(this.query.peek()));
      if (isToList) this.openPatterns(id);
    });
  }

  now(): number {
    return this.nowMs();
  }

  /** "Calls of every API method by name". */
  showCalls(): void {
    const hasSpans = (this.stats.peek()?.rows.spans ?? 0) > 0;
    if (this.grouping.showCalls(this.fields.peek(), hasSpans)) return;
    this.failure.value =
      "No row has a field that names a route or a method (http.route, rpc.method, endpoint …), and there are no spans of servers.";
  }

  showTopValues(field: string): void {
    batch(() => {
      this.isFieldsOpen.value = true;
      this.openField.value = field;
    });
  }

  /** The rows around a record, beside its fields. */
  showContext(seq: number): void {
    if (seq < 0) return;
    this.detail.tab.value = "context";
    this.select(seq);
  }

  loadContext(rows: number): void {
    this.detail
      .loadContext(this.selection(this.asked()), this.contextKind.peek(), rows)
      .catch((error: unknown) => this.fail(error));
  }

  /** What is asked, once its rows are there; undefined while nothing can be asked. */
  private answeredSelection(): Selection | undefined {
    const asked = this.asked();
    return this.isAnswering.value ? this.selection(asked) : undefined;
  }

  private takeStats(stats: Stats): void {
    const hasMore = stats.lastSeq !== this.stats.peek()?.lastSeq;
    this.stats.value = stats;
    if (hasMore) this.patterns.changed();
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

  private isReady(): void {
    batch(() => {
      this.problem.value = undefined;
      this.failure.value = "";
      this.hasLoaded.value = true;
    });
    const seq = this.pendingSeq;
    this.pendingSeq = undefined;
    if (seq !== undefined) void this.goTo(seq);
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
