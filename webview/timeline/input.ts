// Keys and the wheel of the whole panel. Keys typed into a field are the field's own.

import type { TimelinePanelModel } from "./model";

const zoomStep = 1.5;
const panStep = 0.25;

/** Shown in the foot and read by screen readers; in the order of use. */
export const keyHints =
  "↑↓ rows · ←→ fold · Enter source · e next error · + − 0 zoom · / find · Esc back";

/** The same while two requests are compared. */
export const compareHints = "↑↓ rows · n N differences · Enter source · Esc back";

export function onPanelKey(event: KeyboardEvent, model: TimelinePanelModel): void {
  if (event.defaultPrevented || event.altKey) return;
  const target = event.target instanceof Element ? event.target : undefined;
  const isTyping = target?.matches("input, textarea, select") ?? false;
  if (target?.closest('[role="menu"]') !== null && target !== undefined) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f") {
    openFind(model);
    event.preventDefault();
    return;
  }
  if (isTyping || event.ctrlKey || event.metaKey) return;
  if (act(event, model, target?.matches("button") ?? false)) event.preventDefault();
}

function act(event: KeyboardEvent, model: TimelinePanelModel, isOnButton: boolean): boolean {
  if (model.against.id.peek() !== "") return actOnPair(event.key, model);
  if (event.key === "/") return openFind(model);
  if (model.id.peek() === "") return false;
  const actions: Readonly<Record<string, () => unknown>> = {
    "+": () => model.zoomBy(1 / zoomStep),
    "=": () => model.zoomBy(1 / zoomStep),
    "-": () => model.zoomBy(zoomStep),
    "0": () => model.setZoom(undefined),
    e: () => model.nextFailure(1),
    E: () => model.nextFailure(-1),
    n: () => model.findNext(1),
    N: () => model.findNext(-1),
    t: () => (model.order.value = model.order.peek() === "tree" ? "time" : "tree"),
    d: () => (model.isDetailOpen.value = !model.isDetailOpen.peek()),
    l: () => void model.outside.openLogs(),
    c: () => void model.chooseAgainst(),
    ArrowRight: () => (event.shiftKey ? model.panBy(panStep) : model.stepInto()),
    ArrowLeft: () => (event.shiftKey ? model.panBy(-panStep) : model.stepOut()),
    Escape: () => goBack(model),
  };
  const action = actions[event.key];
  if (action === undefined || (isOnButton && event.key.startsWith("Arrow"))) return false;
  action();
  return true;
}

/** Two requests: there is nothing to fold or to zoom. */
function actOnPair(key: string, model: TimelinePanelModel): boolean {
  const actions: Readonly<Record<string, () => unknown>> = {
    n: () => model.against.next(1),
    N: () => model.against.next(-1),
    c: () => void model.chooseAgainst(),
    l: () => void model.outside.openLogs(),
    Escape: () => goBack(model),
  };
  const action = actions[key];
  action?.();
  return action !== undefined;
}

function openFind(model: TimelinePanelModel): true {
  if (model.id.peek() === "") {
    document.querySelector<HTMLInputElement>("#id")?.select();
    return true;
  }
  if (model.against.id.peek() !== "") return true;
  model.isFinding.value = true;
  // Drawn after this turn; an open field is only focused again.
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>("#find")?.select());
  return true;
}

function goBack(model: TimelinePanelModel): void {
  if (model.against.isChoosing.peek()) model.against.stopChoosing();
  else if (model.against.id.peek() !== "") model.against.show("");
  else if (model.isFinding.peek()) closeFind(model);
  else if (model.zoom.peek() !== undefined) model.setZoom(undefined);
  else model.openRequest("");
}

export function closeFind(model: TimelinePanelModel): void {
  model.isFinding.value = false;
  model.findText.value = "";
  document.querySelector<HTMLElement>(".list")?.focus();
}

/** Ctrl (or a pinch) zooms at the pointer, Shift moves along; the rest scrolls the rows. */
export function onWheel(event: WheelEvent, model: TimelinePanelModel): void {
  if (model.timeline.peek() === undefined || model.against.id.peek() !== "") return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    const view = model.view.peek();
    const share = trackShare(event.clientX);
    const anchor = view.fromNanos + share * (view.toNanos - view.fromNanos);
    model.zoomBy(Math.exp(event.deltaY * 0.004), anchor);
  } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    if (model.zoom.peek() === undefined) return;
    event.preventDefault();
    const deltaPx = event.deltaX === 0 ? event.deltaY : event.deltaX;
    model.panBy(deltaPx / Math.max(1, model.trackPx.peek()));
  }
}

/** Where on the track a window position is, 0..1. */
export function trackShare(clientX: number): number {
  const box = document.querySelector(".axis-track")?.getBoundingClientRect();
  if (box === undefined || box.width === 0) return 0.5;
  return Math.min(1, Math.max(0, (clientX - box.left) / box.width));
}
