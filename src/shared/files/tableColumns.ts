// Records as rows of a table, for CSV and Parquet, and back: a column for each field that every record of
// its kind may have; attributes and what else has no fixed shape stand as JSON text in one column.

import type { AnyRecordJson } from "../contract/json";
import type { Signal } from "../record";

export type ColumnType = "text" | "time" | "integer" | "long" | "number" | "json";
export type Cell = string | number | null;

export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
}

const text = (...names: string[]) => names.map((name) => ({ name, type: "text" as const }));
const json = (...names: string[]) => names.map((name) => ({ name, type: "json" as const }));
const number = (...names: string[]) => names.map((name) => ({ name, type: "number" as const }));
const time: TableColumn = { name: "time", type: "time" };
const observedTime: TableColumn = { name: "observedTime", type: "time" };
const source: readonly TableColumn[] = [
  { name: "file", type: "text" },
  { name: "line", type: "integer" },
  { name: "function", type: "text" },
];
const origin: readonly TableColumn[] = [
  ...json("attributes", "resource"),
  ...text("receiver", "run"),
  { name: "seq", type: "long" },
];

/** Names are those of `--json`; `source` is three columns. */
export const tableColumns: Readonly<Record<Signal, readonly TableColumn[]>> = {
  logs: [
    time,
    ...text("severity", "service", "body", "logger", "requestId", "traceId", "spanId"),
    ...source,
    ...text("eventName"),
    ...origin,
    { name: "severityNumber", type: "integer" },
    ...text("severityText", "display"),
    observedTime,
  ],
  spans: [
    time,
    { name: "durationNanos", type: "long" },
    ...text("name", "service", "kind", "status", "statusMessage", "logger"),
    ...text("requestId", "traceId", "spanId", "parentSpanId"),
    ...source,
    ...json("events", "links"),
    ...origin,
  ],
  metrics: [
    time,
    ...text("name", "type", "unit", "service"),
    ...number("value", "total", "count", "sum", "min", "max"),
    { name: "startTime", type: "time" },
    ...json("quantiles", "exemplars", "distribution"),
    ...origin,
  ],
};

/** A record's cells in the order of the columns; null where it has none. JSON is text, a long one is too. */
export function cellsOf(record: AnyRecordJson, columns: readonly TableColumn[]): Cell[] {
  const { source: place, ...fields } = { source: undefined, ...record };
  const all: Readonly<Record<string, unknown>> = { ...fields, ...place };
  return columns.map(({ name, type }) => cellOf(all[name], type));
}

function cellOf(value: unknown, type: ColumnType): Cell {
  if (value === undefined || value === null) return null;
  if (type === "json") return JSON.stringify(value);
  return typeof value === "number" || typeof value === "string" ? value : JSON.stringify(value);
}

/** Which signal's table has these columns, in any order; undefined when it is a table of another program. */
export function signalOfColumns(names: readonly string[]): Signal | undefined {
  for (const signal of ["logs", "spans", "metrics"] as const) {
    const known = new Set(tableColumns[signal].map(({ name }) => name));
    const isOurs = names.every((name) => known.has(name)) && names.includes("attributes");
    const must = { logs: "body", spans: "durationNanos", metrics: "type" }[signal];
    if (isOurs && names.includes(must)) return signal;
  }
  return undefined;
}

/**
 * A row back as the JSON form of a record, unchecked: what is no JSON or no number is left out.
 * `row` holds texts, as CSV does, or values of the columns' types.
 */
export function recordOfRow(
  row: Readonly<Record<string, unknown>>,
  signal: Signal,
): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  const place: Record<string, unknown> = {};
  const names = new Set(source.map(({ name }) => name));
  for (const { name, type } of tableColumns[signal]) {
    const value = valueOfCell(row[name], type);
    if (value === undefined) continue;
    if (names.has(name) && signal !== "metrics") place[name] = value;
    else record[name] = value;
  }
  if (place["file"] !== undefined) record["source"] = place;
  if (signal === "logs") record["body"] ??= ""; // an empty cell is no message, not no log
  return record;
}

function valueOfCell(cell: unknown, type: ColumnType): unknown {
  if (cell === undefined || cell === null || cell === "") return undefined;
  if (type === "json") return typeof cell === "string" ? parsed(cell) : cell;
  if (type === "integer" || type === "number") {
    const value = Number(cell);
    return Number.isFinite(value) ? value : undefined;
  }
  return typeof cell === "bigint" || typeof cell === "number" ? String(cell) : cell;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a cell that someone edited
  }
}
