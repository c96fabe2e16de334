// What the matching messages are cases of, in place of the rows: how many, when, how bad, and their text.
// Each opens to the values of its placeholders, so that a wrong merge can be seen, and leads to its rows.

import "./inPlace.css";
import "./patterns.css";
import { useEffect, useRef } from "preact/hooks";
import { Button, EmptyState } from "../lib/controls";
import { countOf, formatAgo, formatCount, formatTime } from "../lib/format";
import { openMenu } from "../lib/menu";
import type { PatternInfo } from "../../src/shared/contract/patterns";
import type { LogsModel } from "./model";
import { NoRows } from "./NoRows";
import { PatternDetail } from "./PatternDetail";
import { patternAges, shownOrders, worstLevel } from "./patterns";
import { PatternText } from "./PatternText";

export function PatternsView({ model }: { readonly model: LogsModel }) {
  const { patterns } = model;
  const shown = patterns.shown.value;
  const list = patterns.list.value;
  const section = useRef<HTMLElement>(null);
  const isListed = shown.length > 0;
  // The rows had the keys: what took their place has them now.
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    section.current?.querySelector<HTMLElement>(".pattern-head")?.focus({ preventScroll: true });
  }, [isListed]);
  return (
    <section ref={section} class="in-place patterns" aria-label="Patterns" onKeyDown={moveFocus}>
      <TitleBar model={model} />
      {shown.length === 0 && (list !== undefined || !model.isAnswering.value) ? (
        <None model={model} />
      ) : (
        <ul class="pattern-list">
          {shown.map((pattern) => (
            <Pattern key={pattern.id} pattern={pattern} model={model} />
          ))}
        </ul>
      )}
      {list !== undefined && list.count > list.patterns.length && (
        <p class="dim patterns-rest">
          {countOf(list.count - list.patterns.length, "rarer pattern")} not shown: narrow the query.
        </p>
      )}
    </section>
  );
}

function TitleBar({ model }: { readonly model: LogsModel }) {
  const { patterns } = model;
  const list = patterns.list.value;
  const age = patternAges.find(({ name }) => name === patterns.age.value) ?? patternAges[0];
  const order = shownOrders.find(({ name }) => name === patterns.order.value) ?? shownOrders[0];
  return (
    <div class="in-place-title" role="toolbar" aria-label="Patterns">
      <span class="section-title">
        {list === undefined
          ? "Patterns"
          : `${countOf(list.count, "pattern")} of ${countOf(list.total, "row")}`}
      </span>
      <span class="grow" />
      <Button
        hasMenu
        tip="Only patterns that were not there before"
        onClick={(event) =>
          openMenu(
            elementOf(event),
            "New since",
            patternAges.map(({ name, title }) => ({
              label: title,
              isChecked: name === age.name,
              run: () => (patterns.age.value = name),
            })),
          )
        }
      >
        {age.title}
      </Button>
      <Button
        hasMenu
        tip="Order"
        onClick={(event) =>
          openMenu(
            elementOf(event),
            "Order",
            shownOrders.map(({ name, title }) => ({
              label: title,
              isChecked: name === order.name,
              run: () => (patterns.order.value = name),
            })),
          )
        }
      >
        {order.title}
      </Button>
      <Button icon="list-flat" onClick={() => patterns.close()}>
        Show Rows
      </Button>
    </div>
  );
}

function Pattern(props: { readonly pattern: PatternInfo; readonly model: LogsModel }) {
  const { pattern, model } = props;
  const { patterns } = model;
  const isOpen = patterns.openId.value === pattern.id;
  const level = worstLevel(pattern);
  const isUtc = model.isUtc.value;
  return (
    <li class={`pattern level-${level ?? "NONE"}`}>
      <button
        type="button"
        class="bare pattern-head"
        aria-expanded={isOpen}
        onClick={() => patterns.toggle(pattern.id)}
        onDblClick={() => model.showPattern(pattern.id)}
      >
        <span class="cell-level level-letter" aria-label={level ?? "no level"}>
          {level?.charAt(0) ?? "·"}
        </span>
        <span class="pattern-count">{formatCount(pattern.count)}</span>
        <Trend counts={pattern.trend} />
        <PatternText text={pattern.text} class="grow ellipsis" />
        {patterns.isNew(pattern) && <span class="badge">new</span>}
        <span class="pattern-last dim" data-tip={`Last at ${formatTime(pattern.lastTime, isUtc)}`}>
          {formatAgo(Date.parse(pattern.lastTime), model.now())}
        </span>
      </button>
      {isOpen && <PatternDetail pattern={pattern} model={model} />}
    </li>
  );
}

function Trend({ counts }: { readonly counts: readonly number[] }) {
  const most = Math.max(1, ...counts);
  return (
    <svg
      class="pattern-trend"
      aria-hidden="true"
      viewBox={`0 0 ${counts.length} 1`}
      preserveAspectRatio="none"
    >
      {counts.map((count, at) =>
        count === 0 ? null : (
          <rect key={at} x={at} y={1 - heightOf(count / most)} width="0.8" height="1" />
        ),
      )}
    </svg>
  );
}

/** One record among thousands is still seen. */
const heightOf = (share: number) => Math.max(0.08, share);

function None({ model }: { readonly model: LogsModel }) {
  const { patterns } = model;
  if (patterns.age.value !== "" && model.list.total > 0) {
    return (
      <EmptyState icon="check" title="Nothing new">
        <p>Every message that matches was seen before.</p>
        <Button onClick={() => (patterns.age.value = "")}>Show Known Patterns Too</Button>
      </EmptyState>
    );
  }
  return <NoRows model={model} />;
}

/** Arrows go from pattern to pattern. */
function moveFocus(event: KeyboardEvent): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const { currentTarget, target } = event;
  if (step === 0 || !(currentTarget instanceof HTMLElement) || !(target instanceof Element)) return;
  if (!target.classList.contains("pattern-head")) return;
  const heads = [...currentTarget.querySelectorAll<HTMLElement>(".pattern-head")];
  const next = heads[heads.findIndex((head) => head === target) + step];
  event.preventDefault();
  next?.focus();
}

const elementOf = (event: MouseEvent): Element | MouseEvent =>
  event.currentTarget instanceof Element ? event.currentTarget : event;
