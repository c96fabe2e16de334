// The request that the shown one is compared with: which one, both in one list, and the way through what
// differs. No DOM.

import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { RequestInfo, TimelineData } from "../../src/shared/contract/requests";
import { type AlignedPair, alignTimelines } from "../../src/shared/timeline/alignTimelines";
import { buildTimeline } from "../../src/shared/timeline/build";
import type { TimelineModel } from "../../src/shared/timeline/model";
import { messageKey } from "../../src/shared/timeline/statement";
import type { Connection } from "../lib/connection";
import { ListScroll } from "../lib/listScroll";
import { pastedId } from "./pastedId";

/** Requests looked through for passed ones of the same route. */
const lookedThrough = 500;

export class Against {
  /** "": nothing is compared. */
  readonly id = signal("");
  readonly isChoosing = signal(false);
  /** Passed requests of the same route, newest first; undefined while they are asked for. */
  readonly offers = signal<readonly RequestInfo[] | undefined>(undefined);
  /** Why they could not be looked for; "" when they could. */
  readonly problem = signal("");
  readonly isLooking = signal(false);
  readonly timeline = signal<TimelineModel | undefined>(undefined);
  readonly scroll = new ListScroll();
  private readonly selectedKey = signal("");
  private lastPrint = "";
  private looking: AbortController | undefined;

  /** Undefined until both are known. */
  readonly aligned = computed(() => {
    const left = this.left.value;
    const right = this.timeline.value;
    if (this.id.value === "" || left === undefined || right === undefined) return undefined;
    return alignTimelines(left, right);
  });
  readonly rows = computed<readonly AlignedPair[]>(() => this.aligned.value?.rows ?? []);
  readonly different = computed<readonly number[]>(() => this.aligned.value?.different ?? []);
  readonly selectedRank = computed(() => {
    const key = this.selectedKey.value;
    return this.rows.value.findIndex((row) => keyOf(row) === key);
  });
  readonly selected = computed(() => this.rows.value[this.selectedRank.value]);
  /** Place of the selected row among those that differ, 1-based; 0 when it is none of them. */
  readonly number = computed(() => this.different.value.indexOf(this.selectedRank.value) + 1);

  constructor(private readonly left: ReadonlySignal<TimelineModel | undefined>) {
    const isReady = computed(() => this.scroll.heightPx.value > 0 && this.rows.value.length > 0);
    effect(() => this.scroll.setTotal(this.rows.value.length));
    effect(() => {
      if (isReady.value) this.showFirst();
    });
  }

  /** Where they begin to differ, unless a row is selected. */
  private showFirst(): void {
    if (this.selectedRank.peek() < 0) this.select(this.different.peek()[0] ?? 0);
    this.scroll.centre(this.selectedRank.peek());
  }

  /** Offers the passed requests that set out like the shown one. */
  async choose(collector: Connection["collector"]): Promise<void> {
    this.endLooking();
    const abort = (this.looking = new AbortController());
    batch(() => {
      this.isChoosing.value = true;
      this.isLooking.value = true;
      this.offers.value = undefined;
      this.problem.value = "";
    });
    const summary = this.left.peek()?.summary;
    const own = new Set([...(summary?.traceIds ?? []), ...(summary?.requestIds ?? [])]);
    const route = messageKey(summary?.name ?? "");
    try {
      const recent = await collector.requests({ limit: lookedThrough }, abort.signal);
      if (this.looking !== abort) return;
      this.offers.value = recent.filter(
        ({ id, name, isFailed }) => !isFailed && !own.has(id) && messageKey(name) === route,
      );
    } catch (error) {
      if (this.looking !== abort) return;
      this.problem.value = error instanceof Error ? error.message : String(error);
      this.offers.value = []; // an id can still be pasted
    } finally {
      if (this.looking === abort) this.endLooking();
    }
  }

  stopChoosing(): void {
    this.endLooking();
    this.isChoosing.value = false;
  }

  private endLooking(): void {
    this.looking?.abort();
    this.looking = undefined;
    this.isLooking.value = false;
  }

  /** What was pasted; nothing typed takes the newest passed request. */
  open(text: string): void {
    const id = pastedId(text) || (this.offers.peek()?.[0]?.id ?? "");
    if (id !== "") this.show(id);
  }

  /** "" ends the comparison. */
  show(id: string): void {
    batch(() => {
      this.stopChoosing();
      this.timeline.value = undefined;
      this.selectedKey.value = "";
      this.lastPrint = "";
      this.id.value = id;
    });
  }

  select(rank: number): void {
    const row = this.rows.peek()[rank];
    if (row !== undefined) this.selectedKey.value = keyOf(row);
  }

  /** The next row that differs; `step` -1 for the one before. Goes round at the ends. */
  next(step: 1 | -1): void {
    const at = this.selectedRank.peek();
    const ranks = this.different.peek();
    const rank =
      step === 1
        ? (ranks.find((one) => one > at) ?? ranks[0])
        : (ranks.findLast((one) => one < at) ?? ranks.at(-1));
    if (rank === undefined) return;
    this.select(rank);
    this.scroll.reveal(rank);
  }

  /** Takes over an answer of `timeline`; true when it says something new. */
  accept(data: TimelineData, print: string): boolean {
    if (print === this.lastPrint) return false;
    this.lastPrint = print;
    this.timeline.value = buildTimeline(data);
    return true;
  }
}

const keyOf = ({ left, right }: AlignedPair) => `${left?.key ?? ""}\n${right?.key ?? ""}`;
