// Search, how lines are split, how much time is shown, live or held.

import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../lib/controls";
import { type MenuEntry, openMenu } from "../lib/menu";
import { Pause } from "../lib/pause";
import type { MetricsPanelModel } from "./model";
import { rangeLabel, timeRanges } from "./ranges";
import { splitLabel, splitMenu } from "./splitMenu";

const typingPauseMs = 250;

export function Toolbar({ model }: { readonly model: MetricsPanelModel }) {
  const open = (entries: () => readonly MenuEntry[], label: string) => (event: MouseEvent) => {
    if (event.currentTarget instanceof Element) openMenu(event.currentTarget, label, entries());
  };
  const isLive = model.isLive.value;
  return (
    <header class="toolbar">
      <Query model={model} />
      <Button
        hasMenu
        tip="One line for each value of a tag"
        class="wide-only"
        onClick={open(
          () =>
            splitMenu({
              tags: model.tags.peek(),
              current: model.split.peek(),
              onChoose: (split) => {
                model.split.value = split;
                model.splits.value = {};
              },
            }),
          "Split lines",
        )}
      >
        {splitLabel(model.split.value)}
      </Button>
      <Button
        hasMenu
        tip="Time shown"
        onClick={open(
          () =>
            timeRanges.map(({ minutes, label }) => ({
              label,
              isChecked: minutes === model.rangeMinutes.peek(),
              run: () => (model.rangeMinutes.value = minutes),
            })),
          "Time shown",
        )}
      >
        {rangeLabel(model.rangeMinutes.value)}
      </Button>
      <Button
        class="live"
        icon={isLive ? "circle-filled" : "debug-continue"}
        isPressed={isLive}
        tip={isLive ? "Hold (f)" : "Go on live (f)"}
        onClick={() => model.setLive(!isLive)}
      >
        Live
      </Button>
    </header>
  );
}

function Query({ model }: { readonly model: MetricsPanelModel }) {
  const [pause] = useState(() => new Pause(typingPauseMs));
  const field = useRef<HTMLInputElement>(null);
  const failure = model.failure.value;
  const isWrong = failure?.kind === "query";
  useEffect(() => {
    // Another view asked for something: the field follows, unless it is being typed in.
    if (field.current !== null && document.activeElement !== field.current) {
      field.current.value = model.query.value;
    }
  }, [model.query.value]);
  return (
    <div class="query">
      <input
        ref={field}
        id="query"
        class="input code"
        aria-label="Search metrics"
        aria-invalid={isWrong}
        aria-describedby={isWrong ? "query-error" : undefined}
        placeholder="Search: name:fetch.*  type:counter  service:web  worker:w7"
        spellcheck={false}
        defaultValue={model.query.value}
        onInput={(event) => {
          const text = event.currentTarget.value;
          pause.start(() => model.setQuery(text));
        }}
        onBlur={() => pause.end()}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          pause.cancel(); // what was typed last is not asked for any more
          if (event.currentTarget.value === "") event.currentTarget.blur();
          event.currentTarget.value = "";
          model.setQuery("");
        }}
      />
      {isWrong && (
        <p id="query-error" class="query-error" role="alert">
          {failure.message}
          {failure.position === undefined ? "" : ` (column ${failure.position + 1})`}
        </p>
      )}
    </div>
  );
}
