// How many records when, by level or another field; drawn on a canvas in the theme's colours. Dragging over it zooms, a
// double click zooms out; by keyboard, arrows move a bar's mark and Enter zooms to it.

import "./histogram.css";
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../lib/controls";
import { formatCount, formatTick } from "../lib/format";
import { formatSpan } from "../lib/formatSpan";
import { onThemeChange } from "../lib/themeChanges";
import { seen } from "../lib/unseen";
import { type Bar, type HistogramLayout, layoutOf, ticksOf } from "./histogramLayout";
import { drawHistogram } from "./histogramDrawing";
import type { LogsModel } from "./model";

const heightPx = 56;
/** A shorter drag is a click that slipped. */
const leastBrushPx = 4;

export function HistogramBar({ model }: { readonly model: LogsModel }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const widthPx = useSignal(0);
  /** Counts changes of the theme: each draws anew. */
  const [, setThemes] = useState(0);
  const hoveredPx = useSignal(-1);
  const brush = useSignal<{ readonly fromPx: number; readonly toPx: number } | undefined>(
    undefined,
  );
  const histogram = model.overview.histogram.value;
  const isOpen = model.isHistogramOpen.value && !model.isKnownEmpty.value;
  const layout =
    histogram === undefined
      ? undefined
      : layoutOf(
          histogram,
          model.range.value,
          widthPx.value,
          Date.now(),
          model.overview.shownBy.value,
          model.isUtc.value,
        );
  const hovered = layout === undefined ? undefined : barAt(layout, hoveredPx.value);

  useLayoutEffect(() => watchSize(canvas.current, (px) => (widthPx.value = px)), [isOpen]);
  useLayoutEffect(() => onThemeChange(() => setThemes((count) => count + 1)), []);
  useLayoutEffect(() => {
    if (canvas.current !== null) {
      drawHistogram(
        canvas.current,
        layout,
        { widthPx: widthPx.value, heightPx },
        hovered,
        brush.value,
      );
    }
  });
  if (!isOpen) return null;

  const zoom = (fromPx: number, toPx: number) => {
    if (layout === undefined) return;
    const msPerPx = (layout.toMs - layout.fromMs) / widthPx.peek();
    const fromMs = layout.fromMs + Math.min(fromPx, toPx) * msPerPx;
    const toMs = layout.fromMs + Math.max(fromPx, toPx) * msPerPx;
    model.zoom({ kind: "between", fromMs: Math.floor(fromMs), toMs: Math.ceil(toMs) });
  };
  const onPointerUp = () => {
    const drag = brush.peek();
    brush.value = undefined;
    if (drag !== undefined && Math.abs(drag.toPx - drag.fromPx) >= leastBrushPx) {
      zoom(drag.fromPx, drag.toPx);
    }
  };
  const isUtc = model.isUtc.value;
  return (
    <div class="histogram">
      <canvas
        ref={canvas}
        class="histogram-canvas"
        tabIndex={0}
        role="img"
        aria-label={summary(layout, isUtc, model.now())}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          brush.value = { fromPx: event.offsetX, toPx: event.offsetX };
        }}
        onPointerMove={(event) => {
          hoveredPx.value = event.offsetX;
          const drag = brush.peek();
          if (drag === undefined) return;
          const toPx = Math.max(0, Math.min(widthPx.peek(), event.offsetX));
          brush.value = { fromPx: drag.fromPx, toPx };
        }}
        onPointerUp={onPointerUp}
        onPointerCancel={() => (brush.value = undefined)}
        onPointerLeave={() => (hoveredPx.value = -1)}
        onBlur={() => (hoveredPx.value = -1)}
        onDblClick={() => model.zoom({ kind: "all" })}
        onKeyDown={(event) => {
          if (layout === undefined) return;
          if (event.key === "ArrowRight") hoveredPx.value = neighbour(layout, hovered, 1);
          else if (event.key === "ArrowLeft") hoveredPx.value = neighbour(layout, hovered, -1);
          else if (event.key === "Enter" && hovered !== undefined) {
            model.zoom({ kind: "between", fromMs: hovered.startMs, toMs: hovered.endMs });
          } else return;
          event.preventDefault();
        }}
      />
      <div class="histogram-axis" aria-hidden="true">
        {layout !== undefined &&
          ticksOf(layout, widthPx.value, 110, isUtc).map(({ ms, leftPx, stepMs }) => (
            <span key={ms} style={{ transform: `translateX(${Math.round(leftPx)}px)` }}>
              {formatTick(ms, stepMs, isUtc)}
            </span>
          ))}
      </div>
      <div class="histogram-over">
        {hovered !== undefined && brush.value === undefined && (
          <Readout
            bar={hovered}
            stepMs={layout?.stepMs ?? 1}
            widthPx={widthPx.value}
            isUtc={isUtc}
            nowMs={model.now()}
            isByLevel={model.overview.shownBy.value === "level"}
          />
        )}
        {model.histogramBy.value !== "level" && (
          <button
            type="button"
            class="chip histogram-by"
            data-tip="Split by level again"
            onClick={() => (model.histogramBy.value = "level")}
          >
            <span class="ellipsis">by {model.histogramBy.value}</span> <Icon name="close" />
          </button>
        )}
      </div>
    </div>
  );
}

function Readout(props: {
  readonly bar: Bar;
  readonly stepMs: number;
  readonly widthPx: number;
  readonly isUtc: boolean;
  readonly nowMs: number;
  readonly isByLevel: boolean;
}) {
  const { bar, stepMs, isUtc } = props;
  const side = bar.leftPx > props.widthPx / 2 ? "left" : "right";
  return (
    <div class={`readout ${side}`} role="status">
      <span class="dim">
        {formatSpan([bar.startMs, bar.endMs], stepMs, { isUtc, nowMs: props.nowMs })}
      </span>{" "}
      <strong>{formatCount(bar.count)}</strong>
      {[...bar.parts].reverse().map(({ value, color, count }) =>
        props.isByLevel ? (
          <span key={value} class={`level-${value}`}>
            <span class="level-letter">{value === "NONE" ? "–" : value.charAt(0)}</span>{" "}
            {formatCount(count)}
          </span>
        ) : (
          <span key={value} class="readout-value">
            <span class={`dot bar-color-${color}`} /> {value === "" ? "(empty)" : seen(value)}{" "}
            {formatCount(count)}
          </span>
        ),
      )}
    </div>
  );
}

function barAt(layout: HistogramLayout, px: number): Bar | undefined {
  if (px < 0) return undefined;
  return layout.bars.find((bar) => px >= bar.leftPx - 1 && px <= bar.leftPx + bar.widthPx + 1);
}

function neighbour(layout: HistogramLayout, bar: Bar | undefined, step: number): number {
  const at = bar === undefined ? (step > 0 ? -1 : layout.bars.length) : layout.bars.indexOf(bar);
  const next = layout.bars[Math.max(0, Math.min(layout.bars.length - 1, at + step))];
  return next === undefined ? -1 : next.leftPx + next.widthPx / 2;
}

function summary(layout: HistogramLayout | undefined, isUtc: boolean, nowMs: number): string {
  if (layout === undefined) return "Records over time: none";
  const span = formatSpan([layout.fromMs, layout.toMs], 1_000, { isUtc, nowMs });
  return `Records over time, ${span}, at most ${formatCount(layout.highest)} a bar`;
}

function watchSize(element: Element | null, onWidth: (px: number) => void) {
  if (element === null) return undefined;
  const observer = new ResizeObserver(() => onWidth(element.clientWidth));
  observer.observe(element);
  onWidth(element.clientWidth);
  return () => observer.disconnect();
}
