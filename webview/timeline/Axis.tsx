// Time along the top, with round marks; a drag across it zooms, a double click shows all again.

import { useLayoutEffect, useRef } from "preact/hooks";
import { signal } from "@preact/signals";
import { axisTicks, durationText } from "../../src/shared/timeline/duration";
import { Button } from "../lib/controls";
import { trackShare } from "./input";
import type { Layout } from "./layout";
import type { TimelinePanelModel } from "./model";
import { Splitter } from "./Splitter";
import { between, shareOf } from "./viewport";

/** Room that a mark with its text needs. */
const tickPx = 90;
const shortestDragPx = 4;
const drag = signal<{ readonly from: number; readonly to: number } | undefined>(undefined);

export function Axis({ model, layout }: { model: TimelinePanelModel; layout: Layout }) {
  const track = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = track.current;
    if (element === null) return undefined;
    const measure = () => (model.trackPx.value = element.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [model]);
  const view = model.view.value;
  const ticks = axisTicks(
    view.fromNanos,
    view.toNanos,
    Math.max(2, Math.floor(model.trackPx.value / tickPx)),
  );
  const dragged = drag.value;
  return (
    <div class="axis">
      <div class="axis-names">
        {model.zoom.value !== undefined && (
          <Button
            kind="quiet"
            icon="screen-normal"
            tip="Show all of the request (0)"
            onClick={() => model.setZoom(undefined)}
          />
        )}
        <span class="dim ellipsis">
          {model.zoom.value === undefined
            ? ""
            : `${durationText(view.toNanos - view.fromNanos)} shown`}
        </span>
      </div>
      <Splitter
        label="Width of the names"
        sizePx={layout.namesPx}
        minPx={90}
        maxShare={0.75}
        between="columns"
      />
      <div
        ref={track}
        class="axis-track"
        onPointerDown={(event) => startDrag(event, model)}
        onDblClick={() => model.setZoom(undefined)}
      >
        {ticks.map(({ offsetNanos, text }) => (
          <span
            key={offsetNanos}
            class="tick"
            style={{ left: `${shareOf(offsetNanos, view) * 100}%` }}
          >
            {text}
          </span>
        ))}
        {dragged !== undefined && (
          <div
            class="axis-drag"
            style={{
              left: `${Math.min(dragged.from, dragged.to) * 100}%`,
              width: `${Math.abs(dragged.to - dragged.from) * 100}%`,
            }}
          />
        )}
      </div>
      <div class="axis-end" />
    </div>
  );
}

function startDrag(event: PointerEvent, model: TimelinePanelModel): void {
  if (!(event.currentTarget instanceof HTMLElement) || event.button !== 0) return;
  const element = event.currentTarget;
  const from = trackShare(event.clientX);
  element.setPointerCapture(event.pointerId);
  element.onpointermove = (move) => (drag.value = { from, to: trackShare(move.clientX) });
  element.onlostpointercapture = () => {
    element.onpointermove = null;
    const done = drag.peek();
    drag.value = undefined;
    if (done === undefined) return;
    if (Math.abs(done.to - done.from) * model.trackPx.peek() < shortestDragPx) return;
    model.setZoom(between(model.view.peek(), done.from, done.to, model.whole.peek()));
  };
}
