// What is kept over reloads: where the user is and how they arranged it, by its name in the stored state.

import type { Signal } from "@preact/signals";
import type { Grouping } from "./grouping";
import type { LogList } from "./logList";
import type { Patterns } from "./patterns";
import type { Question } from "./question";

/** What of the panel's model is kept. */
export interface Arranged extends Question {
  readonly columns: Signal<readonly string[]>;
  readonly isFieldsOpen: Signal<boolean>;
  readonly isHistogramOpen: Signal<boolean>;
  readonly isUtc: Signal<boolean>;
  readonly histogramBy: Signal<string>;
  readonly list: LogList;
  readonly grouping: Grouping;
  readonly patterns: Patterns;
}

export function keptState(model: Arranged) {
  const { query, hiddenLevels, hiddenServices, range, sinceSeq, columns } = model;
  const { isFieldsOpen, isHistogramOpen, isUtc, history, histogramBy } = model;
  const { isFollowing, selectedSeq, contexts, repeats } = model.list;
  const { by, figures, chosen, view, source } = model.grouping;
  const { isOn: hasPatterns, order: patternOrder, age: patternAge, openId } = model.patterns;
  return {
    ...{ query, hiddenLevels, hiddenServices, range, sinceSeq, columns, isFollowing },
    ...{ selectedSeq, isFieldsOpen, isHistogramOpen, isUtc, history, histogramBy },
    ...{ hasPatterns, patternOrder, patternAge, openPattern: openId },
    ...{ contextKind: contexts.kind, isCollapsed: repeats.isOn },
    ...{ groupsBy: by, figures, chosenFigure: chosen, groupsView: view, groupsSource: source },
  };
}
