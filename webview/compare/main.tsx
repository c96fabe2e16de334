// Entry of the bundle of "Why do these fail?".

import { mountPanel } from "../lib/mount";
import { panelStorage, persist } from "../lib/state";
import { ComparePanelModel } from "./model";
import { Panel } from "./Panel";

mountPanel("compare", (connection) => {
  const model = new ComparePanelModel(connection);
  persist(panelStorage("compare"), 1, {
    bad: model.bad,
    badSeqs: model.badSeqs,
    good: model.good,
    within: model.within,
    isOfSameRoute: model.isOfSameRoute,
    by: model.by,
  });
  connection.onShow((view) => model.show(view));
  void connection.start.then(({ view, canOpenSource }) => {
    model.canOpenSource.value = canOpenSource;
    if (view?.query !== undefined || view?.within !== undefined || view?.by !== undefined) {
      model.show(view);
    }
  });
  return <Panel model={model} connection={connection} />;
});
