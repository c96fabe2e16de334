// The one contract of the collector: panels, host, command line and browser page all speak it,
// as JSON-RPC 2.0 over a WebSocket at /control. Resources, not screens.
// Every failure is an RpcError (rpc.ts); a wrong query is `QueryError` with its position.

import type { Ranking } from "../compare/model";
import type { MetricType, Signal } from "../record";
import type { Selection } from "./selection";
import type { SeverityName } from "../severity";
import type { ExportDone, ExportProgress, ExportQuery } from "./exports";
import type { GroupChart, GroupChartQuery } from "./groupChart";
import type { AnyRecordJson, Attributes, LogJson, MetricPointJson, SpanJson } from "./json";
import type { PatternList, PatternsQuery } from "./patterns";

export interface CollectorApi {
  hello(): Promise<Hello>;
  stats(): Promise<Stats>;

  /** One page of matching records, newest or oldest first, by keyset on `seq`. */
  rows(query: RowQuery): Promise<RowPage>;
  /** One record, uncut; undefined when it is gone. */
  record(key: RecordKey): Promise<AnyRecordJson | undefined>;
  /** How many match, and where they lie along `seq`, so that a list can map its scroll bar exactly. */
  rowIndex(query: Selection): Promise<RowIndex>;
  histogram(query: HistogramQuery): Promise<HistogramResult>;
  groups(query: GroupQuery): Promise<GroupRow[]>;
  /** The same over time, for the groups with the largest values. */
  groupChart(query: GroupChartQuery): Promise<GroupChart>;
  /** Fields really seen among all matching records, or the newest, with shares and top values. */
  fields(query: FieldsQuery): Promise<FieldInfo[]>;
  /** Values of one field, most frequent first; for completion. */
  values(query: ValuesQuery): Promise<ValueCount[]>;
  /** What the matching log messages are cases of, most frequent first. */
  patterns(query: PatternsQuery): Promise<PatternList>;

  /**
   * Writes what matches to a file on this machine, oldest first and uncut. `exportProgress` says how far it
   * is; cancelled or failed, it leaves nothing.
   */
  exportFile(query: ExportQuery): Promise<ExportDone>;

  /** Everything of one request, by request id, trace id or span id. */
  timeline(query: { readonly id: string }): Promise<TimelineData>;
  /** Recent requests, newest first: traces and request ids that were seen. */
  requests(query: RequestsQuery): Promise<RequestInfo[]>;
  services(): Promise<ServiceInfo[]>;
  /** Why do these fail: what sets requests with a bad record apart from the others, ranked. */
  compare(query: CompareQuery): Promise<CompareResult>;

  /** Metric series with their latest values; `query` is over name, type, service and attributes. */
  series(query: SeriesQuery): Promise<SeriesInfo[]>;
  chart(query: ChartQuery): Promise<ChartData>;

  /** Starts a live tail; batches come as `rows` events until `untail` or the socket closes. */
  tail(query: TailQuery): Promise<TailStarted>;
  untail(query: { readonly subscription: number }): Promise<void>;
  /** Turns the `stats` event (one a second) on or off for this connection. */
  watchStats(query: { readonly isOn: boolean }): Promise<void>;

  /** Payloads that a receiver could not read, newest first (a bounded ring for each receiver). */
  refusals(query: { readonly receiver?: string; readonly reason?: string }): Promise<Refusal[]>;
  followFile(query: { readonly path: string; readonly service?: string }): Promise<void>;
  unfollowFile(query: { readonly path: string }): Promise<void>;
  /** Deletes everything stored. */
  deleteAll(): Promise<void>;
  /** Flushes, then ends the process. */
  shutdown(): Promise<void>;
}

/** Sent by the collector without being asked. */
export interface CollectorEvents {
  rows(batch: TailBatch): void;
  stats(stats: Stats): void;
  exportProgress(progress: ExportProgress): void;
  fieldsProgress(progress: FieldsProgress): void;
}

export interface Hello {
  readonly version: string;
  /** Raised when this contract changes incompatibly; a client of another one says so and stops. */
  readonly protocol: number;
  readonly pid: number;
  readonly startTime: string;
  readonly endpoints: Endpoints;
  readonly ui: string;
  readonly dataPath: string;
}
export const controlProtocol = 1;

/** Addresses by listener: "http" is a URL, the others "127.0.0.1:port". Off listeners are left out. */
export type Endpoints = Readonly<Record<string, string>>;

export type { Selection } from "./selection";

export interface RowQuery extends Selection {
  /** Exclusive keyset bounds. */
  readonly afterSeq?: number;
  readonly beforeSeq?: number;
  readonly order: "newest" | "oldest";
  /** 1..1000 */
  readonly limit: number;
}
export interface RowPage {
  /** In the order asked for. */
  readonly rows: readonly AnyRecordJson[];
  /** False when the last matching record in that direction is among them. */
  readonly hasMore: boolean;
}
export interface RecordKey {
  readonly signal: Signal;
  readonly seq: number;
}
export interface RowIndex {
  readonly total: number;
  /** Ascending by seq; counts sum to `total`. At most 512. Empty buckets are left out. */
  readonly buckets: readonly {
    readonly fromSeq: number;
    readonly toSeq: number;
    readonly count: number;
  }[];
}

