// What the Metrics panel shows: the series that match, grouped into cards, and a chart for each card
// in sight, asked for once a second. No DOM.

import { batch, computed, effect, type Signal, signal } from "@preact/signals";
import type { PanelView } from "../../src/shared/contract/hostApi";
import type { ChartData, SeriesInfo } from "../../src/shared/contract/metrics";
import { RpcError, type RpcFailure } from "../../src/shared/contract/rpc";
import type { Connection } from "../lib/connection";
import { clauseFor } from "../lib/valueActions";
import { groupCards, type MetricCard, tagsOf } from "./cards";
import { type DrawnChart, drawnChart, type Headline, headlineOf } from "./lines";
import { Pace, type PaceParts } from "./pace";
import { timeClause } from "./ranges";

export interface ModelParts extends Pick<PaceParts, "isVisible" | "setTimer"> {
  readonly connection: Pick<Connection, "collector" | "host" | "state">;
  readonly nowMs: () => number;
}

/** Asked for at most: as many as the store keeps. */
const maxSeries = 10_000;
/** Cards that are laid out at once; more are a click away, or a narrower search. */
export const cardsPerPage = 60;
const chartPauseMs = 1_000;
const askedAtOnce = 3;
/** Longer lists cost more to send: above it they are asked for less often. */
const cheapSeries = 500;

/** What of a card is known; replaced as a whole. */
export interface CardChart {
  readonly data: ChartData;
  readonly drawn: DrawnChart;
  readonly fromMs: number;
  readonly toMs: number;
}

export class MetricsPanelModel {
  readonly query = signal("");
  readonly rangeMinutes = signal(5);
  /** "": one line a metric; "*": one a series; else one a value of this tag or "service". */
  readonly split = signal("");
  /** By card key, where it differs from `split`. */
  readonly splits = signal<Readonly<Record<string, string>>>({});
  readonly pinned = signal<readonly string[]>([]);
  readonly expanded = signal("");
  readonly isLive = signal(true);
  readonly pages = signal(1);
  readonly failure = signal<RpcFailure | undefined>(undefined);
  readonly series = signal<readonly SeriesInfo[]>([]);
  readonly hasLoaded = signal(false);

  readonly cards = computed(() => groupCards(this.series.value, this.pinned.value));
  readonly shown = computed(() => this.cards.value.slice(0, this.pages.value * cardsPerPage));
  readonly tags = computed(() => tagsOf(this.series.value));

  /** An answer is awaited that nobody has seen yet. */
  readonly isAsking = computed(() => this.listPace.isAsking.value || this.chartPace.isAsking.value);

  /** Name of a metric to expand as soon as it is listed. */
  private wanted = "";
  private readonly charts = new Map<string, Signal<CardChart | undefined>>();
  private readonly inSight = new Map<string, number>();
  private readonly listPace: Pace;
  private readonly chartPace: Pace;
  private heldToMs = 0;
  private cancelAsk: (() => void) | undefined;

  constructor(private readonly parts: ModelParts) {
    const { isVisible, setTimer, connection } = parts;
    this.listPace = new Pace({
      isVisible,
      setTimer,
      task: (abort) => this.loadSeries(abort),
      pauseMs: () => (this.series.peek().length > cheapSeries ? 5_000 : 1_000),
    });
    this.chartPace = new Pace({
      isVisible,
      setTimer,
      task: (abort) => this.loadCharts(abort),
      pauseMs: () => chartPauseMs,
    });
    const list = computed(() => ({
      query: this.query.value,
      isOn: this.isLive.value && connection.state.value.kind === "connected",
    }));
    const look = computed(() => ({
      parts: [this.rangeMinutes.value, this.split.value, this.splits.value, this.expanded.value],
      isConnected: connection.state.value.kind === "connected",
    }));
    effect(() => {
      if (list.value.isOn) this.listPace.start();
      else this.listPace.stop();
    });
    effect(() => {
      if (look.value.isConnected) this.chartPace.start();
      else this.chartPace.stop();
    });
  }

  wake(): void {
    this.listPace.wake();
    this.chartPace.wake();
  }

  show(view: PanelView): void {
    if (view.metric === undefined && view.query === undefined) return;
    batch(() => {
      this.query.value =
        view.query ?? (view.metric === undefined ? "" : clauseFor("name", view.metric));
      this.expanded.value = "";
      this.wanted = view.metric ?? "";
    });
  }

  setQuery(query: string): void {
    batch(() => {
      this.query.value = query;
      this.pages.value = 1;
      this.isLive.value = true;
    });
  }

  setLive(isLive: boolean): void {
    this.heldToMs = this.parts.nowMs();
    this.isLive.value = isLive;
    this.chartPace.start();
  }

  togglePin(key: string): void {
    const pinned = this.pinned.peek();
    this.pinned.value = pinned.includes(key)
      ? pinned.filter((other) => other !== key)
      : [...pinned, key];
  }

