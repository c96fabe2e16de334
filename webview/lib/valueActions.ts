// What can be done with any value of any field, the same everywhere: filter for it, filter it out, copy it,
// see its top values. The query pieces are written so that they parse back to exactly this value.

import type { AttributeValue } from "../../src/shared/contract/json";
import { clauseFor, escapeField, valueText } from "../../src/shared/query/clause";
import type { MenuEntry } from "./menu";

export { clauseFor, countedValue, escapeField, valueText } from "../../src/shared/query/clause";

export interface ValueTarget {
  readonly field: string;
  readonly value: AttributeValue;
}
export interface ValueHandlers {
  readonly onFilter: (clause: string) => void;
  readonly onCopy: (text: string) => void;
  readonly onTopValues: (field: string) => void;
}

export function valueMenu(target: ValueTarget, handlers: ValueHandlers): readonly MenuEntry[] {
  const clause = clauseFor(target.field, target.value);
  return [
    { label: "Filter For Value", icon: "add", run: () => handlers.onFilter(clause) },
    { label: "Filter Out Value", icon: "remove", run: () => handlers.onFilter(`NOT ${clause}`) },
    {
      label: "Filter for Rows With This Field",
      icon: "filter",
      run: () => handlers.onFilter(`_exists_:${escapeField(target.field)}`),
    },
    "separator",
    { label: "Copy Value", icon: "copy", run: () => handlers.onCopy(valueText(target.value)) },
    { label: "Show Top Values", icon: "graph", run: () => handlers.onTopValues(target.field) },
  ];
}
