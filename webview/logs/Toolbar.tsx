// The first line: live or reading, the query, the time range, and the rest behind "…".

import "./toolbar.css";
import { Button, Icon } from "../lib/controls";
import { type MenuEntry, openMenu } from "../lib/menu";
import { groupsOf } from "./comparing";
import { exportMenu } from "./exporting";
import type { LogsModel } from "./model";
import { PatternsButton } from "./PatternsButton";
import { QueryBar } from "./QueryBar";
import { openSearchesMenu } from "./searches";
import { rangeLabel } from "./rangeLabel";
import { relativeRanges, type TimeRange } from "./selection";

export function Toolbar({
  model,
  onHelp,
  onExport,
}: {
  readonly model: LogsModel;
  readonly onHelp: () => void;
  readonly onExport: () => void;
}) {
  const isLive = model.isLive.value;
  const isAway = model.state.kind === "stopped" || model.state.kind === "failed";
  return (
    <div class="toolbar" role="toolbar" aria-label="Logs">
      <Button
        class="live"
        isPressed={isLive && !isAway}
        tip={isLive ? "Following new rows; pause (F)" : "Paused, nothing is lost; follow again (F)"}
        onClick={() => model.toggleLive()}
      >
        <Icon name={isAway ? "debug-disconnect" : isLive ? "circle-filled" : "debug-pause"} />
        <span class="live-text">{isAway ? "Away" : isLive ? "Live" : "Paused"}</span>
      </Button>
      <QueryBar model={model} />
      <Button
        class="searches"
        icon="bookmark"
        tip="Saved searches and history"
        hasMenu
        onClick={(event) => model.outside.tell(openSearchesMenu(model, elementOf(event)))}
      />
      <PatternsButton model={model} />
      <Button
        class="range"
        hasMenu
        tip="Time range"
        onClick={(event) => openMenu(elementOf(event), "Time range", rangeMenu(model))}
      >
        {rangeLabel(model.range.value, model.isUtc.value, model.now())}
      </Button>
      <Button
        icon="ellipsis"
        tip="More actions"
        hasMenu
        onClick={(event) =>
          openMenu(
            elementOf(event),
            "More actions",
            moreMenu(model, onHelp, onExport, elementOf(event)),
          )
        }
      />
    </div>
  );
}

function rangeMenu(model: LogsModel): MenuEntry[] {
  const current = model.range.peek();
  const label = rangeLabel(current, false, model.now());
  const zoomed: MenuEntry[] =
    current.kind === "between"
      ? [
          "separator",
          {
            label: "Zoom Out",
            icon: "zoom-out",
            run: () => model.zoom(widened(current)),
          },
        ]
      : [];
  return [
    ...relativeRanges.map((each) => ({
      label: each.label,
      isChecked: each.label === label,
      run: () => model.zoom(each.range),
    })),
    ...zoomed,
  ];
}

/** Narrower panels have no room for them (fields.css, histogram.css): there is nothing to show or to hide. */
const fieldsFromPx = 561;
const histogramFromPx = 401;
const withRoomOf = (fromPx: number) =>
  innerWidth < fromPx ? { isDisabled: true, hint: "in a wider panel" } : {};

function moreMenu(
  model: LogsModel,
  onHelp: () => void,
  onExport: () => void,
  at: Element | MouseEvent,
): MenuEntry[] {
  return [
    {
      label: "Saved Searches and History…",
      icon: "bookmark",
      run: () => model.outside.tell(openSearchesMenu(model, at)),
    },
    {
      label: `Time Range: ${rangeLabel(model.range.peek(), model.isUtc.peek(), model.now())}…`,
      icon: "watch",
      run: () => openMenu(at, "Time range", rangeMenu(model)),
    },
    {
      label: "Fields",
      isChecked: model.isFieldsOpen.peek(),
      ...withRoomOf(fieldsFromPx),
      run: () => (model.isFieldsOpen.value = !model.isFieldsOpen.peek()),
    },
    {
      label: "Histogram",
      isChecked: model.isHistogramOpen.peek(),
      ...withRoomOf(histogramFromPx),
      run: () => (model.isHistogramOpen.value = !model.isHistogramOpen.peek()),
    },
    {
      label: "Patterns",
      hint: "P",
      isChecked: model.patterns.isOn.peek(),
      run: () => model.togglePatterns(),
    },
    {
      label: "Collapse Repeats",
      hint: "R",
      isChecked: model.list.repeats.isOn.peek(),
      run: () => (model.list.repeats.isOn.value = !model.list.repeats.isOn.peek()),
    },
    {
      label: "Times in UTC",
      isChecked: model.isUtc.peek(),
      run: () => (model.isUtc.value = !model.isUtc.peek()),
    },
    {
      label: "Calls of Every API Method by Name",
      icon: "symbol-method",
      run: () => void model.showCalls(),
    },
    "separator",
    { label: "Clear: Show From Now On", icon: "clear-all", run: () => model.clear() },
    {
      label: "Show What Was Cleared",
      icon: "history",
      isDisabled: model.sinceSeq.peek() === 0,
      run: () => model.unclear(),
    },
    { label: "Reset Filters", icon: "clear-all", run: () => model.resetFilters() },
    "separator",
    ...exportMenu(model, onExport),
    "separator",
    {
      label: "Why Do These Fail?",
      icon: "question",
      run: () => model.outside.compare(groupsOf(model.asked())),
    },
    {
      label: "Open Timeline",
      icon: "list-tree",
      run: () => model.outside.openTimeline(),
    },
    {
      label: "Open Metrics",
      icon: "graph-line",
      run: () => model.outside.openMetrics(),
    },
    { label: "Keys and Query Language", icon: "question", hint: "?", run: onHelp },
  ];
}

/** Twice as much on each side. */
function widened(range: { readonly fromMs: number; readonly toMs: number }): TimeRange {
  const widthMs = range.toMs - range.fromMs;
  return { kind: "between", fromMs: range.fromMs - widthMs, toMs: range.toMs + widthMs };
}

const elementOf = (event: MouseEvent): Element | MouseEvent =>
  event.currentTarget instanceof Element ? event.currentTarget : event;
