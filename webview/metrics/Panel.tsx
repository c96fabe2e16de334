// The Metrics panel: every series live, a card a metric.

import "./panel.css";
import type { Connection } from "../lib/connection";
import { Busy } from "../lib/Busy";
import { Button } from "../lib/controls";
import { useDocumentEvent } from "../lib/documentEvents";
import { formatCount } from "../lib/format";
import { NotConnected } from "../lib/NotConnected";
import { Card } from "./Card";
import { Foot } from "./Foot";
import type { MetricsPanelModel } from "./model";
import { NoMetrics } from "./NoMetrics";
import { Toolbar } from "./Toolbar";

export interface PanelProps {
  readonly model: MetricsPanelModel;
  readonly connection: Connection;
}

export function Panel({ model, connection }: PanelProps) {
  useDocumentEvent("keydown", (event) => onPanelKey(event, model), model);
  return (
    <main class="metrics">
      <Toolbar model={model} />
      <Busy label="Collecting…" isBusy={model.isAsking.value} />
      <Cards model={model} connection={connection} />
      <Foot model={model} />
    </main>
  );
}

function Cards({ model, connection }: PanelProps) {
  const cards = model.shown.value;
  if (!model.hasLoaded.value && connection.state.value.kind !== "connected") {
    return <NotConnected connection={connection} />;
  }
  if (cards.length === 0) {
    return model.hasLoaded.value ? (
      <NoMetrics model={model} connection={connection} />
    ) : (
      <p class="loading" role="status">
        {model.failure.value?.message ?? "Collecting the series…"}
      </p>
    );
  }
  const more = model.cards.value.length - cards.length;
  return (
    <div class="cards-scroll">
      <div class="cards">
        {cards.map((card) => (
          <Card key={card.key} model={model} card={card} connection={connection} />
        ))}
      </div>
      {more > 0 && (
        <p class="more">
          {formatCount(more)} more {more === 1 ? "metric" : "metrics"}: search above for one, or{" "}
          <Button kind="plain" onClick={() => (model.pages.value += 1)}>
            Show More
          </Button>
        </p>
      )}
    </div>
  );
}

function onPanelKey(event: KeyboardEvent, model: MetricsPanelModel): void {
  const target = event.target instanceof Element ? event.target : undefined;
  if (target?.closest('input, [role="menu"]') instanceof Element) return;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") document.querySelector<HTMLInputElement>("#query")?.select();
  else if (event.key === "f") model.setLive(!model.isLive.peek());
  else if (event.key === "Escape") model.expanded.value = "";
  else return;
  event.preventDefault();
}
