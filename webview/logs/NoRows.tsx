// No rows: because nothing is received yet, because nothing matches, or because the collector is away. Each
// says what to do next, with the real addresses to copy.

import "./noRows.css";
import { Button, Copyable, EmptyState } from "../lib/controls";
import { FirstSteps } from "../lib/FirstSteps";
import { countOf } from "../lib/format";
import type { LogsModel } from "./model";
import { isOpenEnded } from "./selection";

export function NoRows({ model }: { readonly model: LogsModel }) {
  const { state } = model;
  if (state.kind === "stopped" || state.kind === "failed") return <NotConnected model={model} />;
  if (state.kind === "connecting" || !model.hasLoaded.value) {
    return <EmptyState icon="loading codicon-modifier-spin" title="Connecting to the collector…" />;
  }
  const stored = model.stats.value?.rows.logs ?? 0;
  if (stored === 0) return <NothingReceived model={model} endpoints={state.endpoints} />;
  if (model.sinceSeq.value > 0 && model.query.value === "") {
    return (
      <EmptyState icon="clear-all" title="Waiting for new records">
        <p>Cleared: rows appear here as they arrive.</p>
        <Button onClick={() => model.unclear()}>Show What Was Cleared</Button>
      </EmptyState>
    );
  }
  return <NothingMatches model={model} stored={stored} />;
}

function NothingReceived(props: {
  readonly model: LogsModel;
  readonly endpoints: Readonly<Record<string, string>>;
}) {
  const { model, endpoints } = props;
  const http = endpoints["http"];
  const copy = (text: string) => model.outside.copy(text);
  return (
    <EmptyState icon="output" title="Listening. No logs yet.">
      <p>Start your app by Sidelight in a terminal, or point it here:</p>
      <Copyable text="sidelight run -- npm run dev" onCopy={copy} />
      {http !== undefined && (
        <Copyable text={`OTEL_EXPORTER_OTLP_ENDPOINT=${http}`} onCopy={copy} />
      )}
      <dl class="addresses">
        {Object.entries(endpoints).map(([name, address]) => (
          <div key={name}>
            <dt>{endpointTitles[name] ?? name}</dt>
            <dd>
              <Copyable text={address} onCopy={copy} />
            </dd>
          </div>
        ))}
      </dl>
      <FirstSteps host={model.outside.host} />
    </EmptyState>
  );
}

const endpointTitles: Readonly<Record<string, string>> = {
  http: "OTLP/HTTP",
  grpc: "OTLP/gRPC",
  statsd: "StatsD",
  syslog: "Syslog",
  gelf: "GELF",
  fluent: "Fluentd",
};

function NothingMatches({ model, stored }: { readonly model: LogsModel; readonly stored: number }) {
  const meant = model.meant.found.value;
  return (
    <EmptyState icon="search" title="No rows match">
      <p>{countOf(stored, "log record")} are stored.</p>
      {meant.length > 0 && (
        <div class="meant" role="group" aria-label="Perhaps meant">
          <p>Perhaps you meant:</p>
          {meant.map(({ query, count }) => (
            <Button
              key={query}
              class="meant-query"
              onClick={() => {
                model.search(query);
                model.remember(query);
              }}
            >
              <span class="code ellipsis">{query}</span>{" "}
              <span class="dim">{countOf(count, "row")}</span>
            </Button>
          ))}
        </div>
      )}
      <div class="empty-actions">
        <Button onClick={() => model.resetFilters()}>Reset Filters</Button>
        {!isOpenEnded(model.range.value) && (
          <Button onClick={() => model.zoom({ kind: "all" })}>All Time</Button>
        )}
      </div>
    </EmptyState>
  );
}

export function NotConnected({ model }: { readonly model: LogsModel }) {
  const { state } = model;
  const canStart = model.canOpenSource.value;
  return (
    <EmptyState
      icon="debug-disconnect"
      title={
        state.kind === "failed" ? "The collector cannot be reached" : "The collector is not running"
      }
    >
      <p>
        {state.kind === "failed"
          ? state.message
          : canStart
            ? "What your app sends is not received until it runs."
            : "Start it with “sidelight serve”; this page connects by itself."}
      </p>
      {canStart ? (
        <Button kind="primary" onClick={() => model.outside.startCollector()}>
          {state.kind === "failed" ? "Try Again" : "Start Collector"}
        </Button>
      ) : (
        <Copyable text="sidelight serve" onCopy={(text) => model.outside.copy(text)} />
      )}
    </EmptyState>
  );
}
