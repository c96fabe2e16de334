// The part of the request's time that is shown, and the arithmetic of zooming it. Pure.

import type { Interval } from "../../src/shared/timeline/model";

/** [fromNanos, toNanos] relative to the start of the request. */
export interface Viewport {
  readonly fromNanos: number;
  readonly toNanos: number;
}

/** Nothing in a request is worth a closer look than this. */
const shortestNanos = 100;

/** All of the request; something to draw even when it has no length. */
export function wholeOf(durationNanos: number): Viewport {
  return { fromNanos: 0, toNanos: Math.max(durationNanos, shortestNanos) };
}

/** `factor` below 1 shows less; what is at `anchorNanos` stays where it is. */
export function zoomed(
  view: Viewport,
  factor: number,
  anchorNanos: number,
  whole: Viewport,
): Viewport {
  const length = view.toNanos - view.fromNanos;
  const longest = whole.toNanos - whole.fromNanos;
  const wanted = Math.min(longest, Math.max(shortestNanos, length * factor));
  const share = length === 0 ? 0.5 : (anchorNanos - view.fromNanos) / length;
  const from = anchorNanos - share * wanted;
  return clamped({ fromNanos: from, toNanos: from + wanted }, whole);
}

/** Moves by a share of what is shown. */
export function panned(view: Viewport, share: number, whole: Viewport): Viewport {
  const by = (view.toNanos - view.fromNanos) * share;
  return clamped({ fromNanos: view.fromNanos + by, toNanos: view.toNanos + by }, whole);
}

/** What lies between two shares (0..1) of the view, in either order. */
export function between(view: Viewport, a: number, b: number, whole: Viewport): Viewport {
  const length = view.toNanos - view.fromNanos;
  const from = view.fromNanos + Math.min(a, b) * length;
  const to = Math.max(view.fromNanos + Math.max(a, b) * length, from + shortestNanos);
  return clamped({ fromNanos: from, toNanos: to }, whole);
}

/** The least move that brings an interval into view; a longer one is shown from its start. */
export function showing(view: Viewport, { startNanos, endNanos }: Interval, whole: Viewport) {
  const length = view.toNanos - view.fromNanos;
  if (startNanos >= view.fromNanos && endNanos <= view.toNanos) return view;
  if (startNanos <= view.fromNanos && endNanos >= view.toNanos) return view;
  const from =
    endNanos - startNanos > length || startNanos < view.fromNanos
      ? startNanos - length * 0.05
      : endNanos - length * 0.95;
  return clamped({ fromNanos: from, toNanos: from + length }, whole);
}

export const shareOf = (nanos: number, view: Viewport) =>
  (nanos - view.fromNanos) / (view.toNanos - view.fromNanos);

/** Left edge and width in shares of the view; undefined when it lies outside. */
export function placeOf(
  { startNanos, endNanos }: Interval,
  view: Viewport,
): { left: number; width: number } | undefined {
  if (endNanos < view.fromNanos || startNanos > view.toNanos) return undefined;
  const left = Math.max(0, shareOf(startNanos, view));
  const right = Math.min(1, shareOf(endNanos, view));
  return { left, width: Math.max(0, right - left) };
}

/** Bars that would touch on a track so wide become one, so that a thousand cost no more than they show. */
export function mergedBars(
  bars: readonly Interval[],
  view: Viewport,
  widthPx: number,
): readonly Interval[] {
  const gap = (view.toNanos - view.fromNanos) / Math.max(1, widthPx);
  const merged: { startNanos: number; endNanos: number }[] = [];
  for (const bar of [...bars].sort((a, b) => a.startNanos - b.startNanos)) {
    if (bar.endNanos < view.fromNanos || bar.startNanos > view.toNanos) continue;
    const last = merged.at(-1);
    if (last !== undefined && bar.startNanos <= last.endNanos + gap) {
      last.endNanos = Math.max(last.endNanos, bar.endNanos);
    } else merged.push({ ...bar });
  }
  return merged;
}

function clamped(view: Viewport, whole: Viewport): Viewport {
  const length = Math.min(view.toNanos - view.fromNanos, whole.toNanos - whole.fromNanos);
  const from = Math.min(Math.max(view.fromNanos, whole.fromNanos), whole.toNanos - length);
  return { fromNanos: from, toNanos: from + length };
}
