// Rows of the tables → records, for the reads that answer with whole records. Null is absent text ("") or
// number (0, NaN), as in the record model.

import { distributionFromText } from "../../../shared/distribution";
import type {
  LogRecord,
  MetricPoint,
  MetricType,
  Quantile,
  Resource,
  SpanKind,
  SpanRecord,
  SpanStatus,
} from "../../../shared/record";

interface ResourceColumns {
  readonly resource_id: number;
  readonly resource_service: string | null;
  readonly resource_attributes: string | null;
  readonly resource_run: string | null;
}

interface CommonColumns extends ResourceColumns {
  readonly seq: bigint;
  readonly time_unix_nano: bigint;
  readonly observed_time_unix_nano: bigint;
  readonly service: string | null;
  readonly logger: string | null;
  readonly trace_id: string | null;
  readonly span_id: string | null;
  readonly request_id: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly function: string | null;
  readonly attributes: string;
  readonly receiver: string;
  readonly run: string | null;
}

/** `select logs.*, resource_service, … from logs left join resources` */
export interface LogRow extends CommonColumns {
  readonly severity_number: number;
  readonly severity_text: string | null;
  readonly body: string;
  readonly display: string | null;
  readonly event_name: string | null;
  /** Null of records that were stored before there were patterns. */
  readonly pattern_id: number | null;
}

export interface SpanRow extends CommonColumns {
  readonly duration_nanos: bigint;
  readonly name: string;
  readonly kind: SpanKind | null;
  readonly status: SpanStatus | null;
  readonly status_message: string | null;
  readonly parent_span_id: string | null;
  readonly events: string;
  readonly links: string;
}

/** A row of points with the columns of its series. */
export interface PointRow extends ResourceColumns {
  readonly seq: bigint;
  readonly time_unix_nano: bigint;
  readonly start_time_unix_nano: bigint | null;
  readonly value: number;
  readonly total: number;
  readonly count: number;
  readonly sum: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly distribution: string | null;
  readonly quantiles: string | null;
  readonly exemplars: string;
  readonly series_id: number;
  readonly name: string;
  readonly type: MetricType;
  readonly unit: string | null;
  readonly description: string | null;
  readonly service: string | null;
  readonly attributes: string;
  readonly receiver: string;
  readonly run: string | null;
}

export function toLog(row: LogRow): LogRecord {
  return {
    ...commonOf(row),
    severityNumber: row.severity_number,
    severityText: row.severity_text ?? "",
    body: row.body,
    display: row.display ?? "",
    eventName: row.event_name ?? "",
  };
}

export function toSpan(row: SpanRow): SpanRecord {
  return {
    ...commonOf(row),
    durationNanos: row.duration_nanos,
    name: row.name,
    kind: row.kind ?? "",
    status: row.status ?? "",
    statusMessage: row.status_message ?? "",
    parentSpanId: row.parent_span_id ?? "",
    events: row.events,
    links: row.links,
  };
}

export function toPoint(row: PointRow): MetricPoint {
  return {
    seq: Number(row.seq),
    timeUnixNano: row.time_unix_nano,
    startTimeUnixNano: row.start_time_unix_nano ?? 0n,
    series: {
      id: row.series_id,
      name: row.name,
      type: row.type,
      unit: row.unit ?? "",
      description: row.description ?? "",
      service: row.service ?? "",
      attributes: row.attributes,
      resource: resourceOf(row),
      receiver: row.receiver,
      run: row.run ?? "",
    },
    value: row.value,
    total: row.total,
    count: row.count,
    sum: row.sum,
    min: row.min ?? NaN,
    max: row.max ?? NaN,
    distribution: row.distribution === null ? undefined : distributionFromText(row.distribution),
    quantiles: quantilesOf(row.quantiles),
    exemplars: row.exemplars,
  };
}

function commonOf(row: CommonColumns) {
  return {
    seq: Number(row.seq),
    timeUnixNano: row.time_unix_nano,
    observedTimeUnixNano: row.observed_time_unix_nano,
    service: row.service ?? "",
    logger: row.logger ?? "",
    traceId: row.trace_id ?? "",
    spanId: row.span_id ?? "",
    requestId: row.request_id ?? "",
    file: row.file ?? "",
    line: row.line ?? 0,
    function: row.function ?? "",
    attributes: row.attributes,
    resource: resourceOf(row),
    receiver: row.receiver,
    run: row.run ?? "",
  };
}

function resourceOf(row: ResourceColumns): Resource {
  return {
    id: row.resource_id,
    service: row.resource_service ?? "",
    attributes: row.resource_attributes ?? "{}",
    run: row.resource_run ?? "",
  };
}

/** The store wrote it; a shape of another kind is no quantile. */
function quantilesOf(text: string | null): Quantile[] {
  if (text === null) return [];
  const parsed: unknown = JSON.parse(text);
  return Array.isArray(parsed) ? parsed.filter(isQuantile) : [];
}

const isQuantile = (value: unknown): value is Quantile =>
  typeof value === "object" &&
  value !== null &&
  "q" in value &&
  "value" in value &&
  typeof value.q === "number" &&
  typeof value.value === "number";
