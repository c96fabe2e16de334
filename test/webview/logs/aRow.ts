// A log record as the list holds it.

import type { LogJson } from "../../../src/shared/contract/json";

export const aRow = (seq: number, over: Partial<LogJson> = {}): LogJson => ({
  time: new Date(Date.UTC(2026, 10, 22) + seq * 1_000).toISOString(),
  body: `message ${seq}`,
  attributes: {},
  resource: {},
  receiver: "otlp",
  service: "shop",
  severity: "INFO",
  seq,
  ...over,
});

/** Rows of these patterns, apart by commas, one after the other from seq 1; "" is none. */
export const rowsOf = (patterns: string): LogJson[] =>
  patterns.split(",").map((pattern, at) => aRow(at + 1, pattern === "" ? {} : { pattern }));
