// What the tree in the activity bar shows: services, receivers, recent requests; and what to do next while
// there is nothing. Nodes are plain data, so that a change can be seen by comparing.

import type { RequestInfo } from "../../shared/contract/requests";
import type { ReceiverStats, ServiceInfo, Stats } from "../../shared/contract/stats";
import { countOf, shortDuration, sumOf } from "../figures";
import { receiverNode } from "./receiverNode";
import type { OverviewNode } from "./overviewNode";

export interface OverviewData {
  readonly stats: Stats;
  readonly services: readonly ServiceInfo[];
  /** Newest first. */
  readonly requests: readonly RequestInfo[];
}

export function overview({ stats, services, requests }: OverviewData): readonly OverviewNode[] {
  return [
    ...(services.length === 0
      ? nextSteps
      : [group("services", "Services", byName(services).map(serviceNode))]),
    group("receivers", "Receivers", receiverNodes(stats.receivers, services.length > 0)),
    ...(requests.length === 0
      ? []
      : [group("requests", "Recent Requests", requests.map(requestNode))]),
  ];
}

const nextSteps: readonly OverviewNode[] = [
  {
    id: "step.demo",
    label: "Run the demo",
    description: "see it at work",
    icon: "play",
    context: "step",
    command: ["sidelight.runDemo"],
  },
  {
    id: "step.copy",
    label: "Connect an app",
    description: "with its address filled in",
    icon: "plug",
    context: "step",
    command: ["sidelight.connectApp"],
  },
];

/** The collector lists the latest first: rows that change places cannot be clicked. */
const byName = (services: readonly ServiceInfo[]) =>
  [...services].sort((a, b) => a.name.localeCompare(b.name));

function group(id: string, label: string, children: readonly OverviewNode[]): OverviewNode {
  return { id, label, context: "group", children };
}

/** Once something has come, those that nobody sends to are one row: a dozen would hide the requests below. */
function receiverNodes(receivers: readonly ReceiverStats[], hasRecords: boolean): OverviewNode[] {
  const busy = receivers.filter(isOfInterest);
  if (!hasRecords || busy.length === 0) return receivers.map(receiverNode);
  const quiet = receivers.filter((receiver) => !isOfInterest(receiver));
  if (quiet.length < 2) return receivers.map(receiverNode);
  const more: OverviewNode = {
    ...group("receivers.quiet", `${quiet.length} more`, quiet.map(receiverNode)),
    description: "listening, nothing received",
    isCollapsed: true,
  };
  return [...busy.map(receiverNode), more];
}

const isOfInterest = ({ received, problem, refused, dropped, targets = [] }: ReceiverStats) =>
  received > 0 ||
  problem !== undefined ||
  targets.length > 0 ||
  sumOf(refused) + sumOf(dropped) > 0;

function serviceNode(service: ServiceInfo): OverviewNode {
  const records = service.logs + service.spans + service.points;
  const { errors, failedSpans } = service;
  const isFailed = errors + failedSpans > 0;
  const name = service.name === "" ? "(no service name)" : service.name;
  return {
    id: `service.${service.name}`,
    label: name,
    description: [
      // A click leads to its logs: that must not promise errors which are in spans alone.
      ...(errors > 0 ? [countOf(errors, "error")] : []),
      ...(errors === 0 && failedSpans > 0 ? [countOf(failedSpans, "failed span")] : []),
      countOf(records, "record"),
    ].join(" · "),
    tooltip: [
      name,
      `${countOf(service.logs, "log record")}, ${countOf(service.spans, "span")}, ${countOf(service.points, "metric point")}`,
      `${countOf(errors, "error")} in the logs, ${countOf(failedSpans, "failed span")}`,
      `last at ${service.lastTime}`,
    ].join("\n"),
    icon: isFailed ? "error" : "server-process",
    isFailed,
    context: "service",
    command: ["sidelight.openLogs", { query: `service:${quoted(service.name)}` }],
  };
}

const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;

function requestNode(request: RequestInfo): OverviewNode {
  const { isFailed } = request;
  return {
    id: `request.${request.id}`,
    label: request.name === "" ? request.id : request.name,
    description: [
      ...(isFailed ? ["failed"] : []),
      shortDuration(request.durationNanos),
      request.service,
    ]
      .filter((part) => part !== "")
      .join(" · "),
    tooltip: [
      `${request.kind} ${request.id}`,
      `at ${request.time}`,
      `services: ${request.services.join(", ")}`,
      `${countOf(request.spanCount, "span")}, ${countOf(request.logCount, "log record")}, ${countOf(request.errorCount, "error")}`,
    ].join("\n"),
    icon: isFailed ? "error" : "pass",
    isFailed,
    context: "request",
    command: ["sidelight.openTimeline", { id: request.id }],
  };
}
