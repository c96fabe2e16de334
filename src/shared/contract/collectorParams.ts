// What each call of the collector's contract may be given. The compiler holds it against CollectorApi.

import type { CollectorApi } from "./collectorApi";
import { exportFormats } from "./exports";
import {
  flag,
  list,
  nothing,
  oneOf,
  optional,
  properties,
  size,
  text,
  whole,
  type Decode,
} from "./params";
import type { GroupOrder } from "./groups";
import { patternOrders } from "./patterns";
import { mostSeqs, type Selection } from "./selection";
import type { ExportRequest } from "./exports";
import type { ZoneOffset } from "../zoneOffsets";

/** Queries say themselves that they are too long (10,000 characters), with the position; this is for the rest of a frame. */
const query = text(100_000);
/** RFC 3339 or nanoseconds. */
const time = text(100);
/** Fields have names of at most 256 characters (a figure has a function around one), services and the like less. */
const name = text(1000);
/** The longest that any system has. */
const path = text(32_767);
/** Fields to group by or to export: what a person picks. */
const names = list(name, 1000);
/** A panel shows some tens of series. */
const mostSeries = 10_000;
/** A zone that changes twice a year has them for five centuries. */
const mostOffsets = 1000;
const zone = optional(list(properties<ZoneOffset>({ fromMs: whole, minutes: whole }), mostOffsets));

const signal = oneOf("logs", "spans", "metrics");
const seqs = list(whole, mostSeqs);
const selectionOfAny = {
  query,
  from: optional(time),
  to: optional(time),
  sinceSeq: optional(whole),
  untilSeq: optional(whole),
  seqs: optional(seqs),
};
const selection = { signal, ...selectionOfAny };
const exportRequest = {
  ...selection,
  format: oneOf(...exportFormats),
  columns: optional(names),
  limit: optional(size),
};

/** Of the browser page's downloads, too. */
export const decodeExportRequest: Decode<ExportRequest> = properties<ExportRequest>(exportRequest);

type ParamsOf<Api> = {
  readonly [Name in keyof Api]: Api[Name] extends (...params: infer Params) => unknown
    ? Params extends readonly [infer Only]
      ? Decode<Only>
      : Decode<undefined>
    : never;
};

type Of<Name extends keyof CollectorApi> = Parameters<CollectorApi[Name]>[0] & object;

export const collectorParams: ParamsOf<CollectorApi> = {
  hello: nothing,
  pageAddress: nothing,
  stats: nothing,
  rows: properties<Of<"rows">>({
    ...selection,
    afterSeq: optional(whole),
    beforeSeq: optional(whole),
    order: oneOf("newest", "oldest"),
    limit: size,
  }),
  record: properties<Of<"record">>({ signal, seq: whole }),
  rowIndex: properties<Selection>(selection),
  histogram: properties<Of<"histogram">>({
    ...selection,
    intervalNanos: optional(time),
    bars: optional(size),
    zone,
    by: optional(name),
  }),
  groups: properties<Of<"groups">>({
    ...selection,
    by: names,
    aggregate: optional(name),
    aggregates: optional(names),
    order: optional(properties<GroupOrder>({ of: name, isAscending: flag })),
    limit: optional(size),
  }),
  groupTotals: properties<Of<"groupTotals">>({ ...selection, by: names }),
  groupChart: properties<Of<"groupChart">>({
    ...selection,
    by: names,
    aggregate: optional(name),
    bars: optional(size),
    zone,
    lines: optional(size),
  }),
  fields: properties<Of<"fields">>({
    ...selection,
    topValues: optional(size),
    newest: optional(size),
    job: optional(whole),
  }),
  values: properties<Of<"values">>({
    ...selection,
    field: name,
    prefix: optional(query),
    limit: optional(size),
  }),
  patterns: properties<Of<"patterns">>({
    ...selectionOfAny,
    bars: optional(size),
    limit: optional(size),
    order: optional(oneOf(...patternOrders)),
    newSince: optional(time),
    values: optional(size),
  }),
  exportFile: properties<Of<"exportFile">>({ ...exportRequest, path, job: whole }),
  timeline: properties<Of<"timeline">>({ id: name }),
  requests: properties<Of<"requests">>({ limit: size, isFailedOnly: optional(flag) }),
  services: nothing,
  compare: properties<Of<"compare">>({
    bad: query,
    badSeqs: optional(seqs),
    good: query,
    within: optional(query),
    isOfSameRoute: optional(flag),
    by: optional(name),
    from: optional(time),
    to: optional(time),
  }),
  series: properties<Of<"series">>({ query, limit: optional(size) }),
  chart: properties<Of<"chart">>({
    series: list(whole, mostSeries),
    from: time,
    to: time,
    maxPoints: size,
    by: optional(name),
  }),
  tail: properties<Of<"tail">>({ signal, query, maxRows: size }),
  untail: properties<Of<"untail">>({ subscription: whole }),
  watchStats: properties<Of<"watchStats">>({ isOn: flag }),
  refusals: properties<Of<"refusals">>({ receiver: optional(name), reason: optional(name) }),
  followFile: properties<Of<"followFile">>({ path, service: optional(name) }),
  unfollowFile: properties<Of<"unfollowFile">>({ path }),
  deleteAll: nothing,
  shutdown: nothing,
};
