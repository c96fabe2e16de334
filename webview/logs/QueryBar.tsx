// Where the query is typed: coloured as it is read, completed from what was really seen, wrong places
// marked. The colours lie under a transparent input, which keeps its own caret, undo and accessibility.

import "./queryBar.css";
import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../lib/controls";
import { Pause } from "../lib/pause";
import { type Completion, completionsAt } from "./completions";
import { queryPieces } from "./highlightQuery";
import type { LogsModel } from "./model";

const settleMs = 400;

export function QueryBar({ model }: { readonly model: LogsModel }) {
  const text = useSignal(model.query.peek());
  const offered = useSignal<readonly Completion[]>([]);
  const chosen = useSignal(0);
  const scrollPx = useSignal(0);
  const input = useRef<HTMLInputElement>(null);
  const [pause] = useState(() => new Pause(settleMs));
  const asking = useRef(new AbortController());

  useSignalEffect(() => {
    text.value = model.query.value;
  });
  useEffect(() => () => pause.cancel(), [pause]);

  const close = () => {
    asking.current.abort();
    offered.value = [];
  };
  const submit = () => {
    pause.cancel();
    close();
    model.search(text.peek());
    model.remember(text.peek());
  };
  const offer = async (isAskedFor = false) => {
    asking.current.abort();
    const abort = (asking.current = new AbortController());
    const at = input.current?.selectionStart ?? text.peek().length;
    const found = await completionsAt(text.peek(), at, model, isAskedFor, abort.signal);
    if (abort.signal.aborted) return;
    chosen.value = 0;
    offered.value = found;
  };
  const accept = (completion: Completion) => {
    const { from, to, insert } = completion;
    text.value = text.peek().slice(0, from) + insert + text.peek().slice(to);
    close();
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(from + insert.length, from + insert.length);
      if (insert.endsWith(":")) void offer();
    });
  };
  const onInput = (value: string) => {
    text.value = value;
    pause.start(() => model.search(text.peek()));
    void offer();
  };
  const recall = () => {
    offered.value = model.history.peek().map((query) => ({
      label: query,
      detail: "history",
      insert: query,
      from: 0,
      to: text.peek().length,
    }));
    chosen.value = 0;
  };
  const onKey = (event: KeyboardEvent) => {
    const count = offered.peek().length;
    const current = offered.peek()[chosen.peek()];
    if (event.key === "Enter" && !(count > 0 && current?.detail === "history")) submit();
    else if (event.key === "Enter" || event.key === "Tab") {
      if (current === undefined) return;
      accept(current);
      if (current.detail === "history") submit();
    } else if (event.key === "ArrowDown" && count === 0) recall();
    else if (event.key === "ArrowDown") chosen.value = (chosen.peek() + 1) % count;
    else if (event.key === "ArrowUp" && count > 0)
      chosen.value = (chosen.peek() + count - 1) % count;
    else if (event.key === " " && event.ctrlKey) void offer(true);
    else if (event.key === "Escape" && count > 0) close();
    else if (event.key === "Escape") leave(event);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const problem = model.problem.value;
  const isOpen = offered.value.length > 0;
  return (
    <div class={`query grow ${problem === undefined ? "" : "has-problem"}`}>
      <div class="query-colours code" aria-hidden="true">
        <div style={{ transform: `translateX(${-scrollPx.value}px)` }}>
          {pieces(text.value, problem).map((piece, index) => (
            <span key={index} class={piece.classes}>
              {piece.text}
            </span>
          ))}
        </div>
      </div>
      <input
        ref={input}
        class="query-input code"
        type="text"
        role="combobox"
        aria-label="Query"
        aria-expanded={isOpen}
        aria-controls="completions"
        aria-autocomplete="list"
        aria-activedescendant={isOpen ? `completion-${chosen.value}` : undefined}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : "query-problem"}
        placeholder="Search logs: words, level:>=warn, service:db … ( / )"
        spellcheck={false}
        autocomplete="off"
        value={text.value}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={onKey}
        onScroll={(event) => (scrollPx.value = event.currentTarget.scrollLeft)}
        onBlur={() => {
          close();
          pause.end();
        }}
      />
      {text.value !== "" && (
        <Button
          class="query-clear"
          kind="quiet"
          icon="close"
          tip="Clear query"
          onClick={() => model.search((text.value = ""))}
        />
      )}
      {isOpen && (
        <div id="completions" class="completions" role="listbox" aria-label="Completions">
          {offered.value.map((completion, index) => (
            <div
              key={`${completion.detail} ${completion.label}`}
              id={`completion-${index}`}
              class="completion"
              role="option"
              aria-selected={index === chosen.value}
              onPointerDown={(event) => {
                event.preventDefault(); // the input keeps its focus
                accept(completion);
              }}
            >
              <span class="code ellipsis grow">{completion.label}</span>
              <span class="completion-detail">{completion.detail}</span>
            </div>
          ))}
        </div>
      )}
      {problem !== undefined && !isOpen && (
        <div id="query-problem" class="query-problem" role="alert">
          {problem.message}
        </div>
      )}
    </div>
  );
}

function leave(event: KeyboardEvent): void {
  if (event.target instanceof HTMLElement) event.target.blur();
  const list = document.querySelector(".list");
  if (list instanceof HTMLElement) list.focus();
}

interface Coloured {
  readonly text: string;
  readonly classes: string;
}

/** The colours of the text, cut where the wrong place begins and ends. */
function pieces(
  text: string,
  problem: { readonly position: number; readonly length: number } | undefined,
): Coloured[] {
  const coloured: Coloured[] = [];
  const from = problem?.position ?? -1;
  const to = from + Math.max(1, problem?.length ?? 0);
  let at = 0;
  for (const piece of queryPieces(text)) {
    for (const [start, end] of cuts(at, at + piece.text.length, from, to)) {
      const isWrong = problem !== undefined && start >= from && end <= to;
      const classes = `q-${piece.kind} ${isWrong ? "q-wrong" : ""}`;
      coloured.push({ text: text.slice(start, end), classes });
    }
    at += piece.text.length;
  }
  if (problem !== undefined && from >= text.length) {
    coloured.push({ text: "\u00a0", classes: "q-wrong" });
  }
  return coloured;
}

function cuts(start: number, end: number, from: number, to: number): [number, number][] {
  const inner = [from, to].filter((cut) => cut > start && cut < end);
  const edges = [start, ...inner, end];
  return edges.slice(1).map((edge, index) => [edges[index] ?? start, edge]);
}
