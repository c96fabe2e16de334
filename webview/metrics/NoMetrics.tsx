// No series: none matches the search, or none was ever sent.

import type { Connection } from "../lib/connection";
import { Button, Copyable, EmptyState } from "../lib/controls";
import { FirstSteps } from "../lib/FirstSteps";
import type { MetricsPanelModel } from "./model";

export interface NoMetricsProps {
  readonly model: MetricsPanelModel;
  readonly connection: Connection;
}

export function NoMetrics({ model, connection }: NoMetricsProps) {
  if (model.query.value.trim() !== "") {
    return (
      <EmptyState icon="search" title="No metric matches">
        <p>
          A word is part of a name; <code>name:fetch.*</code>, <code>type:counter</code>,{" "}
          <code>service:web</code> and any tag (<code>worker:w7</code>) narrow it down.
        </p>
        <Button kind="primary" onClick={() => model.setQuery("")}>
          Show All Metrics
        </Button>
      </EmptyState>
    );
  }
  const state = connection.state.value;
  const endpoints = state.kind === "connected" ? state.endpoints : {};
  const onCopy = (text: string) => void connection.host.copy({ text });
  return (
    <EmptyState icon="graph-line" title="No metric has been received yet">
      {endpoints["statsd"] !== undefined && (
        <p>
          statsd or DogStatsD over UDP: <Copyable text={endpoints["statsd"]} onCopy={onCopy} />
        </p>
      )}
      {endpoints["http"] !== undefined && (
        <p>
          OpenTelemetry:{" "}
          <Copyable text={`OTEL_EXPORTER_OTLP_ENDPOINT=${endpoints["http"]}`} onCopy={onCopy} />
        </p>
      )}
      <FirstSteps host={connection.host} />
    </EmptyState>
  );
}
