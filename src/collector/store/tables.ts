// The columns of each table, in the order of schema.sql, and how each comes from a record.
// Absent text ("") and absent numbers are stored as null where the column may be null.

import { distributionToText } from "../../shared/distribution";
import type { Template } from "../../shared/patterns/templates";
import type { LogRecord, MetricPoint, Resource, Series, SpanRecord } from "../../shared/record";
import { nearestTime } from "../../shared/time";

/** `isNullable`: "", 0, 0n and NaN are stored as null. */
export type Column<Record> =
  | { readonly kind: "text"; readonly isNullable: boolean; readonly of: (record: Record) => string }
  | {
      readonly kind: "int64";
      readonly isNullable: boolean;
      readonly of: (record: Record) => bigint;
    }
  /** A whole number below 2^53 in a 64-bit column. */
  | { readonly kind: "seq"; readonly of: (record: Record) => number }
  | {
      readonly kind: "int32";
      readonly isNullable: boolean;
      readonly of: (record: Record) => number;
    }
  | { readonly kind: "uint8"; readonly of: (record: Record) => number }
  | {
      readonly kind: "double";
      readonly isNullable: boolean;
      readonly of: (record: Record) => number;
    };

const text = <R>(of: (record: R) => string): Column<R> => ({ kind: "text", isNullable: false, of });
const optionalText = <R>(of: (record: R) => string): Column<R> => ({
  kind: "text",
  isNullable: true,
  of,
});
const int64 = <R>(of: (record: R) => bigint, isNullable = false): Column<R> => ({
  kind: "int64",
  isNullable,
  of,
});
const time = <R>(of: (record: R) => bigint, isNullable = false): Column<R> =>
  int64((record) => nearestTime(of(record)), isNullable);
const int32 = <R>(of: (record: R) => number, isNullable = false): Column<R> => ({
  kind: "int32",
  isNullable,
  of,
});
const double = <R>(of: (record: R) => number, isNullable = false): Column<R> => ({
  kind: "double",
  isNullable,
  of,
});

export const logColumns = (
  patternIdOf: (log: LogRecord) => number,
): readonly Column<LogRecord>[] => [
  { kind: "seq", of: (r) => r.seq },
  time((r) => r.timeUnixNano),
  time((r) => r.observedTimeUnixNano),
  { kind: "uint8", of: (r) => r.severityNumber },
  optionalText((r) => r.severityText),
  optionalText((r) => r.service),
  optionalText((r) => r.logger),
  text((r) => r.body),
  optionalText((r) => r.display),
  optionalText((r) => r.eventName),
  optionalText((r) => r.traceId),
  optionalText((r) => r.spanId),
  optionalText((r) => r.requestId),
  optionalText((r) => r.file),
  int32((r) => r.line, true),
  optionalText((r) => r.function),
  text((r) => r.attributes),
  int32((r) => r.resource.id),
  text((r) => r.receiver),
  optionalText((r) => r.run),
  int32(patternIdOf, true),
];

export const spanColumns: readonly Column<SpanRecord>[] = [
  { kind: "seq", of: (r) => r.seq },
  time((r) => r.timeUnixNano),
  time((r) => r.observedTimeUnixNano),
  // It ends at a time that is one, too.
  int64((r) => nearestTime(r.timeUnixNano + r.durationNanos) - nearestTime(r.timeUnixNano)),
  text((r) => r.name),
  optionalText((r) => r.kind),
  optionalText((r) => r.status),
  optionalText((r) => r.statusMessage),
  optionalText((r) => r.service),
  optionalText((r) => r.logger),
  optionalText((r) => r.traceId),
  optionalText((r) => r.spanId),
  optionalText((r) => r.parentSpanId),
  optionalText((r) => r.requestId),
  optionalText((r) => r.file),
  int32((r) => r.line, true),
  optionalText((r) => r.function),
  text((r) => r.events),
  text((r) => r.links),
  text((r) => r.attributes),
  int32((r) => r.resource.id),
  text((r) => r.receiver),
  optionalText((r) => r.run),
];

export const pointColumns: readonly Column<MetricPoint>[] = [
  { kind: "seq", of: (r) => r.seq },
  time((r) => r.timeUnixNano),
  time((r) => r.startTimeUnixNano, true),
  int32((r) => r.series.id),
  double((r) => r.value),
  double((r) => r.total),
  double((r) => r.count),
  double((r) => r.sum),
  double((r) => r.min, true),
  double((r) => r.max, true),
  optionalText((r) => (r.distribution === undefined ? "" : distributionToText(r.distribution))),
  optionalText((r) => (r.quantiles.length === 0 ? "" : JSON.stringify(r.quantiles))),
  text((r) => r.exemplars),
];

export const resourceColumns: readonly Column<Resource>[] = [
  int32((r) => r.id),
  text((r) => r.service),
  text((r) => r.run),
  text((r) => r.attributes),
];

export const seriesColumns: readonly Column<Series>[] = [
  int32((r) => r.id),
  text((r) => r.name),
  text((r) => r.type),
  optionalText((r) => r.unit),
  optionalText((r) => r.description),
  optionalText((r) => r.service),
  text((r) => r.attributes),
  int32((r) => r.resource.id),
  text((r) => r.receiver),
  optionalText((r) => r.run),
];

export const patternColumns: readonly Column<Template>[] = [
  int32((t) => t.number),
  text((t) => t.text),
  optionalText((t) => (t.places === undefined ? "" : JSON.stringify(t.places))),
  int64((t) => t.firstSeenNanos),
];

export const tableNames = ["resources", "series", "patterns", "logs", "spans", "points"] as const;
export type TableName = (typeof tableNames)[number];
