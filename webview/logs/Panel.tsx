// The logs panel from top to foot: query, toggles, histogram, fields beside rows, detail, counters.

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { useDocumentEvent } from "../lib/documentEvents";
import { closeMenu } from "../lib/menu";
import { Busy } from "../lib/Busy";
import { DetailPane } from "./DetailPane";
import { ExportCard } from "./ExportCard";
import { Fields } from "./Fields";
import { Foot } from "./Foot";
import { GroupTable } from "./GroupTable";
import { Help } from "./Help";
import { HistogramBar } from "./HistogramBar";
import type { LogsModel } from "./model";
import { Notice } from "./Notice";
import { PatternNotice } from "./PatternNotice";
import { PatternsView } from "./PatternsView";
import { Rows } from "./Rows";
import { Toggles } from "./Toggles";
import { Toolbar } from "./Toolbar";

export function Panel({ model }: { readonly model: LogsModel }) {
  const isHelpOpen = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  const onKey = (event: KeyboardEvent) => {
    const key = globalKey(event);
    if (key === undefined) return;
    event.preventDefault();
    if (key === "?") isHelpOpen.value = true;
    else if (key === "/") focusOn(root.current, ".query-input");
    else if (key === "f") model.toggleLive();
    else if (key === "p") model.togglePatterns();
    else if (key === "r") model.list.repeats.isOn.value = !model.list.repeats.isOn.peek();
    else if (key === "c") model.showContext();
    else escape(model, root.current);
  };
  useDocumentEvent("keydown", onKey, model);
  const onVisibility = () => (model.isShown.value = document.visibilityState === "visible");
  useDocumentEvent("visibilitychange", onVisibility, model);
  return (
    <div ref={root} class="logs">
      <Toolbar
        model={model}
        onHelp={() => (isHelpOpen.value = true)}
        onExport={() => (model.exporting.value = "all")}
      />
      <Toggles model={model} />
      <HistogramBar model={model} />
      <Busy label="Searching…" isBusy={model.isBusy.value} />
      <Notice model={model} />
      <PatternNotice model={model} />
      <div class="middle">
        {model.isFieldsOpen.value && !model.isKnownEmpty.value && <Fields model={model} />}
        <div class="main">
          {model.grouping.isOn.value ? (
            <GroupTable model={model} />
          ) : model.patterns.isOn.value ? (
            <PatternsView model={model} />
          ) : (
            <Rows model={model} />
          )}
          <DetailPane model={model} />
        </div>
      </div>
      <Foot model={model} />
      {model.exporting.value !== "nothing" && <ExportCard model={model} />}
      {isHelpOpen.value && <Help model={model} onClose={() => (isHelpOpen.value = false)} />}
    </div>
  );
}

/** A key that means the same everywhere in the panel; undefined while text is typed. */
function globalKey(event: KeyboardEvent): "/" | "f" | "p" | "r" | "c" | "?" | "Escape" | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return undefined;
  if (event.target instanceof HTMLInputElement) return undefined;
  const { key } = event;
  const isKnown = key === "/" || key === "f" || key === "c" || key === "p" || key === "?";
  return isKnown || key === "r" || key === "Escape" ? key : undefined;
}

/** Esc goes one step back: menu, then the context that the selected row is in, then the selection. */
function escape(model: LogsModel, root: Element | null): void {
  closeMenu();
  const context = model.list.contexts.around(model.list.selectedSeq.peek());
  if (context !== undefined && model.list.picked.count.peek() < 2) model.closeContext(context.id);
  else model.list.unselect();
  focusOn(root, ".list");
}

function focusOn(root: Element | null, selector: string): void {
  const element = root?.querySelector(selector);
  if (element instanceof HTMLElement) element.focus();
  if (element instanceof HTMLInputElement) element.select();
}
