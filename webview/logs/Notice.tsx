// One line above the rows while something is not as it should be: not connected, cleared, or failed.

import "./notice.css";
import { Button, Icon } from "../lib/controls";
import type { LogsModel } from "./model";

export function Notice({ model }: { readonly model: LogsModel }) {
  const { state } = model;
  const hasRows = model.list.total > 0;
  if (state.kind !== "connected" && hasRows) {
    const isConnecting = state.kind === "connecting";
    return (
      <div class="notice" role="status">
        <Icon name="debug-disconnect" />
        <span class="grow">
          {isConnecting
            ? "Connecting to the collector…"
            : state.kind === "failed"
              ? state.message
              : "The collector is not running: these rows are from before, new ones are not received."}
        </span>
        {!isConnecting && model.canOpenSource.value && (
          <Button kind="primary" onClick={() => model.outside.startCollector()}>
            {state.kind === "failed" ? "Try Again" : "Start Collector"}
          </Button>
        )}
      </div>
    );
  }
  const problem = model.failure.value !== "" ? model.failure.value : model.stats.value?.problem;
  if (problem !== undefined && problem !== "") {
    return (
      <div class="notice is-problem" role="alert">
        <Icon name="warning" />
        <span class="grow">{problem}</span>
        <Button
          kind="quiet"
          icon="close"
          tip="Dismiss"
          onClick={() => (model.failure.value = "")}
        />
      </div>
    );
  }
  if (model.sinceSeq.value > 0 && hasRows) {
    return (
      <div class="notice" role="status">
        <Icon name="clear-all" />
        <span class="grow">Cleared: only what arrived since is shown.</span>
        <Button onClick={() => model.unclear()}>Show All</Button>
      </div>
    );
  }
  return null;
}
