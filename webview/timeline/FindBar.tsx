// Find within the request: words, matches counted, Enter for the next, Shift+Enter for the one before.

import { useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../lib/controls";
import { closeFind } from "./input";
import type { TimelinePanelModel } from "./model";

export function FindBar({ model }: { readonly model: TimelinePanelModel }) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const count = model.matches.value.size;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") model.findNext(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") closeFind(model);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="find" role="search">
      <input
        ref={field}
        id="find"
        class="input"
        aria-label="Find in this request"
        placeholder="Find"
        spellcheck={false}
        value={model.findText.value}
        onInput={(event) => (model.findText.value = event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <span class="dim find-count" role="status">
        {model.findText.value.trim() === ""
          ? ""
          : count === 0
            ? "none"
            : `${model.matchNumber.value || "–"} of ${count}`}
      </span>
      <Button kind="quiet" icon="arrow-up" tip="Previous" onClick={() => model.findNext(-1)} />
      <Button kind="quiet" icon="arrow-down" tip="Next" onClick={() => model.findNext(1)} />
      <Button kind="quiet" icon="close" tip="Close (Esc)" onClick={() => closeFind(model)} />
    </div>
  );
}
