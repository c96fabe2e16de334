// One metric: its name, the number that matters, its shape. Draws only while it is in sight.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Connection } from "../lib/connection";
import { Button } from "../lib/controls";
import { openMenu } from "../lib/menu";
import { seen } from "../lib/unseen";
import type { MetricCard } from "./cards";
import { cardMenu } from "./cardMenu";
import { ChartCanvas } from "./ChartCanvas";
import { Expanded } from "./Expanded";
import { Legend } from "./Legend";
import { spokenChart } from "./lines";
import type { MetricsPanelModel } from "./model";

export interface CardProps {
  readonly model: MetricsPanelModel;
  readonly card: MetricCard;
  readonly connection: Connection;
}

/** Drawn a little before it scrolls in. */
const margin = "120px";

export function Card({ model, card, connection }: CardProps) {
  const element = useRef<HTMLElement>(null);
  const [isInSight, setInSight] = useState(false);
  const isExpanded = model.expanded.value === card.key;
  const isPinned = model.pinned.value.includes(card.key);
  useEffect(() => {
    const card_ = element.current;
    if (card_ === null) return undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        const isIn = entry?.isIntersecting ?? false;
        setInSight(isIn);
        model.setInSight(card.key, isIn ? card_.clientWidth : undefined);
      },
      { rootMargin: margin },
    );
    observer.observe(card_);
    return () => {
      observer.disconnect();
      model.setInSight(card.key, undefined);
    };
  }, [model, card.key]);
  useEffect(() => {
    if (!isExpanded) return;
    element.current?.scrollIntoView({ block: "nearest" });
    model.setInSight(card.key, element.current?.clientWidth ?? 0);
  }, [isExpanded]);
  return (
    <section
      ref={element}
      class={`card ${isExpanded ? "expanded" : ""}`}
      aria-label={`${card.name}, ${card.type}`}
    >
      <header class="card-head">
        <button
          type="button"
          class="bare card-name ellipsis"
          aria-expanded={isExpanded}
          data-tip={[`${card.name} · ${kindText(card, model)}`, card.description]
            .filter(Boolean)
            .join("\n")}
          onClick={() => model.toggleExpanded(card.key)}
        >
          <span class="code">{seen(card.name)}</span>{" "}
          <span class="dim">{kindText(card, model)}</span>
        </button>
        <Button
          kind="quiet"
          class={isPinned ? "pin is-on" : "pin"}
          icon={isPinned ? "star-full" : "star-empty"}
          isPressed={isPinned}
          tip={isPinned ? `Unpin ${card.name}` : `Pin ${card.name}`}
          onClick={() => model.togglePin(card.key)}
        />
        <Button
          kind="quiet"
          icon="ellipsis"
          tip={`Actions of ${card.name}`}
          onClick={(event) => {
            if (event.currentTarget instanceof Element) {
              openMenu(event.currentTarget, card.name, cardMenu(model, card, connection));
            }
          }}
        />
      </header>
      <Body {...{ model, card, connection, isInSight, isExpanded }} />
    </section>
  );
}

function Body({
  model,
  card,
  connection,
  isInSight,
  isExpanded,
}: CardProps & { readonly isInSight: boolean; readonly isExpanded: boolean }) {
  if (!isInSight) return null;
  const chart = model.chartOf(card.key).value;
  const headline = model.headline(card);
  const facts = [headline.unit, headline.facts].filter(Boolean).join(" · ");
  return (
    <>
      <p class="headline">
        <span class="number">{headline.number}</span>{" "}
        <span class="dim facts ellipsis" data-tip={facts}>
          {seen(facts)}
        </span>
      </p>
      {chart === undefined ? (
        <div class="chart" />
      ) : (
        <ChartCanvas
          chart={chart.drawn}
          fromMs={chart.fromMs}
          toMs={chart.toMs}
          label={spokenChart(card, headline, chart.drawn)}
          onPick={(timeMs) => void model.openLogsAt(card, timeMs, chart.drawn.stepMs)}
        />
      )}
      {chart !== undefined && <Legend chart={chart.drawn} />}
      {isExpanded && <Expanded model={model} card={card} connection={connection} />}
    </>
  );
}

function kindText(card: MetricCard, model: MetricsPanelModel): string {
  const split = model.splitOf(card);
  const by = split === "" || split === "*" ? "" : `by ${split}`;
  const many = card.series.length > 1 && by === "" ? `${card.series.length} series` : by;
  const kind = card.type === "histogram" && card.unit !== "" ? "timer" : card.type;
  const measure = model.chartOf(card.key).value?.drawn.measure;
  return [timers.has(card.unit) ? kind : card.type, measure, many].filter(Boolean).join(" · ");
}

/** Units whose histograms people call timers. */
const timers = new Set(["ns", "us", "µs", "ms", "s"]);
