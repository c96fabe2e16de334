// "Why do these fail?": the groups on top, what sets them apart below, one pair of requests at the side.

import "./panel.css";
import { clocksText, count, footText, unitOf } from "../../src/shared/compare/text";
import type { CompareResult } from "../../src/shared/contract/compare";
import type { Connection } from "../lib/connection";
import { Busy } from "../lib/Busy";
import { Button, Copyable, EmptyState, Icon } from "../lib/controls";
import { useDocumentEvent } from "../lib/documentEvents";
import { FirstSteps } from "../lib/FirstSteps";
import { NotConnected } from "../lib/NotConnected";
import { Notices } from "../lib/Notices";
import { DifferenceCard } from "./DifferenceCard";
import { Header } from "./Header";
import { onPanelKey } from "./input";
import type { ComparePanelModel } from "./model";
import { SideBySide } from "./SideBySide";

export interface PanelProps {
  readonly model: ComparePanelModel;
  readonly connection: Connection;
}

export function Panel({ model, connection }: PanelProps) {
  useDocumentEvent("keydown", (event) => onPanelKey(event, model), model);
  return (
    <main class="compare">
      <Header model={model} />
      <Busy label="Comparing…" isBusy={model.isAsking.value} />
      {model.isWithoutRequests.value && <WithoutRequests model={model} />}
      <Body model={model} connection={connection} />
      <Foot model={model} />
    </main>
  );
}

function Body({ model, connection }: PanelProps) {
  const result = model.result.value;
  if (result === undefined && connection.state.value.kind !== "connected") {
    return <NotConnected connection={connection} />;
  }
  if (result === undefined) {
    const failure = model.failure.value;
    if (failure !== "") return <Failed model={model} />;
    return (
      <EmptyState icon="git-compare" title="Comparing…">
        <p>All records of the requests are looked at.</p>
        <Button onClick={() => model.cancel()} tip="Esc">
          Cancel
        </Button>
      </EmptyState>
    );
  }
  if (model.isNothingStored.value) return <NothingStored connection={connection} />;
  if (result.differences.length === 0) return <NoDifferences model={model} result={result} />;
  return (
    <div class="columns">
      <ol class="differences" aria-label="What sets the failed requests apart">
        {result.differences.map((difference) => (
          <DifferenceCard key={difference.rank} difference={difference} model={model} />
        ))}
        <li class="note dim">{footText(result)}</li>
      </ol>
      <SideBySide model={model} result={result} />
    </div>
  );
}

function Failed({ model }: { readonly model: ComparePanelModel }) {
  return (
    <EmptyState icon="warning" title="They could not be compared">
      <p>{model.failure.value}</p>
      <div class="empty-actions">
        <Button kind="primary" onClick={() => model.refresh()}>
          Compare Again
        </Button>
        <Button onClick={() => (model.isEditing.value = true)}>Change Groups…</Button>
      </div>
    </EmptyState>
  );
}

function WithoutRequests({ model }: { readonly model: ComparePanelModel }) {
  return (
    <p class="without-requests" role="status">
      <Icon name="info" />
      <span>
        No failed record carries a request id or a trace id, so each record is compared alone.
      </span>
      <Button kind="quiet" onClick={() => (model.isEditing.value = true)}>
        Group by a Field…
      </Button>
    </p>
  );
}

function NothingStored({ connection }: { readonly connection: Connection }) {
  const state = connection.state.value;
  const http = state.kind === "connected" ? state.endpoints["http"] : undefined;
  return (
    <EmptyState icon="git-compare" title="Nothing has been received yet">
      <p>Once requests have come, those that failed are compared here with those that passed.</p>
      {http !== undefined && (
        <Copyable
          text={`OTEL_EXPORTER_OTLP_ENDPOINT=${http}`}
          onCopy={(text) => void connection.host.copy({ text })}
        />
      )}
      <FirstSteps host={connection.host} />
    </EmptyState>
  );
}

function NoDifferences({
  model,
  result,
}: {
  readonly model: ComparePanelModel;
  readonly result: CompareResult;
}) {
  const unit = unitOf(result.by);
  if (result.badRequests === 0) {
    return (
      <EmptyState icon="pass" title={`No ${unit} has failed`}>
        <p>
          No {model.badSeqs.value.length === 0 ? "record" : "selected row"} matches{" "}
          <code>{model.bad.value}</code>
          {result.by === "record" ? "." : `, or those that do belong to no ${unit}.`}
        </p>
        <Button kind="primary" onClick={() => (model.isEditing.value = true)}>
          Change Groups…
        </Button>
      </EmptyState>
    );
  }
  const { tooLittle, badRequests, goodRequests } = result;
  const groups = `${count(badRequests, `failed ${unit}`)} against ${count(goodRequests, `passed ${unit}`)}.`;
  return (
    <EmptyState
      icon="search"
      title={
        tooLittle === undefined ? "Nothing differs beyond chance" : `Too few ${unit}s to compare`
      }
    >
      <p>
        {tooLittle === undefined ? `${groups} ` : ""}
        {footText(result)}
      </p>
      <div class="empty-actions">
        <Button kind="primary" onClick={() => model.refresh()}>
          Compare Again
        </Button>
        {model.hasRoutes.value && model.isOfSameRoute.value && (
          <Button onClick={() => (model.isOfSameRoute.value = false)}>
            Compare with All Routes
          </Button>
        )}
      </div>
    </EmptyState>
  );
}

const tookText = (ms: number) =>
  ms < 100 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;

function Foot({ model }: { readonly model: ComparePanelModel }) {
  const result = model.result.value;
  const failure = model.failure.value;
  const notices = clocksText(result?.clocks ?? []);
  return (
    <footer class="foot">
      {failure !== "" && result !== undefined && <span class="is-loss ellipsis">{failure}</span>}
      {result !== undefined && (
        <span class="ellipsis" role="status">
          {model.isAsking.value
            ? "Comparing…"
            : `computed from ${count(result.records, "record")} in ${tookText(result.tookMs)}`}
        </span>
      )}
      {result?.isCut === true && (
        <span class="ellipsis">there are more requests: these are the newest</span>
      )}
      {notices.length > 0 && <Notices notices={notices} />}
      <span class="grow" />
      <span class="keys ellipsis">
        {(result?.differences.length ?? 0) > 0 && "↑↓ differences · Enter rows · s source · "}
        {model.isAsking.value ? "Esc cancel" : "r again"}
      </span>
    </footer>
  );
}
