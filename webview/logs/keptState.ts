// What is kept over reloads: where the user is and how they arranged it, by its name in the stored state.

import type { LogsModel } from "./model";

export function keptState(model: LogsModel) {
  const { query, hiddenLevels, hiddenServices, range, sinceSeq, columns, isFollowing } = model;
  const { selectedSeq, isFieldsOpen, isHistogramOpen, isUtc, history, contextKind } = model;
  const { histogramBy } = model;
  const { by, figures, chosen, view, source } = model.grouping;
  const { isOn: hasPatterns, order: patternOrder, age: patternAge, openId } = model.patterns;
  return {
    ...{ query, hiddenLevels, hiddenServices, range, sinceSeq, columns, isFollowing },
    ...{ selectedSeq, isFieldsOpen, isHistogramOpen, isUtc, history, contextKind, histogramBy },
    ...{ hasPatterns, patternOrder, patternAge, openPattern: openId },
    isCollapsed: model.repeats.isOn,
    ...{ groupsBy: by, figures, chosenFigure: chosen, groupsView: view, groupsSource: source },
  };
}
