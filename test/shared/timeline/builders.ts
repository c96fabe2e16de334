// Records of one request with sensible defaults, so that a test names only what it is about.

import type { LogJson, MetricPointJson, SpanJson } from "../../../src/shared/contract/json";
import type { TimelineData } from "../../../src/shared/contract/requests";
import { buildTimeline } from "../../../src/shared/timeline/build";
import type { SpanNode, TimelineModel } from "../../../src/shared/timeline/model";

let nextSeq = 1;

/** The RFC 3339 time `ms` (with fractions down to 1 ns) after the start of the tests' request. */
export function at(ms: number): string {
  const nanos = BigInt(Math.round(ms * 1e6)) + 1_790_000_000_000_000_000n;
  const seconds = nanos / 1_000_000_000n;
  const rest = String(nanos % 1_000_000_000n).padStart(9, "0");
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${rest}Z`;
}

export interface SpanShape extends Partial<SpanJson> {
  readonly id?: string;
  readonly parent?: string;
  readonly fromMs?: number;
  readonly tookMs?: number;
}

export function aSpan({ id, parent, fromMs = 0, tookMs = 10, ...rest }: SpanShape = {}): SpanJson {
  const seq = nextSeq++;
  return {
    time: at(fromMs),
    durationNanos: String(Math.round(tookMs * 1e6)),
    name: id ?? `span-${seq}`,
    service: "shop",
    traceId: "t1",
    spanId: id ?? `s${seq}`,
    ...(parent === undefined ? {} : { parentSpanId: parent }),
    events: [],
    links: [],
    attributes: {},
    resource: {},
    receiver: "otlp",
    seq,
    ...rest,
  };
}

export function aLog({ atMs = 0, ...rest }: Partial<LogJson> & { atMs?: number } = {}): LogJson {
  const seq = nextSeq++;
  return {
    time: at(atMs),
    severity: "INFO",
    severityNumber: 9,
    service: "shop",
    body: `log ${seq}`,
    attributes: {},
    resource: {},
    receiver: "otlp",
    seq,
    ...rest,
  };
}

export function aPoint(rest: Partial<MetricPointJson> = {}): MetricPointJson {
  return {
    time: at(0),
    name: "fetch.retries",
    type: "counter",
    value: 1,
    attributes: {},
    receiver: "statsd",
    seq: nextSeq++,
    ...rest,
  };
}

export function aRequest(parts: Partial<TimelineData> = {}): TimelineData {
  return {
    id: "r1",
    traceIds: ["t1"],
    requestIds: ["r1"],
    spans: [],
    logs: [],
    points: [],
    isCut: false,
    ...parts,
  };
}

/** What is made of these spans. */
export const modelOf = (...spans: SpanShape[]) =>
  buildTimeline(aRequest({ spans: spans.map(aSpan) }));

export function spanOf(model: TimelineModel, name: string): SpanNode {
  const node = model.nodes.find((n) => n.kind === "span" && n.span.name === name);
  if (node?.kind !== "span") throw new Error(`no span ${name}`);
  return node;
}

/** "  fetch" for a span, "  · message" for a log, "  * name" for an event, one line a node. */
export function outline(model: TimelineModel): string[] {
  return model.nodes.map((node) => {
    const indent = "  ".repeat(node.depth);
    switch (node.kind) {
      case "span":
        return `${indent}${node.span.name}${node.marks.map((mark) => ` [${mark}]`).join("")}`;
      case "log":
        return `${indent}· ${node.log.body}`;
      case "event":
        return `${indent}* ${node.event.name}`;
      case "fold":
        return `${indent}${node.name} ×${node.count}`;
      case "missing":
        return `${indent}? ${node.spanId}`;
      case "service":
        return `${indent}# ${node.service}`;
    }
  });
}
