// The logs over the time shown, as bars of the worst level under each; a click selects that log.

import { useMemo } from "preact/hooks";
import { severityName } from "../../src/shared/severity";
import { type DensityBin, densityHeights, logDensity } from "../../src/shared/timeline/density";
import { durationText } from "../../src/shared/timeline/duration";
import { countOf, formatCount } from "../lib/format";
import type { TimelinePanelModel } from "./model";
import { placeOf } from "./viewport";

const binPx = 5;

export function Density({ model }: { readonly model: TimelinePanelModel }) {
  const timeline = model.timeline.value;
  const view = model.view.value;
  const parts = Math.max(1, Math.floor(model.trackPx.value / binPx));
  const bins = useMemo(() => {
    const shown = { startNanos: view.fromNanos, endNanos: view.toNanos };
    return timeline === undefined ? [] : logDensity(timeline.nodes, shown, parts);
  }, [timeline, view, parts]);
  const total = timeline?.summary.logCount ?? 0;
  if (total === 0) return null;
  const heights = densityHeights(bins);
  const inView = bins.reduce((sum, { count }) => sum + count, 0);
  return (
    <div class="density">
      <span class="density-count dim ellipsis">
        {inView === total
          ? countOf(total, "log")
          : `${formatCount(inView)} of ${countOf(total, "log")}`}
      </span>
      <div class="density-track" role="img" aria-label={spoken(bins)}>
        {bins.map((bin, i) => {
          const place = placeOf(bin, view);
          return (
            <span
              key={bin.startNanos}
              class={`density-bin level-${severityName(bin.severityNumber) ?? "NONE"}`}
              style={{
                left: `${(place?.left ?? 0) * 100}%`,
                width: `calc(${(place?.width ?? 0) * 100}% - 1px)`,
                height: `${(heights[i] ?? 0) * 100}%`,
              }}
              data-tip={tipOf(bin)}
              onClick={() => model.reveal(bin.index)}
            />
          );
        })}
      </div>
    </div>
  );
}

function tipOf({ count, severityNumber, startNanos, endNanos }: DensityBin): string {
  const level = severityName(severityNumber);
  const worst = level === undefined ? "" : `, the worst ${level}`;
  return `${countOf(count, "log")}${worst}\n${durationText(startNanos)} to ${durationText(endNanos)}`;
}

function spoken(bins: readonly DensityBin[]): string {
  const [first, ...others] = bins;
  if (first === undefined) return "No logs in the time shown";
  const most = others.reduce((best, bin) => (bin.count > best.count ? bin : best), first);
  return `Logs over time, most around ${durationText(most.startNanos)}: ${most.count}`;
}
