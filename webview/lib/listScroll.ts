// Where a list is: how long, what is at the top, whether it follows its end. One object shared by a panel's
// model, which moves it, and VirtualList, which draws it.

import { batch, computed, type Signal, signal } from "@preact/signals";
import { drawnRange, lastTopRow, rowHeightPx, type Space, topRowShowing } from "./rowWindow";

/** Long enough to aim and click. */
const holdMs = 1_500;

export class ListScroll {
  readonly total = signal(0);
  readonly heightPx = signal(0);
  /** Rank at the upper edge; fractional. */
  readonly topRow = signal(0);
  readonly isFollowing: Signal<boolean>;
  /** Following, but standing still for a moment. */
  readonly isHeld = signal(false);
  /** True while the view moves with the end. */
  readonly isMoving = computed(() => this.isFollowing.value && !this.isHeld.value);
  /** Rows [first, end) that are drawn. A new object only when it changes. */
  readonly drawn = computed(() => this.range(), { name: "drawn" });
  private holdTimer: ReturnType<typeof setTimeout> | undefined;
  private lastRange = { first: 0, end: 0 };

  constructor(isFollowing: Signal<boolean> = signal(false)) {
    this.isFollowing = isFollowing;
  }

  space(): Space {
    return { total: this.total.value, heightPx: this.heightPx.value };
  }

  pageRows(): number {
    return Math.max(1, Math.floor(this.heightPx.peek() / rowHeightPx) - 1);
  }

  /** The list got longer or shorter at its end. */
  setTotal(total: number): void {
    batch(() => {
      this.total.value = total;
      this.settle();
    });
  }

  /** A row that is in view, the selected one, stays in view when the list gets lower. */
  setHeight(heightPx: number, keptRank = -1): void {
    const before = this.peekSpace();
    const isKept =
      keptRank >= 0 && topRowShowing(keptRank, this.topRow.peek(), before) === this.topRow.peek();
    batch(() => {
      this.heightPx.value = heightPx;
      this.settle();
      if (isKept && !this.isFollowing.peek()) {
        this.topRow.value = topRowShowing(keptRank, this.topRow.peek(), this.peekSpace());
      }
    });
  }

  /** Lines came or went above what is seen, which is then at another place: `topRow`. */
  place(total: number, topRow: number): void {
    batch(() => {
      this.total.value = total;
      this.topRow.value = topRow;
      this.settle();
    });
  }

  /** The user moved the view; at the end the list follows again, above it it stops. */
  scrollTo(topRow: number): void {
    const last = lastTopRow(this.peekSpace());
    clearTimeout(this.holdTimer);
    batch(() => {
      this.isHeld.value = false;
      this.topRow.value = Math.min(last, Math.max(0, topRow));
      this.isFollowing.value = last > 0 ? topRow > last - 0.5 : this.isFollowing.peek();
    });
  }

  /** Shows a row with the least move; does not follow any more. */
  reveal(rank: number): void {
    batch(() => {
      this.isFollowing.value = false;
      this.topRow.value = topRowShowing(rank, this.topRow.peek(), this.peekSpace());
    });
  }

  /** Shows a row in the middle. */
  centre(rank: number): void {
    const { heightPx } = this.peekSpace();
    const top = rank - Math.floor(heightPx / rowHeightPx / 2);
    batch(() => {
      this.isFollowing.value = false;
      this.topRow.value = Math.min(lastTopRow(this.peekSpace()), Math.max(0, top));
    });
  }

  /**
   * The pointer is on the rows: what is under it stands still although the list follows, until it rests for
   * a while or leaves.
   */
  hold(): void {
    if (!this.isFollowing.peek()) return;
    this.isHeld.value = true;
    clearTimeout(this.holdTimer);
    this.holdTimer = setTimeout(() => this.release(), holdMs);
  }

  release(): void {
    clearTimeout(this.holdTimer);
    if (!this.isHeld.peek()) return;
    batch(() => {
      this.isHeld.value = false;
      this.settle();
    });
  }

  follow(): void {
    clearTimeout(this.holdTimer);
    batch(() => {
      this.isHeld.value = false;
      this.isFollowing.value = true;
      this.settle();
    });
  }

  private settle(): void {
    const last = lastTopRow(this.peekSpace());
    if ((this.isFollowing.peek() && !this.isHeld.peek()) || this.topRow.peek() > last)
      this.topRow.value = last;
    if (this.topRow.peek() < 0) this.topRow.value = 0;
  }

  private peekSpace(): Space {
    return { total: this.total.peek(), heightPx: this.heightPx.peek() };
  }

  private range() {
    const next = drawnRange(this.topRow.value, this.space());
    const isSame = next.first === this.lastRange.first && next.end === this.lastRange.end;
    if (!isSame) this.lastRange = next;
    return this.lastRange;
  }
}