  toggleExpanded(key: string): void {
    this.expanded.value = this.expanded.peek() === key ? "" : key;
  }

  splitOf(card: MetricCard): string {
    const own = this.splits.value[card.key];
    if (own !== undefined) return own;
    const all = this.split.value;
    if (all !== "") return all;
    // Adding up gauges means nothing; a few are shown each for itself.
    return card.type === "gauge" && card.series.length <= fewGauges ? "*" : "";
  }

  setSplit(card: MetricCard, split: string): void {
    this.splits.value = { ...this.splits.peek(), [card.key]: split };
  }

  /** The chart of a card; undefined until it came. */
  chartOf(key: string): Signal<CardChart | undefined> {
    let chart = this.charts.get(key);
    if (chart === undefined) this.charts.set(key, (chart = signal(undefined)));
    return chart;
  }

  headline(card: MetricCard): Headline {
    const chart = this.chartOf(card.key).value;
    return headlineOf(card, chart?.drawn, chart?.data);
  }

  /** Only cards in sight are asked for. `widthPx` of their canvas decides how many points. */
  setInSight(key: string, widthPx: number | undefined): void {
    if (widthPx === undefined) this.inSight.delete(key);
    else {
      const isNew = !this.inSight.has(key);
      this.inSight.set(key, widthPx);
      if (isNew && this.chartOf(key).peek() === undefined) this.askSoon();
    }
  }

  /** Many cards come into sight at once: they are asked for together. */
  private askSoon(): void {
    this.cancelAsk?.();
    this.cancelAsk = this.parts.setTimer(() => {
      if (this.parts.connection.state.peek().kind === "connected") this.chartPace.start();
    }, 50);
  }

  /** Logs around a moment of a chart, of the services that the card is about. */
  openLogsAt(card: MetricCard, timeMs: number, stepMs: number): Promise<void> {
    const services = card.services.slice(0, 5).map((service) => clauseFor("service", service));
    const who = services.length > 1 ? `(${services.join(" OR ")})` : (services[0] ?? "");
    const query = [timeClause(timeMs, stepMs), who].filter((part) => part !== "").join(" ");
    return this.parts.connection.host.openPanel({ panel: "logs", query });
  }

  openTimeline(id: string): Promise<void> {
    return this.parts.connection.host.openPanel({ panel: "timeline", id });
  }

  private async loadSeries(abort: AbortSignal): Promise<void> {
    try {
      const query = { query: this.query.peek(), limit: maxSeries };
      const series = await this.parts.connection.collector.series(query, abort);
      batch(() => {
        this.failure.value = undefined;
        this.series.value = series;
        this.hasLoaded.value = true;
        if (this.wanted === "") return;
        const card = this.cards.peek().find(({ name }) => name === this.wanted);
        if (card !== undefined) this.expanded.value = card.key;
        this.wanted = "";
      });
    } catch (error) {
      if (!abort.aborted) this.failure.value = failureOf(error);
    }
  }

  private async loadCharts(abort: AbortSignal): Promise<void> {
    const byKey = new Map(this.cards.peek().map((card) => [card.key, card] as const));
    const toMs = this.isLive.peek() ? this.parts.nowMs() : this.heldToMs;
    const fromMs = toMs - this.rangeMinutes.peek() * 60_000;
    const waiting = [...this.inSight];
    const askNext = async (): Promise<void> => {
      const next = waiting.shift();
      if (next === undefined || abort.aborted) return;
      const [key, widthPx] = next;
      const card = byKey.get(key);
      if (card !== undefined) await this.loadChart(card, { fromMs, toMs, widthPx }, abort);
      return await askNext();
    };
    await Promise.all(Array.from({ length: askedAtOnce }, askNext));
  }

  private async loadChart(
    card: MetricCard,
    { fromMs, toMs, widthPx }: { fromMs: number; toMs: number; widthPx: number },
    abort: AbortSignal,
  ): Promise<void> {
    const split = this.splitOf(card);
    try {
      const data = await this.parts.connection.collector.chart(
        {
          series: card.series.map((one) => one.id),
          from: new Date(fromMs).toISOString(),
          to: new Date(toMs).toISOString(),
          maxPoints: Math.max(30, Math.round(widthPx / 3)),
          ...(split === "*" ? {} : { by: split }),
        },
        abort,
      );
      const drawn = drawnChart(card, data, toMs);
      this.chartOf(card.key).value = { data, drawn, fromMs, toMs };
    } catch (error) {
      if (!abort.aborted) this.failure.value = failureOf(error);
    }
  }
}

const fewGauges = 8;

function failureOf(error: unknown): RpcFailure {
  if (error instanceof RpcError) return error.failure;
  return { kind: "internal", message: error instanceof Error ? error.message : String(error) };
}
