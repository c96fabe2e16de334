// The bar of a row on the time axis: its length, what it waited for (underlined), its logs as dots.

import type { Dot, Interval, TimelineNode } from "../../src/shared/timeline/model";
import { severityName } from "../../src/shared/severity";
import { durationText } from "../../src/shared/timeline/duration";
import type { TimelinePanelModel } from "./model";
import { mergedBars, placeOf, shareOf, type Viewport } from "./viewport";

export interface TrackProps {
  readonly model: TimelinePanelModel;
  readonly node: TimelineNode;
}

export function Track({ model, node }: TrackProps) {
  const view = model.view.value;
  return (
    <div class="track" role="gridcell" aria-label={spoken(node)}>
      <div class="track-inner">
        <Marks node={node} view={view} widthPx={model.trackPx.value} />
        <Beyond node={node} whole={model.whole.value} />
      </div>
    </div>
  );
}

function Marks({ node, view, widthPx }: { node: TimelineNode; view: Viewport; widthPx: number }) {
  switch (node.kind) {
    case "span":
      return (
        <>
          <Bar interval={node} view={view} class={node.isError ? "bar failed" : "bar"} />
          {node.criticalPath.length > 0 &&
            mergedBars(node.criticalPath, view, widthPx).map((part) => (
              <Bar key={part.startNanos} interval={part} view={view} class="critical" />
            ))}
          <Dots dots={node.dots} view={view} widthPx={widthPx} />
          {node.isError && <EndMark interval={node} view={view} />}
        </>
      );
    case "fold":
      return (
        <>
          <Bar interval={node} view={view} class="extent" />
          {mergedBars(node.bars, view, widthPx).map((part) => (
            <Bar key={part.startNanos} interval={part} view={view} class="bar" />
          ))}
        </>
      );
    case "service":
      return (
        <>
          <Bar interval={node} view={view} class="extent" />
          <Dots dots={node.dots} view={view} widthPx={widthPx} />
        </>
      );
    case "missing":
      return <Bar interval={node} view={view} class="extent missing" />;
    case "log":
      return (
        <Dots dots={[dotOf(node.startNanos, node.log.severityNumber)]} {...{ view, widthPx }} />
      );
    case "event":
      return (
        <Dots dots={[dotOf(node.startNanos, node.isException ? 17 : 0)]} {...{ view, widthPx }} />
      );
  }
}

const dotOf = (offsetNanos: number, severityNumber = 0): Dot => ({ offsetNanos, severityNumber });

/** What is far from all others, outside the time laid out: on which side it is, and how far. */
function Beyond({ node, whole }: { readonly node: TimelineNode; readonly whole: Viewport }) {
  if (node.endNanos < whole.fromNanos) {
    return <span class="beyond">← {durationText(whole.fromNanos - node.endNanos)} before</span>;
  }
  if (node.startNanos > whole.toNanos) {
    return (
      <span class="beyond at-end">{durationText(node.startNanos - whole.toNanos)} later →</span>
    );
  }
  if (node.kind !== "span" || node.endNanos <= whole.toNanos) return null;
  // How long it took stands beside it.
  return <span class="beyond at-end on-bar">→</span>;
}

function Bar(props: {
  readonly interval: Interval;
  readonly view: Viewport;
  readonly class: string;
}) {
  const place = placeOf(props.interval, props.view);
  if (place === undefined) return null;
  return (
    <div
      class={props.class}
      style={{ left: `${place.left * 100}%`, width: `${place.width * 100}%` }}
    />
  );
}

function EndMark({ interval, view }: { readonly interval: Interval; readonly view: Viewport }) {
  const share = shareOf(interval.endNanos, view);
  if (share < 0 || share > 1) return null;
  return <span class="end-mark" style={{ left: `${share * 100}%` }} />;
}

/** Dots on the same pixels are one, of the worst level among them. */
const dotPx = 5;

function Dots(props: { readonly dots: readonly Dot[]; view: Viewport; widthPx: number }) {
  const worst = new Map<number, Dot>();
  for (const dot of props.dots) {
    const share = shareOf(dot.offsetNanos, props.view);
    if (share < 0 || share > 1) continue;
    const slot = Math.round((share * props.widthPx) / dotPx);
    const other = worst.get(slot);
    if (other === undefined || other.severityNumber < dot.severityNumber) worst.set(slot, dot);
  }
  return (
    <>
      {[...worst].map(([slot, dot]) => (
        <span
          key={slot}
          class={`log-dot level-${severityName(dot.severityNumber) ?? "NONE"}`}
          style={{ left: `${shareOf(dot.offsetNanos, props.view) * 100}%` }}
        />
      ))}
    </>
  );
}

function spoken(node: TimelineNode): string {
  const at = `at ${durationText(node.startNanos)}`;
  const took = node.endNanos - node.startNanos;
  return took > 0 ? `${at}, took ${durationText(took)}` : at;
}
