// What the Timeline panel shows and how it moves: the recent requests, or one request with what is
// folded, found, selected and zoomed. No DOM: the panel draws it, the tests drive it.

import { batch, computed, effect, signal } from "@preact/signals";
import { buildTimeline } from "../../src/shared/timeline/build";
import type { PanelView } from "../../src/shared/contract/hostApi";
import type { TimelineData } from "../../src/shared/contract/requests";
import { findNodes } from "../../src/shared/timeline/find";
import type { TimelineModel, TimelineNode } from "../../src/shared/timeline/model";
import { noticesOf } from "../../src/shared/timeline/text";
import {
  hasChildren,
  isOpen,
  toggledToShow,
  visibleNodes,
} from "../../src/shared/timeline/visible";
import type { Connection } from "../lib/connection";
import { ListScroll } from "../lib/listScroll";
import { Against } from "./against";
import { fingerprint } from "./fingerprint";
import { firstShown } from "./firstShown";
import { Outside } from "./outside";
import { pastedId } from "./pastedId";
import { Poller, type PollerParts } from "./poller";
import { RecentRequests } from "./recent";
import { UsualDuration } from "./usual";
import { panned, showing, type Viewport, wholeOf, zoomed } from "./viewport";

export interface ModelParts extends Omit<PollerParts, "ask"> {
  readonly connection: Pick<Connection, "collector" | "host" | "state">;
}

export class TimelinePanelModel {
  /** The request shown; "" for the list of recent ones. */
  readonly id = signal("");
  readonly recent = new RecentRequests();
  readonly timeline = signal<TimelineModel | undefined>(undefined);
  /** Why the last question failed; "" when it did not. */
  readonly failure = signal("");
  /** The request it is compared with, if any. */
  readonly against = new Against(this.timeline);
  readonly selectedKey = signal("");
  readonly toggled = signal<readonly string[]>([]);
  readonly order = signal<"tree" | "time">("tree");
  readonly findText = signal("");
  readonly isFinding = signal(false);
  readonly isDetailOpen = signal(true);
  /** Undefined: all of the request, also as it grows. */
  readonly zoom = signal<Viewport | undefined>(undefined);
  readonly trackPx = signal(600);
  readonly scroll = new ListScroll();

  readonly whole = computed(() => wholeOf(this.timeline.value?.summary.durationNanos ?? 0));
  readonly view = computed(() => this.zoom.value ?? this.whole.value);
  readonly rows = computed<readonly TimelineNode[]>(() => {
    const timeline = this.timeline.value;
    if (timeline === undefined) return [];
    const options = { toggled: new Set(this.toggled.value), order: this.order.value };
    return visibleNodes(timeline, options);
  });
  readonly selectedRank = computed(() => {
    const key = this.selectedKey.value;
    return key === "" ? -1 : this.rows.value.findIndex((node) => node.key === key);
  });
  readonly selected = computed(() => this.rows.value[this.selectedRank.value]);
  readonly matches = computed<ReadonlySet<number>>(() => {
    const timeline = this.timeline.value;
    return new Set(timeline === undefined ? [] : findNodes(timeline, this.findText.value));
  });
  readonly notices = computed(() => {
    const timeline = this.timeline.value;
    return timeline === undefined ? [] : noticesOf(timeline);
  });

  /** An answer is awaited that nobody has seen yet. */
  readonly isAsking = computed(() => this.poller.isAsking.value || this.against.isLooking.value);
  /** Only an editor can. */
  readonly canOpenSource = signal(false);
  readonly outside: Outside;
  readonly usual: UsualDuration;
  private readonly poller: Poller;
  private lastPrint = "";

  constructor(private readonly parts: ModelParts) {
    this.outside = new Outside(parts.connection, this.timeline, this.against);
    this.poller = new Poller({ ...parts, ask: (abort) => this.ask(abort) });
    this.usual = new UsualDuration(parts.connection.collector, this.selected, parts.setTimer);
    const question = computed(() => ({
      id: this.id.value,
      against: this.against.id.value,
      isFailedOnly: this.recent.isFailedOnly.value,
      isConnected: parts.connection.state.value.kind === "connected",
    }));
    effect(() => {
      if (question.value.isConnected) this.poller.start();
      else this.poller.stop();
    });
    effect(() => this.scroll.setTotal(this.rows.value.length));
    // A row selected before the list was drawn comes into view once the list knows its height.
    const hasHeight = computed(() => this.scroll.heightPx.value > 0);
    effect(() => {
      const rank = this.selectedRank.peek();
      if (hasHeight.value && rank >= 0) this.bringIntoView(rank);
    });
    effect(() => this.recent.scroll.setTotal(this.recent.rows.value.length));
  }

  wake(): void {
    this.poller.wake();
  }

  refresh(): void {
    this.lastPrint = "";
    this.poller.start();
  }

  show(view: PanelView): void {
    this.openRequest(view.id ?? "");
    if (view.seq !== undefined) this.selectedKey.value = `seq:${view.seq}`;
  }

  /** "" goes back to the recent requests. */
  openRequest(text: string): void {
    const id = pastedId(text);
    if (id === this.id.peek()) return;
    batch(() => {
      if (id === "") this.forgetTypedId();
      this.timeline.value = undefined;
      this.failure.value = "";
      this.selectedKey.value = "";
      this.toggled.value = [];
      this.findText.value = "";
      this.isFinding.value = false;
      this.zoom.value = undefined;
      this.lastPrint = "";
      this.against.show("");
      this.scroll.scrollTo(0);
      this.id.value = id;
    });
  }

