// One item of an envelope → records. What Sidelight does not keep is counted under a reason that says so.

import { createHash } from "node:crypto";
import type { LogRecord, MetricPoint, SpanRecord } from "../../../shared/record";
import { isPlainObject, parseJson } from "../../pipeline/parseJson";
import type { EnvelopeItem } from "./envelope";
import { eventRecord } from "./event";
import { logRecord } from "./logs";
import { metricPoints } from "./metrics";
import { checkInRecord, clientReportRecords, feedbackRecord } from "./notes";
import type { Fruitless, RecordMaker } from "./recordMaker";
import { resourceOfEvent } from "./resource";
import { singleSpan, streamedSpan, transactionSpans } from "./spans";
import { type Json, textOf } from "../../pipeline/jsonShapes";

export interface Records {
  readonly logs: LogRecord[];
  readonly spans: SpanRecord[];
  readonly points: MetricPoint[];
}

/** By which address an item came. */
export type Way = "dsn" | "spotlight";

export interface ReadItem {
  readonly type: string;
  readonly payload: Json;
  /** What it is remembered by; "" when it cannot be told from another like it. */
  readonly id: string;
  /** What the same item is remembered by if it came before. */
  readonly sameAs: string;
}

/** Told of what is not kept: the reason it is counted by, and whether it is left out on purpose. */
export type OnSkip = (reason: string, payload: Uint8Array, isOnPurpose: boolean) => void;

/** Kinds that are about the SDK or for a service: left out by choice. */
const leftOut = new Set(
  `session sessions profile profile_chunk replay_event replay_recording replay_video statsd metric_buckets
  nel`.split(/\s+/),
);
const kept = new Set(
  "event transaction security feedback user_report log span trace_metric check_in client_report".split(
    " ",
  ),
);
/** Records of one container; SDKs gather at most 100 logs and 1000 spans. */
const maxContained = 10_000;

/** The item's JSON; undefined when it is not kept, which `onSkip` was told. */
export function readItem(
  { header, payload }: EnvelopeItem,
  way: Way,
  onSkip: OnSkip,
): ReadItem | undefined {
  const type = textOf(header.type);
  if (!kept.has(type)) {
    if (leftOut.has(type)) onSkip(type.replaceAll("_", "-"), payload, true);
    else onSkip(type === "attachment" ? "attachment-not-kept" : "unknown-item", payload, false);
    return undefined;
  }
  const value = parseJson(Buffer.from(payload).toString("utf8"));
  if (!isPlainObject(value)) {
    onSkip("bad-json", payload, false);
    return undefined;
  }
  const isReport = type === "check_in" || type === "user_report";
  const eventId = isReport ? "" : textOf(value.event_id).replaceAll("-", "");
  if (eventId !== "") {
    const id = `${type} ${eventId}`;
    return { type, payload: value, id, sameAs: id };
  }
  // Without an id the bytes are the same on both ways; twice on one way is two.
  const content = createHash("sha1").update(payload).digest("base64");
  const other: Way = way === "dsn" ? "spotlight" : "dsn";
  return { type, payload: value, id: `${way} ${content}`, sameAs: `${other} ${content}` };
}

export function addRecords(
  type: string,
  payload: Json,
  make: RecordMaker,
  records: Records,
  on: Fruitless,
): void {
  switch (type) {
    case "event":
    case "security":
      if (payload.type === "transaction") records.spans.push(...transactionSpans(payload, make));
      else records.logs.push(eventRecord(payload, make));
      return;
    case "transaction":
      records.spans.push(...transactionSpans(payload, make));
      return;
    case "log":
      for (const log of contained(payload, on)) records.logs.push(logRecord(log, make));
      return;
    case "span":
      if (!Array.isArray(payload.items)) {
        const resource = resourceOfEvent(payload, make);
        records.spans.push(singleSpan(payload, resource, make));
        return;
      }
      for (const span of contained(payload, on)) records.spans.push(streamedSpan(span, make));
      return;
    case "trace_metric":
      records.points.push(...metricPoints([...contained(payload, on)], make, () => on.bad()));
      return;
    case "check_in":
      records.logs.push(checkInRecord(payload, make));
      return;
    case "client_report":
      records.logs.push(...clientReportRecords(payload, make, on));
      return;
    case "feedback":
    case "user_report":
      records.logs.push(feedbackRecord(payload, make));
  }
}

function* contained(payload: Json, on: Fruitless): Generator<Json> {
  const { items } = payload;
  if (!Array.isArray(items)) return on.bad();
  if (items.length === 0) on.empty();
  for (const [index, item] of (items as readonly unknown[]).entries()) {
    if (index < maxContained && isPlainObject(item)) yield item;
    else on.bad();
  }
}
