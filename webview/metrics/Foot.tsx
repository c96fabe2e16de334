// How much there is, where it comes from, and what a click does.

import { countOf, formatCount } from "../lib/format";
import type { MetricsPanelModel } from "./model";

export function Foot({ model }: { readonly model: MetricsPanelModel }) {
  const series = model.series.value;
  const byReceiver = new Map<string, number>();
  for (const { receiver } of series) {
    byReceiver.set(receiver, (byReceiver.get(receiver) ?? 0) + 1);
  }
  const failure = model.failure.value;
  return (
    <footer class="foot">
      {failure !== undefined && failure.kind !== "query" && (
        <span class="is-loss ellipsis">{failure.message}</span>
      )}
      <span>
        <strong>{formatCount(series.length)}</strong> series of{" "}
        {countOf(model.cards.value.length, "metric")}
      </span>
      <span class="ellipsis">
        {[...byReceiver].map(([name, count]) => `${name} ${formatCount(count)}`).join(" · ")}
      </span>
      {!model.isLive.value && <span>held: new points are not shown</span>}
      <span class="grow" />
      <span class="keys ellipsis">click a point: its logs · / search · f hold</span>
    </footer>
  );
}
