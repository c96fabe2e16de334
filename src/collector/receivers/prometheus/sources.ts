// Who sends or is asked: job and instance as OpenTelemetry's resource has them, and what `target_info` adds
// (OpenTelemetry specification, "Prometheus and OpenMetrics Compatibility").

import type { Intake } from "../../pipeline/intake";
import type { Resource } from "../../../shared/record";
import type { Label } from "./labels";
import type { Reading } from "./reading";

export interface SourceName {
  readonly job: string;
  /** host:port of a target, or what the sender says; "" when unknown. */
  readonly instance: string;
  readonly run?: string;
}

/** Underscores stand for the dots that older expositions could not have. */
const resourceNames: Readonly<Record<string, string>> = {
  service_name: "service.name",
  service_namespace: "service.namespace",
  service_version: "service.version",
  service_instance_id: "service.instance.id",
  deployment_environment: "deployment.environment",
  deployment_environment_name: "deployment.environment.name",
  host_name: "host.name",
  process_pid: "process.pid",
  telemetry_sdk_language: "telemetry.sdk.language",
  telemetry_sdk_name: "telemetry.sdk.name",
  telemetry_sdk_version: "telemetry.sdk.version",
};

/** Without a job the service is the one that `info` names, if it does. */
export function resourceOf(
  intake: Intake,
  { job, instance, run = "" }: SourceName,
  info: readonly Label[] = [],
): Resource {
  const attributes = new Map(info.map(([name, value]) => [resourceNames[name] ?? name, value]));
  const service = job === "" ? (attributes.get("service.name") ?? "") : job;
  if (service !== "") attributes.set("service.name", service);
  if (instance !== "" && !attributes.has("service.instance.id")) {
    attributes.set("service.instance.id", instance);
  }
  const sorted = [...attributes].sort(([a], [b]) => (a < b ? -1 : 1));
  return intake.resource({ service, attributes: JSON.stringify(Object.fromEntries(sorted)), run });
}

/** Labels of `target_info`, which describe the target; none when it is not among the readings. */
export function targetInfo(readings: readonly Reading[]): readonly Label[] {
  const info = readings.find(({ name }) => name === "target_info" || name === "target");
  if (info === undefined) return [];
  const labels = Object.entries(JSON.parse(info.attributes) as Record<string, unknown>);
  return labels.filter((label): label is [string, string] => typeof label[1] === "string");
}

/** What is nearer is the same start: some compute it anew each time, from clocks that drift. */
const driftNanos = 2_000_000_000n;

/** When the process that says this began; 0n when it does not say. `known` is what it said the last time. */
export function processStart(readings: readonly Reading[], known: bigint): bigint {
  const said = readings.find(({ name }) => name === "process_start_time_seconds")?.value ?? NaN;
  const start = said > 0 && said < 1e11 ? BigInt(Math.round(said * 1000)) * 1_000_000n : 0n;
  return start - known < driftNanos && known - start < driftNanos ? known : start;
}
