// The one contract of the collector: panels, host, command line and browser page all speak it,
// as JSON-RPC 2.0 over a WebSocket at /control. Resources, not screens.
// Every failure is an RpcError (rpc.ts); a wrong query is `QueryError` with its position.

import type { CompareQuery, CompareResult } from "./compare";
import type { ExportDone, ExportProgress, ExportQuery } from "./exports";
import type { FieldInfo, FieldsProgress, FieldsQuery, ValueCount, ValuesQuery } from "./fields";
import type { GroupChart, GroupChartQuery } from "./groupChart";
import type { GroupQuery, GroupRow, GroupTotals, GroupTotalsQuery } from "./groups";
import type { HistogramQuery, HistogramResult } from "./histogram";
import type { AnyRecordJson } from "./json";
import type { ChartData, ChartQuery, SeriesInfo, SeriesQuery } from "./metrics";
import type { PatternList, PatternsQuery } from "./patterns";
import type { RequestInfo, RequestsQuery, TimelineData } from "./requests";
import type { RecordKey, RowIndex, RowPage, RowQuery } from "./rows";
import type { Selection } from "./selection";
import type { Refusal, ServiceInfo, Stats } from "./stats";
import type { TailBatch, TailQuery, TailStarted } from "./tail";

export interface CollectorApi {
  hello(): Promise<Hello>;
  /** Where one browser gets in once, within a minute: other users see the address that a program is started with. */
  pageAddress(): Promise<string>;
  stats(): Promise<Stats>;

  /** One page of matching records, newest or oldest first, by keyset on `seq`. */
  rows(query: RowQuery): Promise<RowPage>;
  /** One record, uncut; undefined when it is gone. */
  record(key: RecordKey): Promise<AnyRecordJson | undefined>;
  /** How many match, and where they lie along `seq`, so that a list can map its scroll bar exactly. */
  rowIndex(query: Selection): Promise<RowIndex>;
  histogram(query: HistogramQuery): Promise<HistogramResult>;
  groups(query: GroupQuery): Promise<GroupRow[]>;
  /** How many groups there are: asked where a list of them was cut. */
  groupTotals(query: GroupTotalsQuery): Promise<GroupTotals>;
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
