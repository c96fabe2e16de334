// Figures of a collector, as it sends them; a test names what it is about.

import type { ReceiverStats, Stats } from "../../src/shared/contract/stats";

export function someStats(given: Partial<Stats> = {}): Stats {
  return {
    time: "2026-01-01T00:00:00Z",
    uptimeSeconds: 1,
    receivers: [],
    rows: { logs: 0, spans: 0, metrics: 0 },
    series: 0,
    levels: {},
    recordsPerSecond: 0,
    errorsPerSecond: 0,
    queueBytes: 0,
    queueLimitBytes: 1,
    diskBytes: 0,
    diskLimitBytes: 1,
    memoryBytes: 0,
    evicted: {},
    firstSeq: 0,
    lastSeq: 0,
    clients: 1,
    ...given,
  };
}

export function aReceiver(given: Partial<ReceiverStats> = {}): ReceiverStats {
  return {
    receiver: "otlp",
    title: "OpenTelemetry",
    address: "http://127.0.0.1:4318",
    received: 0,
    stored: 0,
    recordsPerSecond: 0,
    dropped: {},
    refused: {},
    leftOut: {},
    ...given,
  };
}