export interface HistogramQuery extends Selection {
  /** Width of a bar; or `bars` for a width chosen from round ones that gives at most so many. */
  readonly intervalNanos?: string;
  readonly bars?: number;
  /** Split by this field ("level" by default for logs). */
  readonly by?: string;
}
export interface HistogramResult {
  readonly intervalNanos: string;
  readonly total: number;
  readonly bars: readonly HistogramBar[];
}
export interface HistogramBar {
  readonly time: string;
  readonly count: number;
  readonly by: Readonly<Record<string, number>>;
}

export interface GroupQuery extends Selection {
  readonly by: readonly string[];
  /** "count()", "avg(took_ms)", "p95(duration)", "distinct(user)", "rate()", … count() by default. */
  readonly aggregate?: string;
  /** Several figures at once, instead of `aggregate`; at most 16. */
  readonly aggregates?: readonly string[];
  /** What the groups are ordered by: the first figure, the largest first, by default. */
  readonly order?: GroupOrder;
  readonly limit?: number;
}
export interface GroupOrder {
  /** One of `by`, or one of the aggregates. Groups without it come last. */
  readonly of: string;
  readonly isAscending: boolean;
}
export interface GroupRow {
  readonly group: Readonly<Record<string, string | number | null>>;
  /** The first figure. */
  readonly value: number | null;
  /** One for each of `aggregates`, where these were asked for. */
  readonly values?: readonly (number | null)[];
}

export interface FieldsQuery extends Selection {
  readonly topValues?: number;
  /** Look at the newest matches only, so many at most (50,000 and less), for an answer at once. */
  readonly newest?: number;
  /** Named by the caller: `fieldsProgress` brings each field of all matches as soon as it is known. */
  readonly job?: number;
}
export interface FieldsProgress {
  readonly job: number;
  /** Matching records. */
  readonly total: number;
  /** Fields looked at, of how many there may be. */
  readonly done: number;
  readonly of: number;
  /** What is new; fields that no record has are left out. */
  readonly fields: readonly FieldInfo[];
}
export interface FieldInfo {
  readonly name: string;
  readonly type: "string" | "number" | "boolean" | "mixed";
  /** Records that have it, of `total` that were looked at. */
  readonly count: number;
  readonly total: number;
  readonly distinct: number;
  readonly top: readonly ValueCount[];
  readonly stats?: NumberStats;
}
export interface NumberStats {
  readonly min: number;
  readonly max: number;
  readonly avg: number;
  readonly stddev: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}
export interface ValuesQuery extends Selection {
  readonly field: string;
  readonly prefix?: string;
  readonly limit?: number;
}
export interface ValueCount {
  readonly value: string;
  readonly count: number;
}

export interface TimelineData {
  readonly id: string;
  readonly traceIds: readonly string[];
  readonly requestIds: readonly string[];
  /** Ascending by time. */
  readonly spans: readonly SpanJson[];
  readonly logs: readonly LogJson[];
  /** Metric points whose exemplars or attributes carry one of the ids. */
  readonly points: readonly MetricPointJson[];
  /** True when a bound cut the result. */
  readonly isCut: boolean;
}
export interface RequestsQuery {
  readonly limit: number;
  readonly isFailedOnly?: boolean;
}
export interface RequestInfo {
  /** What `timeline` takes. */
  readonly id: string;
  readonly kind: "trace" | "request";
  /** Name of the root span, else the first message. */
  readonly name: string;
  readonly service: string;
  readonly services: readonly string[];
  readonly time: string;
  readonly durationNanos: string;
  readonly isFailed: boolean;
  readonly spanCount: number;
  readonly logCount: number;
  readonly errorCount: number;
}
export interface ServiceInfo {
  readonly name: string;
  readonly logs: number;
  readonly spans: number;
  readonly points: number;
  readonly errors: number;
  readonly lastTime: string;
}

/** Queries are asked of logs and of spans; a request is in a group when one of its records matches. */
export interface CompareQuery {
  readonly bad: string;
  /** Requests that match both are bad ones. */
  readonly good: string;
  /** Only requests with a record that matches this. */
  readonly within?: string;
  /**
   * Only good requests that set out like one of the bad ones: with the same first span or message. Of no
   * meaning unless records are grouped by request or by trace.
   */
  readonly isOfSameRoute?: boolean;
  /**
   * Which records belong together: those of a "request" (by request ids and trace ids; the default), of a
   * "trace", with the same value of a field ("session.id"), or each "record" alone.
   */
  readonly by?: string;
  /** Bounds of the matching records' time, as in a Selection. */
  readonly from?: string;
  readonly to?: string;
}
export interface CompareResult extends Ranking {
  readonly by: string;
  /** What the bad requests set out to do, the most frequent first; at most ten. */
  readonly routes: readonly string[];
  /** True when a group had more requests than are compared, or these more records; the newest are. */
  readonly isCut: boolean;
  readonly tookMs: number;
}

