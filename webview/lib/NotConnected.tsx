// What a panel shows while there is no collector to ask: why, and what to do about it.

import type { Connection } from "./connection";
import { Button, Copyable, EmptyState } from "./controls";
import { isInEditor } from "./FirstSteps";

export function NotConnected({ connection }: { readonly connection: Connection }) {
  const state = connection.state.value;
  const start = () => void connection.host.startCollector();
  switch (state.kind) {
    case "connected":
      return null;
    case "connecting":
      return <EmptyState icon="sync" title="Connecting to the collector…" />;
    case "stopped":
      return (
        <EmptyState icon="debug-disconnect" title="The collector is not running">
          <p>It receives what your app sends. What was collected before is kept.</p>
          {isInEditor() ? (
            <Button kind="primary" onClick={start}>
              Start Collector
            </Button>
          ) : (
            <Copyable
              text="sidelight serve"
              onCopy={(text) => void connection.host.copy({ text })}
            />
          )}
        </EmptyState>
      );
    case "failed":
      return (
        <EmptyState icon="warning" title="The collector cannot be reached">
          <p>{state.message}</p>
          {isInEditor() && (
            <Button kind="primary" onClick={start}>
              Try Again
            </Button>
          )}
        </EmptyState>
      );
  }
}
