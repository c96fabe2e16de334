// Entry of the Timeline panel's bundle.

import { mountPanel } from "../lib/mount";
import { panelStorage, persist } from "../lib/state";
import { TimelinePanelModel } from "./model";
import { Panel } from "./Panel";
import { Layout } from "./layout";

mountPanel("timeline", (connection) => {
  const layout = new Layout();
  const model = new TimelinePanelModel({
    connection,
    nowMs: () => Date.now(),
    isVisible: () => document.visibilityState === "visible",
    setTimer: (run, delayMs) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  });
  persist(panelStorage("timeline"), 1, {
    id: model.id,
    against: model.against.id,
    order: model.order,
    isFailedOnly: model.recent.isFailedOnly,
    isDetailOpen: model.isDetailOpen,
    namesPx: layout.namesPx,
    detailPx: layout.detailPx,
  });
  document.addEventListener("visibilitychange", () => model.wake());
  connection.onShow((view) => model.show(view));
  connection.onClear(() => model.refresh());
  void connection.start.then(({ view, canOpenSource }) => {
    model.canOpenSource.value = canOpenSource;
    if (view?.id !== undefined) model.show(view);
  });
  return <Panel model={model} layout={layout} connection={connection} />;
});