export interface SeriesQuery {
  readonly query: string;
  readonly limit?: number;
}
export interface SeriesInfo {
  readonly id: number;
  readonly name: string;
  readonly type: MetricType;
  readonly unit?: string;
  readonly description?: string;
  readonly service?: string;
  readonly attributes: Attributes;
  readonly receiver: string;
  readonly lastTime: string;
  /** Its latest point, with the latest exemplars that it had. */
  readonly last: MetricPointJson;
}
export interface ChartQuery {
  readonly series: readonly number[];
  readonly from: string;
  readonly to: string;
  /** Points a line at most; chosen from the width in pixels. */
  readonly maxPoints: number;
  /** Merge all series into one line (sum of counters, merged histograms, mean of gauges), or by attribute or "service". */
  readonly by?: string;
}
export interface ChartData {
  readonly stepNanos: string;
  readonly lines: readonly ChartLine[];
}
export interface ChartLine {
  /** Value of `by`, or the series' distinguishing attributes. */
  readonly label: string;
  readonly type: MetricType;
  /** Epoch milliseconds, ascending. */
  readonly timesMs: readonly number[];
  /** counter: per second; gauge: mean; histogram: count per second. NaN travels as null. */
  readonly values: readonly (number | null)[];
  /** For histograms and summaries. */
  readonly p50?: readonly (number | null)[];
  readonly p95?: readonly (number | null)[];
  readonly p99?: readonly (number | null)[];
  /** Over the whole range: counter: increase; histogram: samples. */
  readonly total: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly last: number | null;
}

export interface TailQuery {
  readonly signal: Signal;
  readonly query: string;
  /** Rows a batch at most (1..500); of more only the newest are sent and the rest is counted. */
  readonly maxRows: number;
}
export interface TailStarted {
  readonly subscription: number;
  /** Records up to here are in the store; every later match is in a batch. */
  readonly seq: number;
}
export interface TailBatch {
  readonly subscription: number;
  /** Ascending by seq. */
  readonly rows: readonly AnyRecordJson[];
  /** Matches since the last batch, `rows` included. */
  readonly matched: number;
  /** Matches that were not sent, because there were more than `maxRows`: they are in the store. */
  readonly spared: number;
  readonly lastSeq: number;
}

export interface Stats {
  readonly time: string;
  readonly uptimeSeconds: number;
  readonly receivers: readonly ReceiverStats[];
  /** Rows in the store by signal. */
  readonly rows: Readonly<Record<Signal, number>>;
  readonly series: number;
  /** By severity of the logs since the start of the collector. */
  readonly levels: Readonly<Partial<Record<SeverityName, number>>>;
  readonly recordsPerSecond: number;
  readonly errorsPerSecond: number;
  /** Bytes waiting to be committed, and the bound. */
  readonly queueBytes: number;
  readonly queueLimitBytes: number;
  readonly diskBytes: number;
  readonly diskLimitBytes: number;
  readonly memoryBytes: number;
  /** Records deleted by retention since the start, by reason. */
  readonly evicted: Readonly<Record<string, number>>;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Clients attached now. */
  readonly clients: number;
  /** How often the store's thread died and was started again, since the start. */
  readonly restarts?: number;
  /** Set while something needs the user: disk full, store locked, … */
  readonly problem?: string;
}
export interface ReceiverStats {
  readonly receiver: string;
  readonly title: string;
  /** Where apps send to: URL or "127.0.0.1:port"; "" while it does not listen. */
  readonly address: string;
  readonly received: number;
  readonly stored: number;
  readonly recordsPerSecond: number;
  /** Records lost or refused, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Payload-level refusals and things kept but shortened, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** Not kept on purpose, by reason: heartbeats, what came twice, a client library's telemetry of itself. */
  readonly leftOut: Readonly<Record<string, number>>;
  readonly lastTime?: string;
  /** Why it does not listen, where it should. */
  readonly problem?: string;
  /** What it asks itself, where it does (Prometheus). */
  readonly targets?: readonly TargetStats[];
}
/** An address that is scraped. */
export interface TargetStats {
  readonly name: string;
  readonly address: string;
  readonly isUp: boolean;
  /** Of the last scrape. */
  readonly samples: number;
  readonly lastTime?: string;
  /** What went wrong the last time, as the end of a sentence about the target: "refuses the connection". */
  readonly lastError?: string;
}
export interface Refusal {
  readonly time: string;
  readonly receiver: string;
  readonly reason: string;
  readonly sizeBytes: number;
  /** The first KiB, as text where it is text, else hex. */
  readonly sample: string;
  readonly isText: boolean;
  /** The same bytes, as they came. */
  readonly base64: string;
}
