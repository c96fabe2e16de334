// What can be done with a row.

import { describe } from "../../src/shared/timeline/describe";
import type { TimelineNode } from "../../src/shared/timeline/model";
import type { Connection } from "../lib/connection";
import type { MenuEntry } from "../lib/menu";
import { clauseFor } from "../lib/valueActions";
import type { TimelinePanelModel } from "./model";
import { sourceOf } from "./outside";

export function rowMenu(
  model: TimelinePanelModel,
  node: TimelineNode,
  { host }: Connection,
): readonly MenuEntry[] {
  const copy = (text: string) => void host.copy({ text });
  const spanId = node.kind === "span" || node.kind === "event" ? node.span.spanId : undefined;
  const isFound = node.kind === "log" && sourceOf(node) === undefined && model.canOpenSource.peek();
  const entries: MenuEntry[] = [
    {
      label: isFound ? "Find the Statement That Wrote It" : "Go to Source",
      icon: "go-to-file",
      hint: "Enter",
      isDisabled: !isFound && !model.outside.hasSource(node),
      run: () => void model.outside.openSource(node),
    },
    {
      label: "Zoom to This Row",
      icon: "zoom-in",
      isDisabled: node.endNanos <= node.startNanos,
      run: () => {
        const marginNanos = (node.endNanos - node.startNanos) * 0.05;
        model.setZoom({
          fromNanos: Math.max(0, node.startNanos - marginNanos),
          toNanos: Math.min(model.whole.peek().toNanos, node.endNanos + marginNanos),
        });
      },
    },
    "separator",
    {
      label: "Show in Logs",
      icon: "list-flat",
      hint: "l",
      run: () => void model.outside.openLogs(),
    },
  ];
  if (spanId !== undefined) {
    const clause = clauseFor("span_id", spanId);
    entries.push({
      label: "Show Logs of This Span",
      icon: "filter",
      run: () => void host.openPanel({ panel: "logs", query: clause }),
    });
  }
  if (node.service !== "") {
    entries.push({
      label: `Show Logs of ${node.service}`,
      icon: "filter",
      run: () => void model.outside.openLogs(clauseFor("service", node.service)),
    });
  }
  entries.push("separator", {
    label: "Copy",
    icon: "copy",
    run: () => copy(describe(node).title),
  });
  if (spanId !== undefined) {
    entries.push({ label: "Copy Span ID", icon: "copy", run: () => copy(spanId) });
  }
  const record = node.kind === "span" ? node.span : node.kind === "log" ? node.log : undefined;
  if (record !== undefined) {
    const text = JSON.stringify(record, null, 2);
    entries.push(
      { label: "Copy as JSON", icon: "json", run: () => copy(text) },
      {
        label: "Open as JSON",
        icon: "file-code",
        run: () => void host.openText({ text, language: "json" }),
      },
    );
  }
  return entries;
}
