// Keys of the panel.

import type { ComparePanelModel } from "./model";

export function onPanelKey(event: KeyboardEvent, model: ComparePanelModel): void {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (target instanceof HTMLInputElement) return;
  const isOnControl = target instanceof HTMLButtonElement;
  const selected = model.result.peek()?.differences[model.selected.peek()];
  switch (event.key) {
    case "ArrowDown":
      model.move(1);
      break;
    case "ArrowUp":
      model.move(-1);
      break;
    case "Enter":
      if (selected === undefined || isOnControl) return;
      void model.showRows(selected);
      break;
    case "s":
      if (selected !== undefined && model.canOpenSource.peek()) void model.openSourceOf(selected);
      break;
    case "Escape":
      if (!model.isAsking.peek()) return;
      model.cancel();
      break;
    case "r":
      model.refresh();
      break;
    case "e":
    case "/":
      model.isEditing.value = true;
      break;
    default:
      return;
  }
  event.preventDefault();
}
