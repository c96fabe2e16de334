// What the logs panel shows and what each gesture does to it. Signals in, calls to the collector out; the
// components only draw. What is asked is question.ts. Kept over reloads: everything in `kept`, never a record.

import { batch, computed, effect, signal } from "@preact/signals";
import type { ConnectionState, PanelView } from "../../src/shared/contract/hostApi";
import type { LogJson } from "../../src/shared/contract/json";
import { RpcError } from "../../src/shared/contract/rpc";
import type { Selection } from "../../src/shared/contract/selection";
import type { Stats } from "../../src/shared/contract/stats";
import type { SeverityName } from "../../src/shared/severity";
import type { Connection } from "../lib/connection";
import { timeMs } from "../lib/format";
import { dateDetail } from "../lib/formatSpan";
import { zoneOfUser } from "../lib/zoneOfUser";
import { Detail } from "./detail";
import { Feed } from "./feed";
import { Overview } from "./overview";
import { Patterns, withoutPattern } from "./patterns";
import { Grouping } from "./grouping";
import { KnownFields } from "./knownFields";
import { LogList } from "./logList";
import { Outside } from "./outside";
import { MeantQueries } from "./meant";
import { only, Question, toggled } from "./question";
import { ResultFields } from "./resultFields";
import { type Asked, isOpenEnded, problemIn } from "./selection";
import { searchedWords } from "./words";

export class LogsModel extends Question {
  readonly columns = signal<readonly string[]>([]);
  readonly isFieldsOpen = signal(true);
  readonly isHistogramOpen = signal(true);
  readonly isUtc = signal(false);
  readonly histogramBy = signal("level");
  /** What the card that asks how to export is about. */
  readonly exporting = signal<"nothing" | "all" | "picked">("nothing");

  /** A failure that is not the query's, written for a person. */
  readonly failure = signal("");
  readonly stats = signal<Stats | undefined>(undefined);
  readonly openField = signal("");
  readonly hasLoaded = signal(false);
  /** A hidden panel is not streamed to; shown again it begins anew. */
  readonly isShown = signal(true);
  readonly canOpenSource = signal(false);
  /**
   * Nothing is stored: then there is nothing to draw or to count. False until that is known, so that the
   * room for it is kept and rows do not move when the figures come.
   */
  readonly isKnownEmpty = computed(
    () => this.list.total === 0 && this.stats.value?.rows.logs === 0,
  );
  /** The collector is there and has answered what is asked for. */
  readonly isAnswering = computed(
    () => this.state.kind === "connected" && this.isShown.value && this.hasLoaded.value,
  );
  /** An answer is awaited, whichever it is. */
  readonly isBusy = computed(
    () =>
      this.list.loader.isLoading.value ||
      this.list.contexts.isLoading.value ||
      this.feed.isAsking.value ||
      this.patterns.isLoading.value,
  );
  /** What of their dates rows show. */
  readonly dateDetail = computed(() => {
    const bars = this.overview.histogram.value?.bars ?? [];
    const ends = [bars[0], bars.at(-1)].flatMap((bar) =>
      bar === undefined ? [] : timeMs(bar.time),
    );
    return dateDetail(ends, { isUtc: this.isUtc.value, nowMs: this.nowMs() });
  });
  readonly words = computed(() => searchedWords(this.query.value));

  readonly list: LogList;
  readonly overview: Overview;
  readonly detail: Detail;
  readonly resultFields: ResultFields;
  readonly knownFields: KnownFields;
  readonly meant: MeantQueries;
  readonly grouping: Grouping;
  readonly patterns: Patterns;
  readonly outside: Outside;

  /** To go to when rows are there. */
  private pendingSeq: number | undefined;
  private readonly feed: Feed;

  constructor(
    readonly connection: Connection,
    /** Called once, before anything is asked: puts back what was kept over a reload. */
    restore: (model: LogsModel) => void,
    nowMs: () => number = Date.now,
  ) {
    super(nowMs);
    const { collector } = connection;
    const fail = (error: unknown) => this.fail(error);
    this.outside = new Outside(connection.host, fail);
    this.list = new LogList(collector, fail);
    this.overview = new Overview(collector);
    this.detail = new Detail(collector);
    this.resultFields = new ResultFields({ collector, rows: () => this.list.loader.total.peek() });
    this.knownFields = new KnownFields(collector, nowMs);
    this.meant = new MeantQueries({
      collector,
      knownFields: this.knownFields,
      selection: (query) => this.selection({ ...this.asked(), query }),
    });
    const zone = () => (this.isUtc.peek() ? [] : zoneOfUser(this.nowMs()));
    this.grouping = new Grouping(collector, zone);
    this.patterns = new Patterns({
      collector,
      nowMs,
      selection: () => this.answeredSelection(),
      onFailure: fail,
    });
    this.feed = new Feed(connection, this.list, this.overview, {
      asked: () => this.asked(),
      selection: (asked) => this.selection(asked),
      isFieldsOpen: () => this.isFieldsOpen.peek(),
      onStats: (stats) => this.takeStats(stats),
      histogramBy: () => this.histogramBy.peek(),
      zone,
      askGroups: (selection, abort) => this.grouping.ask(selection, abort),
      fields: this.resultFields,
      onEmptied: () => (this.sinceSeq.value = 0),
      onReady: () => this.isReady(),
      onFailure: (error, asked) => this.fail(error, asked),
    });
    restore(this);
    connection.onShow((view) => this.show(view));
    connection.onClear(() => this.clear());
    void connection.start.then((start) => {
      this.canOpenSource.value = start.canOpenSource;
      if (start.view !== undefined) this.show(start.view);
    }, fail);
    effect(() => {
      const asked = this.asked();
      const isConnected = connection.state.value.kind === "connected";
      if (!isConnected || !this.isShown.value) return this.feed.end();
      this.failure.value = ""; // now, not when its rows come: what is asked beside them may fail before
      queueMicrotask(() => void this.feed.begin(asked));
    });
    effect(() => {
      if (!this.isFieldsOpen.value) this.feed.stopFields();
      else if (this.hasLoaded.value) this.feed.refreshFields();
    });
    effect(() => {
      const asked = { by: this.histogramBy.value, isUtc: this.isUtc.value }; // days are of the zone
      if (asked.by !== "" && this.hasLoaded.value) this.feed.refreshOverview();
    });
    effect(() => {
      const asked = { question: this.grouping.question.value, isUtc: this.isUtc.value };
      if (asked.question === undefined) this.feed.stopGroups();
      else if (this.hasLoaded.value) this.feed.refreshGroups();
    });
    effect(() => {
      const isNothing = this.list.total === 0 && !this.list.loader.isLoading.value;
      const query = this.query.value;
      if (this.isAnswering.value && isNothing && query !== "") void this.meant.ask(query);
      else this.meant.clear();
    });
    effect(() => {
      const seq = this.list.selectedSeq.value;
      const isConnected = connection.state.value.kind === "connected";
      if (seq < 0) this.detail.close();
      else if (isConnected) this.detail.show(seq, this.selectedRow()).catch(fail);
    });
  }

