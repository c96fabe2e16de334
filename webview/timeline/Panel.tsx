// The Timeline panel: one request, or the list of recent ones to choose from.

import "./panel.css";
import "./waterfall.css";
import "./detail.css";
import "./recent.css";
import "./against.css";
import { useEffect, useRef } from "preact/hooks";
import type { Connection } from "../lib/connection";
import { useDocumentEvent } from "../lib/documentEvents";
import { Busy } from "../lib/Busy";
import { NotConnected } from "../lib/NotConnected";
import { AgainstBar } from "./AgainstBar";
import { AgainstRows } from "./AgainstRows";
import { Axis } from "./Axis";
import { Density } from "./Density";
import { Detail } from "./Detail";
import { Foot } from "./Foot";
import { Header } from "./Header";
import { onPanelKey, onWheel } from "./input";
import type { Layout } from "./layout";
import { MetricsAlone } from "./MetricsAlone";
import type { TimelinePanelModel } from "./model";
import { NotFound } from "./NotFound";
import { RecentList } from "./RecentList";
import { Rows } from "./Rows";
import { Splitter } from "./Splitter";

export interface PanelProps {
  readonly model: TimelinePanelModel;
  readonly layout: Layout;
  readonly connection: Connection;
}

export function Panel({ model, layout, connection }: PanelProps) {
  const main = useRef<HTMLElement>(null);
  useDocumentEvent("keydown", (event) => onPanelKey(event, model), model);
  useEffect(() => {
    const element = main.current;
    const listener = (event: WheelEvent) => onWheel(event, model);
    element?.addEventListener("wheel", listener, { passive: false });
    return () => element?.removeEventListener("wheel", listener);
  }, [model]);
  // What was just opened takes the keys that this page has, unless someone types; those of others it never takes.
  const shown = model.timeline.value === undefined ? "" : model.id.value;
  useEffect(() => {
    const takeKeys = () =>
      document.querySelector<HTMLElement>(".list")?.focus({ preventScroll: true });
    if (document.hasFocus()) {
      if (document.activeElement === document.body) takeKeys();
      return undefined;
    }
    window.addEventListener("focus", takeKeys, { once: true });
    return () => window.removeEventListener("focus", takeKeys);
  }, [shown, model.id.value]);
  return (
    <main ref={main} class="timeline" style={{ "--names": `${layout.namesPx.value}px` }}>
      <Header model={model} connection={connection} />
      <Busy label="Collecting…" isBusy={model.isAsking.value} />
      <AgainstBar model={model} />
      <Body model={model} layout={layout} connection={connection} />
      <Foot model={model} />
    </main>
  );
}

function Body({ model, layout, connection }: PanelProps) {
  const timeline = model.timeline.value;
  if (timeline === undefined && connection.state.value.kind !== "connected") {
    return <NotConnected connection={connection} />;
  }
  if (model.failure.value !== "" && timeline === undefined) {
    return <NotFound model={model} />;
  }
  if (model.id.value === "") return <RecentList model={model} connection={connection} />;
  if (timeline === undefined) {
    return (
      <p class="loading" role="status">
        Collecting the records of {model.id.value}…
      </p>
    );
  }
  if (timeline.nodes.length === 0) {
    if (timeline.metrics.length === 0) return <NotFound model={model} />;
    return <MetricsAlone timeline={timeline} model={model} connection={connection} />;
  }
  if (model.against.id.value !== "") return <AgainstRows model={model} />;
  return (
    <>
      <Axis model={model} layout={layout} />
      <Density model={model} />
      <Rows model={model} connection={connection} />
      {model.isDetailOpen.value && (
        <>
          <Splitter
            label="Height of the details"
            sizePx={layout.detailPx}
            minPx={80}
            maxShare={0.7}
            between="rows"
          />
          <Detail model={model} layout={layout} connection={connection} />
        </>
      )}
    </>
  );
}
