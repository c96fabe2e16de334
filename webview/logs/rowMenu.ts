// What can be done with a whole record: from its row by the context menu, from its detail by "…".

import type { LogJson } from "../../src/shared/contract/json";
import { type MenuEntry, openMenu } from "../lib/menu";
import { rowElementId } from "../lib/VirtualList";
import { clauseFor } from "../lib/valueActions";
import { groupsOfRow } from "./comparing";
import { rowText } from "./exporting";
import { sourceLabel } from "./messageText";
import type { LogsModel } from "./model";
import { pickedMenu } from "./picking";

/** Of a line of the list; of all selected rows, where it is one of several. */
export function openRowMenu(model: LogsModel, index: number, event: MouseEvent): void {
  const row = model.list.row(index);
  if (row === undefined) return;
  event.preventDefault();
  const { picked } = model.list;
  const isByKey = event.target === event.currentTarget && event.target instanceof HTMLElement;
  const at = isByKey ? (document.getElementById(rowElementId(index)) ?? event) : event;
  if (picked.count.peek() > 1 && picked.has(row.seq)) {
    openMenu(at, "Selected rows", pickedMenu(model));
    return;
  }
  model.list.select(row.seq);
  openMenu(at, "Record actions", recordMenu(model, row));
}

export function recordMenu(model: LogsModel, record: LogJson): readonly MenuEntry[] {
  const { source } = record;
  const requestId = record.requestId ?? record.traceId;
  const none = "separator" as const;
  return [
    {
      label:
        source === undefined ? "Find the Statement That Wrote It" : `Go to ${sourceLabel(source)}`,
      icon: "go-to-file",
      hint: "Enter",
      isDisabled: !model.canOpenSource.peek(),
      run: () => model.outside.openSourceOf(record),
    },
    {
      label: "Open Request in Timeline",
      icon: "list-tree",
      isDisabled: requestId === undefined,
      run: () => {
        if (requestId !== undefined) model.outside.openTimeline(requestId);
      },
    },
    {
      label: "Why Do These Fail?",
      icon: "question",
      run: () => model.outside.compare(groupsOfRow(record)),
    },
    {
      label: "Filter for This Request",
      icon: "filter",
      isDisabled: requestId === undefined,
      run: () =>
        model.addClause(
          record.requestId === undefined
            ? clauseFor("trace_id", requestId ?? "")
            : clauseFor("request_id", record.requestId),
        ),
    },
    {
      label: "Filter for Its Pattern",
      icon: "filter",
      isDisabled: record.pattern === undefined,
      run: () => model.showPattern(record.pattern ?? ""),
    },
    {
      label: "Show Its Pattern",
      icon: "layers",
      isDisabled: record.pattern === undefined,
      run: () => model.openPatterns(record.pattern),
    },
    {
      label: "Filter for This Message",
      icon: "filter",
      run: () => model.addClause(clauseFor("message", record.body.split("\n", 1)[0] ?? "")),
    },
    none,
    {
      label: "Show Context: the Rows Around It",
      icon: "unfold",
      hint: "C",
      run: () => model.showContext(record),
    },
    {
      label: "Show Rows Since This One",
      icon: "arrow-down",
      run: () => model.showSince(record.seq),
    },
    none,
    { label: "Copy Message", icon: "copy", run: () => model.outside.copy(record.body) },
    { label: "Copy Row", icon: "copy", run: () => model.outside.copy(rowText(record)) },
    {
      label: "Copy as JSON",
      icon: "json",
      run: () => model.outside.copy(JSON.stringify(record, undefined, 2)),
    },
    {
      label: "Open as Text Document",
      icon: "go-to-file",
      run: () => model.outside.openText(JSON.stringify(record, undefined, 2), "json"),
    },
  ];
}