  get state(): ConnectionState {
    return this.connection.state.value;
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
  readonly isLive = computed(() => this.list.isFollowing.value && isOpenEnded(this.range.value));

  toggleLive(): void {
    if (this.isLive.peek()) {
      this.list.isFollowing.value = false;
      return;
    }
    if (!isOpenEnded(this.range.peek())) this.range.value = { kind: "all" };
    this.list.scroll.follow();
  }

  /** "From now on": nothing is deleted. */
  clear(): void {
    batch(() => {
      const latest = this.list.loader.latestSeq();
      this.sinceSeq.value = Math.max(latest, this.stats.peek()?.lastSeq ?? 0);
      this.list.unselect();
      this.list.isFollowing.value = true;
    });
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
      this.search(withoutPattern(this.query.peek(), this.patternValue));
      this.addClause(`pattern:${id}`);
      if (value !== "") this.addClause(value);
      this.patternValue = value;
    });
  }

  /** The clause of the value whose rows were asked for last. */
  private patternValue = "";

  /** And back: to the list, or to the rows of all. */
  leavePattern(isToList: boolean): void {
    const id = this.patterns.filtered.peek()?.id;
    batch(() => {
      this.search(withoutPattern(this.query.peek(), this.patternValue));
      if (isToList) this.openPatterns(id);
    });
  }

  now(): number {
    return this.nowMs();
  }

  /** "Calls of every API method by name". */
  async showCalls(): Promise<void> {
    const hasSpans = (this.stats.peek()?.rows.spans ?? 0) > 0;
    const listed = this.resultFields.list.peek(); // none while the list of fields is closed
    const fields = listed.length > 0 ? listed : await this.knownFields.list();
    if (this.grouping.showCalls(fields, hasSpans)) return;
    this.failure.value =
      "No row has a field that names a route or a method (http.route, rpc.method, endpoint …), and there are no spans of servers.";
  }

  showTopValues(field: string): void {
    batch(() => {
      this.isFieldsOpen.value = true;
      this.openField.value = field;
    });
  }

  /** The rows around one, in the list, whatever the filter; more of them where it is open already. */
  showContext(row: LogJson | undefined = this.selectedRow()): void {
    if (row === undefined) return;
    this.grouping.close();
    this.patterns.close();
    this.list.isFollowing.value = false;
    if (!this.list.isSeen(row.seq)) void this.list.goTo(row.seq);
    this.list.contexts.show(row);
  }

  closeContext(id: number): void {
    const context = this.list.contexts.find(id);
    const selected = this.list.selectedSeq.peek();
    const isOnlyThere = context?.lines.some(
      (line) => line.kind === "context" && !line.isMatch && line.row.seq === selected,
    );
    batch(() => {
      const [anchor] = context?.anchors ?? [];
      if (isOnlyThere === true && anchor !== undefined) this.list.select(anchor.seq);
      this.list.contexts.close(id);
    });
  }

  /** The one that is selected, where the list shows it. */
  selectedRow(): LogJson | undefined {
    return this.list.lines.peek().rowAt(this.list.selectedLine.peek());
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

  private show(view: PanelView): void {
    batch(() => {
      if (view.query !== undefined) this.search(view.query);
      if (view.pattern !== undefined) this.openPatterns(view.pattern);
      if (view.seq === undefined) return;
      if (view.query === undefined) this.resetFilters();
      this.list.select(view.seq);
    });
    this.pendingSeq = view.seq;
    if (view.seq !== undefined && this.hasLoaded.peek()) void this.list.goTo(view.seq);
  }

  private isReady(): void {
    batch(() => {
      this.problem.value = undefined;
      this.hasLoaded.value = true;
    });
    const seq = this.pendingSeq;
    this.pendingSeq = undefined;
    if (seq !== undefined) void this.list.goTo(seq);
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
