// Spans in their three shapes: a transaction with its children ("Transaction Payloads"), a span of its own, and
// the span container of streaming SDKs (typed attributes, `end_timestamp`).

import type { Resource, SpanKind, SpanRecord, SpanStatus } from "../../../shared/record";
import { normaliseSpanId } from "../../../shared/ids";
import { EnvelopeFields } from "../../pipeline/envelopeFields";
import type { RecordMaker } from "./recordMaker";
import { addRequest } from "../../pipeline/requestFields";
import { resourceOfEvent, takeResource } from "./resource";
import { type Json, listOf, objectOf, pairsOf, textOf } from "../../pipeline/jsonShapes";
import { attributesOf, idsOf, timeOf, traceOf } from "./values";

/** The transaction as the root span, and its children. */
export function transactionSpans(event: Json, make: RecordMaker): SpanRecord[] {
  const resource = resourceOfEvent(event, make);
  const trace = traceOf(event);
  const tags = pairsOf(event.tags);
  const fields = new EnvelopeFields(make.context.roles);
  fields.addOwn("tags", tags);
  fields.addOwn("data", objectOf(trace.data));
  fields.add("sentry.event_id", event.event_id);
  fields.add("user.id", objectOf(event.user).id);
  addRequest(fields, objectOf(event.request));
  addMeasurements(fields, event.measurements);
  const root = spanRecord(
    { ...trace, name: event.transaction, start: event.start_timestamp, end: event.timestamp },
    fields,
    resource,
    make,
  );
  // What identifies the request is a tag of the whole.
  const requestId = root.requestId;
  const children = listOf(event.spans).map((span) => {
    const child = singleSpan({ trace_id: trace.trace_id, ...span }, resource, make);
    if (child.requestId === "") child.requestId = requestId;
    return child;
  });
  return [root, ...children];
}

/** A span of a transaction, or one that came alone (`span` items without a container). */
export function singleSpan(span: Json, resource: Resource, make: RecordMaker): SpanRecord {
  const fields = new EnvelopeFields(make.context.roles);
  fields.addOwn("data", objectOf(span.data));
  fields.addOwn("tags", pairsOf(span.tags));
  addMeasurements(fields, span.measurements);
  return spanRecord(
    { ...span, name: span.description, start: span.start_timestamp, end: span.timestamp },
    fields,
    resource,
    make,
  );
}

/** An item of a span container, version 2. */
export function streamedSpan(span: Json, make: RecordMaker): SpanRecord {
  const attributes = attributesOf(span.attributes);
  const resource = takeResource(attributes, make);
  const { "sentry.op": op, "sentry.origin": origin, ...own } = attributes;
  const fields = new EnvelopeFields(make.context.roles);
  fields.addOwn("attributes", own);
  const end = span.end_timestamp ?? span.timestamp;
  const record = spanRecord(
    { ...span, op, origin, start: span.start_timestamp, end },
    fields,
    resource,
    make,
  );
  record.links = linksText(span.links);
  return record;
}

interface SpanParts extends Json {
  readonly start: unknown;
  readonly end: unknown;
}

function spanRecord(
  span: SpanParts,
  fields: EnvelopeFields,
  resource: Resource,
  { context, reader }: RecordMaker,
): SpanRecord {
  const op = textOf(span.op);
  const description = textOf(span.description);
  const name = textOf(span.name) || description || op || "(unnamed)";
  fields.add("sentry.op", op);
  if (description !== name) fields.add("sentry.description", description);
  if (span.origin !== "manual") fields.add("sentry.origin", span.origin);
  const now = context.now();
  const read = reader.read(fields.fields, {
    receiver: "sentry",
    resource,
    observedTimeUnixNano: now,
    around: { body: name, attributes: fields.asides },
  });
  const start = timeOf(span.start) ?? timeOf(span.end) ?? now;
  const end = timeOf(span.end) ?? start;
  const status = statusOf(textOf(span.status));
  return {
    seq: 0,
    timeUnixNano: start,
    observedTimeUnixNano: now,
    durationNanos: end > start ? end - start : 0n,
    name,
    kind: kindOf(op, fields.fields["otel.kind"]),
    status: status.status,
    statusMessage: status.message,
    service: read.service,
    logger: "",
    ...idsOf(span),
    parentSpanId: normaliseSpanId(textOf(span.parent_span_id)),
    requestId: read.requestId,
    file: read.file,
    line: read.line,
    function: read.function,
    events: "[]",
    links: "[]",
    attributes: read.attributes,
    resource,
    receiver: "sentry",
    run: resource.run,
  };
}

/** Sentry's statuses are gRPC's names; the container has "ok" and "error" alone. */
function statusOf(text: string): { readonly status: SpanStatus; readonly message: string } {
  if (text === "" || text === "unset" || text === "unknown") return { status: "", message: "" };
  if (text === "ok") return { status: "ok", message: "" };
  return { status: "error", message: text === "error" ? "" : text };
}

const otelKinds: readonly SpanKind[] = ["internal", "server", "client", "producer", "consumer"];

/** By what the SDK says, else by the operation ("Span Operations"). */
function kindOf(op: string, otelKind: unknown): SpanKind {
  const said = textOf(otelKind).toLowerCase();
  const known = otelKinds.find((kind) => kind === said);
  if (known !== undefined) return known;
  if (/(?:^|\.)server(?:\.|$)/.test(op)) return "server";
  if (/(?:^|\.)client(?:\.|$)|^(?:db|cache)(?:\.|$)|^(?:http|rpc|grpc)$/.test(op)) return "client";
  if (/^queue\.(?:publish|submit|create)/.test(op)) return "producer";
  if (/^queue\.(?:process|receive|task)/.test(op)) return "consumer";
  return "internal";
}

function addMeasurements(fields: EnvelopeFields, measurements: unknown): void {
  for (const [name, measured] of Object.entries(objectOf(measurements))) {
    fields.add(`measurements.${name}`, objectOf(measured).value);
  }
}

/** Links of a span; more are a slip. */
const maxLinks = 128;

function linksText(links: unknown): string {
  const texts = listOf(links)
    .slice(0, maxLinks)
    .map((link) => ({
      ...idsOf(link),
      attributes: attributesOf(link.attributes),
    }));
  return JSON.stringify(texts);
}
