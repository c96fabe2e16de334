// Entry of the Metrics panel's bundle.

import { mountPanel } from "../lib/mount";
import { panelStorage, persist } from "../lib/state";
import { watchChartTheme } from "./chartTheme";
import { MetricsPanelModel } from "./model";
import { Panel } from "./Panel";

mountPanel("metrics", (connection) => {
  watchChartTheme();
  const model = new MetricsPanelModel({
    connection,
    nowMs: () => Date.now(),
    isVisible: () => document.visibilityState === "visible",
    setTimer: (run, delayMs) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  });
  persist(panelStorage("metrics"), 1, {
    query: model.query,
    rangeMinutes: model.rangeMinutes,
    split: model.split,
    splits: model.splits,
    pinned: model.pinned,
    expanded: model.expanded,
  });
  document.addEventListener("visibilitychange", () => model.wake());
  connection.onShow((view) => model.show(view));
  void connection.start.then(({ view }) => {
    if (view !== undefined) model.show(view);
  });
  return <Panel model={model} connection={connection} />;
});