  /** An id that was typed to open its request is no filter of the list behind it; one of nothing can be put right. */
  private forgetTypedId(): void {
    const { filter } = this.recent;
    const isOfNothing = this.timeline.peek()?.nodes.length === 0;
    if (!isOfNothing && pastedId(filter.peek()) === this.id.peek()) filter.value = "";
  }

  selectRank(rank: number): void {
    const node = this.rows.peek()[rank];
    if (node !== undefined) this.select(node);
  }

  /** Selects a node wherever it is: what hides it is opened, what shows it moves as little as it can. */
  reveal(index: number): void {
    const timeline = this.timeline.peek();
    const node = timeline?.nodes[index];
    if (timeline === undefined || node === undefined) return;
    this.toggled.value = [...toggledToShow(timeline, node, this.toggled.peek())];
    this.select(node);
    this.bringIntoView(this.selectedRank.peek());
  }

  /** With the rows above it, which tell what it is part of. */
  private bringIntoView(rank: number): void {
    this.scroll.reveal(Math.max(0, rank - rowsAbove));
    this.scroll.reveal(rank);
  }

  private select(node: TimelineNode): void {
    batch(() => {
      this.selectedKey.value = node.key;
      const zoom = this.zoom.peek();
      if (zoom !== undefined) this.zoom.value = showing(zoom, node, this.whole.peek());
    });
  }

  toggle(node: TimelineNode): void {
    if (!hasChildren(node) || this.order.peek() === "time") return;
    const { key } = node;
    const toggled = this.toggled.peek();
    this.toggled.value = toggled.includes(key)
      ? toggled.filter((other) => other !== key)
      : [...toggled, key];
  }

  /** Right: open, then the first child. Left: close, then the parent. As in every tree. */
  stepInto(): void {
    const node = this.selected.peek();
    if (node === undefined || !hasChildren(node)) return;
    if (isOpen(node, new Set(this.toggled.peek()))) this.reveal(node.index + 1);
    else this.toggle(node);
  }

  stepOut(): void {
    const node = this.selected.peek();
    if (node === undefined) return;
    if (hasChildren(node) && isOpen(node, new Set(this.toggled.peek()))) this.toggle(node);
    else if (node.parent >= 0) this.reveal(node.parent);
  }

  /** The next row that matches the search; `step` -1 for the one before. Goes round at the ends. */
  findNext(step: 1 | -1): void {
    this.go([...this.matches.peek()], step);
  }

  nextFailure(step: 1 | -1): void {
    const nodes = this.timeline.peek()?.nodes ?? [];
    this.go(
      nodes.filter((node) => node.isError).map((node) => node.index),
      step,
    );
  }

  private go(indexes: readonly number[], step: 1 | -1): void {
    const at = this.selected.peek()?.index ?? -1;
    const next =
      step === 1
        ? (indexes.find((index) => index > at) ?? indexes[0])
        : (indexes.findLast((index) => index < at) ?? indexes.at(-1));
    if (next !== undefined) this.reveal(next);
  }

  /** Place of the selected row among the matches, 1-based; 0 when it is none of them. */
  readonly matchNumber = computed(() => {
    const at = this.selected.value?.index ?? -1;
    return [...this.matches.value].indexOf(at) + 1;
  });

  zoomBy(factor: number, anchorNanos?: number): void {
    const view = this.view.peek();
    const selected = this.selected.peek();
    const middle =
      selected === undefined
        ? (view.fromNanos + view.toNanos) / 2
        : Math.min(Math.max(selected.startNanos, view.fromNanos), view.toNanos);
    this.setZoom(zoomed(view, factor, anchorNanos ?? middle, this.whole.peek()));
  }

  panBy(share: number): void {
    this.setZoom(panned(this.view.peek(), share, this.whole.peek()));
  }

  setZoom(view: Viewport | undefined): void {
    const whole = this.whole.peek();
    const isAll =
      view === undefined || (view.fromNanos <= 0 && view.toNanos >= whole.toNanos * 0.999_999);
    this.zoom.value = isAll ? undefined : view;
  }

  private async ask(abort: AbortSignal): Promise<boolean> {
    const id = this.id.peek();
    const { collector } = this.parts.connection;
    try {
      const hasOtherChanged = id !== "" && (await this.askAgainst(abort));
      const hasChanged =
        id === ""
          ? this.recent.accept(await collector.requests(this.recent.query(), abort))
          : this.accept(await collector.timeline({ id }, abort));
      this.failure.value = "";
      return hasChanged || hasOtherChanged;
    } catch (error) {
      if (!abort.aborted)
        this.failure.value = error instanceof Error ? error.message : String(error);
      return false;
    }
  }

  chooseAgainst(): Promise<void> {
    return this.against.choose(this.parts.connection.collector);
  }

  private async askAgainst(abort: AbortSignal): Promise<boolean> {
    const id = this.against.id.peek();
    if (id === "") return false;
    const data = await this.parts.connection.collector.timeline({ id }, abort);
    return id === this.against.id.peek() && this.against.accept(data, fingerprint(data));
  }

  private accept(data: TimelineData): boolean {
    const print = fingerprint(data);
    if (print === this.lastPrint) return false;
    const isFirst = this.timeline.peek() === undefined;
    this.lastPrint = print;
    this.timeline.value = buildTimeline(data);
    if (isFirst) {
      const { nodes } = this.timeline.value;
      const first = firstShown(nodes, this.selectedKey.peek(), this.id.peek());
      if (first !== undefined) this.reveal(first.index);
    }
    return true;
  }
}

const rowsAbove = 2;
