// What the panel hears of the collector for one question at a time: the tail, the figures around it, the
// fields, the statistics. The newest question wins; each answer goes to who draws it.

import { computed } from "@preact/signals";
import type { Selection } from "../../src/shared/contract/selection";
import type { Stats } from "../../src/shared/contract/stats";
import type { ZoneOffset } from "../../src/shared/zoneOffsets";
import type { TailBatch } from "../../src/shared/contract/tail";
import type { Connection } from "../lib/connection";
import { Refresher } from "../lib/refresher";
import type { Overview } from "./overview";
import type { LogList } from "./logList";
import type { ResultFields } from "./resultFields";
import { type Asked, isOpenEnded } from "./selection";

/** Rows a batch of the tail brings at most; what is spared is loaded when it is scrolled to. */
const tailRows = 200;
const overviewLeastMs = 1_000;
const fieldsLeastMs = 4_000;
const recountLeastMs = 2_000;
const histogramBars = 120;

export interface FeedListener {
  asked(): Asked;
  selection(asked: Asked): Selection;
  isFieldsOpen(): boolean;
  onStats(stats: Stats): void;
  /** Field that the histogram is split by. */
  histogramBy(): string;
  /** That times are shown in; none: UTC. */
  zone(): readonly ZoneOffset[];
  /** Asks for the groups that are shown, if any are. */
  askGroups(selection: Selection, abort: AbortSignal): Promise<void>;
  readonly fields: ResultFields;
  /** The store was emptied since "clear". */
  onEmptied(): void;
  /** Rows of the question are there. */
  onReady(): void;
  onFailure(error: unknown, asked: Asked): void;
}

export class Feed {
  /** Figures of what was asked last are awaited; the fields have words of their own for it. */
  readonly isAsking = computed(
    () => this.overviewRefresh.isAsking.value || this.groupsRefresh.isAsking.value,
  );
  private subscription = -1;
  /** Batches that came before the rows they follow. */
  private early: TailBatch[] | undefined;
  /** Counts questions. */
  private turn = 0;
  private evicted = 0;
  private readonly overviewRefresh: Refresher;
  private readonly fieldsRefresh: Refresher;
  private readonly recountRefresh: Refresher;
  private readonly groupsRefresh: Refresher;

  constructor(
    private readonly connection: Connection,
    private readonly list: LogList,
    private readonly overview: Overview,
    private readonly listener: FeedListener,
  ) {
    const fail = (error: unknown) => listener.onFailure(error, listener.asked());
    this.overviewRefresh = new Refresher((abort) => this.askOverview(abort), overviewLeastMs, fail);
    this.fieldsRefresh = new Refresher((abort) => this.askFields(abort), fieldsLeastMs, fail);
    this.groupsRefresh = new Refresher((abort) => this.askGroups(abort), overviewLeastMs, fail);
    this.recountRefresh = new Refresher(() => this.list.loader.recount(), recountLeastMs, fail);
    connection.onRows((tail) => this.onTail(tail));
    connection.onStats((stats) => this.onStats(stats));
    connection.onFields((progress) => listener.fields.take(progress));
  }

  /** Asks another question, or the same over another connection. */
  async begin(asked: Asked): Promise<void> {
    const turn = (this.turn += 1);
    const { collector } = this.connection;
    this.early = [];
    this.stopFigures(); // what is asked of the older question would hold up the rows of the newer
    try {
      await this.untail();
      await collector.watchStats({ isOn: true });
      const stats = await collector.stats();
      if (turn !== this.turn) return;
      this.listener.onStats(stats);
      this.evicted = sumOf(stats.evicted);
      if (asked.sinceSeq > stats.lastSeq) {
        this.listener.onEmptied();
        return;
      }
      const selection = this.listener.selection(asked);
      const lastSeq = isOpenEnded(asked.range) ? await this.tail(selection, turn) : stats.lastSeq;
      if (turn !== this.turn) return;
      await this.list.load(selection, lastSeq);
      if (turn !== this.turn) return;
      this.catchUp();
      this.listener.onReady();
      this.overviewRefresh.now();
      this.groupsRefresh.now();
      if (this.listener.isFieldsOpen()) this.fieldsRefresh.now();
    } catch (error) {
      if (turn === this.turn) this.listener.onFailure(error, asked);
    }
  }

  /** Asks nothing more until `begin`. */
  end(): void {
    this.turn += 1;
    this.stopFigures();
    this.recountRefresh.stop();
    this.untail().catch(() => undefined); // a collector that is gone tails nothing
    void this.connection.collector.watchStats({ isOn: false }).catch(() => undefined);
  }

  refreshFields(): void {
    this.fieldsRefresh.now();
  }

  refreshOverview(): void {
    this.overviewRefresh.now();
  }

  refreshGroups(): void {
    this.groupsRefresh.now();
  }

  stopGroups(): void {
    this.groupsRefresh.stop();
  }

  stopFields(): void {
    this.fieldsRefresh.stop();
  }

  private stopFigures(): void {
    this.overviewRefresh.stop();
    this.groupsRefresh.stop();
    this.fieldsRefresh.stop();
  }

  private async untail(): Promise<void> {
    const { subscription } = this;
    this.subscription = -1;
    if (subscription >= 0) await this.connection.collector.untail({ subscription });
  }

  private async tail({ signal, query }: Selection, turn: number): Promise<number> {
    const { collector } = this.connection;
    const started = await collector.tail({ signal, query, maxRows: tailRows });
    if (turn === this.turn) this.subscription = started.subscription;
    else await collector.untail({ subscription: started.subscription });
    return started.seq;
  }

  private catchUp(): void {
    const early = this.early ?? [];
    this.early = undefined;
    for (const tail of early) this.onTail(tail);
  }

  private onTail(tail: TailBatch): void {
    if (this.early !== undefined) {
      this.early.push(tail);
      return;
    }
    if (tail.subscription !== this.subscription) return;
    this.list.loader.add(tail);
    this.overviewRefresh.soon();
    this.groupsRefresh.soon();
    if (this.listener.isFieldsOpen()) this.fieldsRefresh.soon();
  }

  private onStats(stats: Stats): void {
    this.listener.onStats(stats);
    const evicted = sumOf(stats.evicted);
    if (evicted !== this.evicted) this.recountRefresh.soon();
    this.evicted = evicted;
    // Records that match no rows still move the counts of what is toggled off.
    if (stats.recordsPerSecond > 0) this.overviewRefresh.soon();
  }

  private async askOverview(abort: AbortSignal): Promise<void> {
    const asked = this.listener.asked();
    const untoggled = this.listener.selection({ ...asked, hiddenLevels: [], hiddenServices: [] });
    const off = { levels: asked.hiddenLevels, services: asked.hiddenServices };
    const selection = this.listener.selection(asked);
    const histogram = {
      bars: histogramBars,
      by: this.listener.histogramBy(),
      zone: this.listener.zone(),
    };
    await this.overview.refresh(selection, untoggled, off, histogram, abort);
  }

  private askGroups(abort: AbortSignal): Promise<void> {
    return this.listener.askGroups(this.listener.selection(this.listener.asked()), abort);
  }

  private askFields(abort: AbortSignal): Promise<void> {
    const asked = this.listener.asked();
    return this.listener.fields.ask(asked, this.listener.selection(asked), abort);
  }
}

const sumOf = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
