// Labels of a stream → who sent it and what holds for each of its lines. Worked out once a stream: senders
// repeat theirs with every push.

import type { Resource } from "../../../shared/record";
import type { Intake } from "../../pipeline/intake";
import type { RoleKind, Roles } from "../../pipeline/roles";
import type { Labels } from "./pushRequest";

export interface Stream {
  readonly resource: Resource;
  /** Labels that say something of each line: level, logger, ids. */
  readonly ofLines: Labels;
}

/** Apps that put an id into a label must not fill the store's resources: past it, labels go with the lines. */
const maxStreams = 1000;
/** Resources stay in memory (characters of their JSON). */
const maxResourceLength = 8 * 1024;
const maxServiceLength = 300;
/** What is looked at for a service, best first (Loki's `discover_service_name`). */
const serviceLabels =
  `service_name service.name service app application app_name name app_kubernetes_io_name
  container container_name k8s_container_name component workload job k8s_job_name`.split(/\s+/);
const lineRoles: ReadonlySet<RoleKind> = new Set([
  "level",
  "logger",
  "traceId",
  "spanId",
  "requestId",
  "eventName",
]);

export class Streams {
  private readonly streams = new Map<string, Stream>();

  constructor(
    private readonly roles: Roles,
    private readonly intake: Intake,
  ) {}

  of(labels: Labels): Stream {
    const names = Object.keys(labels).sort();
    const ofLines: Record<string, string> = {};
    const attributes: Record<string, string> = {};
    for (const name of names) {
      const value = labels[name] ?? "";
      if (value === "") continue;
      const role = this.roles.of(name)?.kind;
      const isOfLine = role !== undefined && lineRoles.has(role) && !serviceLabels.includes(name);
      if (isOfLine || name === "detected_level") ofLines[levelName(name)] = value;
      else attributes[name] = value;
    }
    const service = serviceOf(labels);
    const json = JSON.stringify(attributes);
    const key = `${service}\0${json}`;
    const known = this.streams.get(key);
    if (known !== undefined) return { resource: known.resource, ofLines };
    if (this.streams.size >= maxStreams || json.length > maxResourceLength) {
      const resource = this.intake.resource({ service: "", attributes: "{}", run: "" });
      return {
        resource,
        ofLines: { ...attributes, ...ofLines, ...(service !== "" && { "service.name": service }) },
      };
    }
    const resource = this.intake.resource({
      service,
      attributes: json,
      run: "",
    });
    const stream = { resource, ofLines };
    this.streams.set(key, stream);
    return stream;
  }
}

/** Loki's own guess counts where nobody says more. */
export const levelName = (name: string): string => (name === "detected_level" ? "lvl" : name);

/** Kubernetes' jobs are `namespace/app`. */
function serviceOf(labels: Labels): string {
  const name = serviceLabels.find((label) => (labels[label] ?? "") !== "");
  const value = name === undefined ? "" : (labels[name] ?? "");
  if (value === "unknown_service") return "";
  const bare = name === "job" || name === "k8s_job_name" ? value.replace(/^.*\//s, "") : value;
  return bare.slice(0, maxServiceLength);
}
