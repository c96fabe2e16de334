// The selected row as names and values: what the detail pane lists.

import type { Attributes, AttributeValue, SourceJson } from "../../src/shared/contract/json";
import { assertNever } from "../../src/shared/assertNever";
import { describe } from "../../src/shared/timeline/describe";
import { durationText, offsetText } from "../../src/shared/timeline/duration";
import type { TimelineModel, TimelineNode } from "../../src/shared/timeline/model";
import { markText } from "../../src/shared/timeline/text";
import { formatShare } from "../lib/format";

export interface Field {
  readonly name: string;
  readonly value: AttributeValue;
  /** What a click does; plain text when left out. */
  readonly action?:
    | { readonly kind: "source"; readonly source: SourceJson }
    /** Looks for the statement that writes the log: in the editor alone. */
    | { readonly kind: "statement" }
    | { readonly kind: "reveal"; readonly index: number }
    | { readonly kind: "timeline"; readonly id: string }
    /** The field of the query language that finds this value. */
    | { readonly kind: "filter"; readonly field: string };
  readonly isError?: boolean;
}
export interface FieldGroup {
  readonly title: string;
  readonly fields: readonly Field[];
}

export function detailOf(node: TimelineNode, timeline: TimelineModel): readonly FieldGroup[] {
  const service = node.kind === "service" ? "" : node.service;
  const title = [describe(node).title, service].filter(Boolean).join(" · ");
  const groups = [{ title, fields: [...ownFields(node, timeline), ...attributeFields(node)] }];
  if (node.kind === "span" || node.kind === "log") {
    const record = node.kind === "span" ? node.span : node.log;
    const resource = fieldsOf(record.resource);
    if (resource.length > 0) groups.push({ title: "Resource", fields: resource });
  }
  return groups;
}

function ownFields(node: TimelineNode, timeline: TimelineModel): Field[] {
  const at: Field = { name: "at", value: offsetText(node.startNanos) };
  switch (node.kind) {
    case "span": {
      const { span } = node;
      return compact([
        { name: "duration", value: durationText(node.endNanos - node.startNanos) },
        { name: "own time", value: ownTimeText(node) },
        at,
        statusField(node),
        filterField("service", node.service),
        filterField("kind", span.kind),
        sourceField(span.source),
        parentField(node, timeline),
        filterField("span_id", span.spanId),
        filterField("trace_id", span.traceId),
        filterField("request_id", span.requestId),
        ...span.links.map((link) => timelineField("link to", link.traceId)),
        node.marks.length === 0
          ? undefined
          : { name: "note", value: node.marks.map((mark) => markText[mark]).join(", ") },
        filterField("receiver", span.receiver),
      ]);
    }
    case "log": {
      const { log } = node;
      return compact([
        { name: "message", value: log.body, isError: node.isError },
        {
          name: "level",
          value: log.severityText ?? log.severity ?? "",
          action: { kind: "filter", field: "level" },
        },
        at,
        filterField("service", node.service),
        filterField("logger", log.logger),
        filterField("event", log.eventName),
        sourceField(log.source) ?? toFind,
        filterField("span_id", log.spanId),
        filterField("trace_id", log.traceId),
        filterField("request_id", log.requestId),
        node.isPlacedByTime && log.spanId === undefined
          ? { name: "note", value: "carries no span id: placed by its time and service" }
          : undefined,
        filterField("receiver", log.receiver),
      ]);
    }
    case "event":
      return compact([at, { name: "of span", value: node.span.name }]);
    case "fold":
      return [
        { name: "count", value: node.count },
        { name: "together", value: durationText(node.totalNanos) },
        {
          name: "each",
          value: `${durationText(node.minNanos)} to ${durationText(node.maxNanos)}, mean ${durationText(node.totalNanos / node.count)}`,
        },
        at,
        ...(node.failedCount > 0
          ? [{ name: "failed", value: node.failedCount, isError: true }]
          : []),
      ];
    case "missing":
      return compact([
        {
          name: "note",
          value:
            "Spans below name this one as their parent, but it never came: it is not yet finished, was not sampled, or was sent elsewhere.",
        },
        filterField("span_id", node.spanId),
        filterField("trace_id", node.traceId),
      ]);
    case "service":
      return [{ name: "logs", value: node.logCount }, at];
    default:
      return assertNever(node);
  }
}

function ownTimeText(node: Extract<TimelineNode, { kind: "span" }>): string {
  const took = node.endNanos - node.startNanos;
  return `${durationText(node.selfNanos)} (${formatShare(node.selfNanos, took)})`;
}

function statusField(node: Extract<TimelineNode, { kind: "span" }>): Field | undefined {
  const { status, statusMessage = "" } = node.span;
  if (status === undefined) return undefined;
  const value = statusMessage === "" ? status : `${status}: ${statusMessage}`;
  return { name: "status", value, isError: status === "error" };
}

function parentField(
  node: Extract<TimelineNode, { kind: "span" }>,
  { nodes }: TimelineModel,
): Field | undefined {
  let parent = nodes[node.parent];
  if (parent?.kind === "fold") parent = nodes[parent.parent];
  if (parent?.kind !== "span") return undefined;
  return {
    name: "parent",
    value: parent.span.name,
    action: { kind: "reveal", index: parent.index },
  };
}

function attributeFields(node: TimelineNode): Field[] {
  switch (node.kind) {
    case "span":
      return fieldsOf(node.span.attributes);
    case "log":
      return fieldsOf(node.log.attributes);
    case "event":
      return fieldsOf(node.event.attributes);
    case "fold":
    case "missing":
    case "service":
      return [];
  }
}

const fieldsOf = (attributes: Attributes): Field[] =>
  Object.keys(attributes)
    .sort()
    .map((name) => ({
      name,
      value: attributes[name] ?? null,
      action: { kind: "filter", field: name },
    }));

function filterField(name: string, value: string | undefined): Field | undefined {
  if (value === undefined || value === "") return undefined;
  return { name, value, action: { kind: "filter", field: name } };
}

const sourceField = (source: SourceJson | undefined): Field | undefined =>
  source === undefined
    ? undefined
    : {
        name: "source",
        value: `${source.file}${source.line === undefined ? "" : `:${source.line}`}${source.function === undefined ? "" : ` ${source.function}`}`,
        action: { kind: "source", source },
      };

/** Of a log that names no call site. */
const toFind: Field = {
  name: "source",
  value: "find the statement",
  action: { kind: "statement" },
};

const timelineField = (name: string, id: string): Field => ({
  name,
  value: id,
  action: { kind: "timeline", id },
});

const compact = (fields: readonly (Field | undefined)[]): Field[] =>
  fields
    .filter((field) => field !== undefined && field.value !== "")
    .map((field) => field as Field);

/** The text that a stack trace is read from: an exception's, else the message itself. */
export function stackText(node: TimelineNode): string {
  if (node.kind === "event") return textOf(node.event.attributes["exception.stacktrace"]);
  if (node.kind === "log") {
    const { attributes, body } = node.log;
    for (const name of stackNames) {
      const text = textOf(attributes[name]);
      if (text !== "") return text;
    }
    return body.includes("\n") ? body : "";
  }
  if (node.kind !== "span") return "";
  const exception = node.span.events.find((event) => event.name === "exception");
  return textOf(exception?.attributes["exception.stacktrace"]);
}

const stackNames = [
  "exception.stacktrace",
  "error.stack_trace",
  "error.stack",
  "err.stack",
  "stack_trace",
  "stacktrace",
  "stack",
  "exc_info",
  "exception",
  "traceback",
];

const textOf = (value: AttributeValue | undefined) => (typeof value === "string" ? value : "");
