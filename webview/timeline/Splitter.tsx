// The edge between two parts: dragged, or moved by the arrow keys.

import type { Signal } from "@preact/signals";

export interface SplitterProps {
  readonly label: string;
  readonly sizePx: Signal<number>;
  readonly minPx: number;
  /** Share of the window at most. */
  readonly maxShare: number;
  /** "columns": the size is the width at its left; "rows": the height below it. */
  readonly between: "columns" | "rows";
}

const keyStepPx = 20;

export function Splitter({ label, sizePx, minPx, maxShare, between }: SplitterProps) {
  const isColumns = between === "columns";
  const resize = (px: number) => {
    const maxPx = (isColumns ? innerWidth : innerHeight) * maxShare;
    sizePx.value = Math.round(Math.max(minPx, Math.min(maxPx, px)));
  };
  const onPointerDown = (event: PointerEvent) => {
    if (!(event.currentTarget instanceof HTMLElement)) return;
    const handle = event.currentTarget;
    const startPx = sizePx.peek();
    const from = isColumns ? event.clientX : event.clientY;
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (move) =>
      resize(isColumns ? startPx + move.clientX - from : startPx - move.clientY + from);
    handle.onlostpointercapture = () => {
      handle.onpointermove = null;
    };
    event.preventDefault();
    event.stopPropagation();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const [less, more] = isColumns ? ["ArrowLeft", "ArrowRight"] : ["ArrowDown", "ArrowUp"];
    if (event.key !== less && event.key !== more) return;
    resize(sizePx.peek() + (event.key === more ? keyStepPx : -keyStepPx));
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      class={`splitter ${between}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={isColumns ? "vertical" : "horizontal"}
      aria-valuenow={sizePx.value}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
}
