// The environment in which an app's telemetry reaches the collector, for launched programs, terminals and
// debug sessions: what the usual SDKs and clients read at their start.

import type { Endpoints } from "./contract/collectorApi";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface AppRun {
  /** Marks all that the app emits (`sidelight.run`); "" when it belongs to no run. */
  readonly run: string;
  /** Used when the app does not name itself. */
  readonly service?: string;
}

/**
 * The variables to set on top of `given`, which is the environment that the app would have had: its own
 * resource attributes, service name and intervals stay.
 */
export function appEnvironment(
  endpoints: Endpoints,
  { run, service = "" }: AppRun,
  given: Environment,
): Record<string, string> {
  const attributes = [
    given.OTEL_RESOURCE_ATTRIBUTES ?? "",
    run === "" ? "" : `sidelight.run=${encodeURIComponent(run)}`,
  ].filter((part) => part !== "");
  return {
    ...openTelemetry(endpoints, given),
    ...(attributes.length === 0 ? {} : { OTEL_RESOURCE_ATTRIBUTES: attributes.join(",") }),
    ...(service === "" || hasServiceName(given) ? {} : { OTEL_SERVICE_NAME: service }),
    ...statsd(endpoints.statsd),
    ...sentry(endpoints.http, run, service),
    ...(run === "" ? {} : { SIDELIGHT_RUN: run }),
  };
}

/** SDKs wait seconds before they export; beside a live view half a second and five are better. */
const delays = {
  OTEL_BSP_SCHEDULE_DELAY: "500",
  OTEL_BLRP_SCHEDULE_DELAY: "500",
  OTEL_METRIC_EXPORT_INTERVAL: "5000",
};

function openTelemetry({ http }: Endpoints, given: Environment): Record<string, string> {
  if (http === undefined) return {};
  const variables: Record<string, string> = {
    OTEL_EXPORTER_OTLP_ENDPOINT: http,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
  };
  // A signal's own address would win over the common one.
  for (const signal of ["TRACES", "METRICS", "LOGS"]) {
    const name = `OTEL_EXPORTER_OTLP_${signal}`;
    if (given[`${name}_ENDPOINT`] !== undefined) {
      variables[`${name}_ENDPOINT`] = `${http}/v1/${signal.toLowerCase()}`;
    }
    if (given[`${name}_PROTOCOL`] !== undefined) variables[`${name}_PROTOCOL`] = "http/protobuf";
  }
  for (const [name, value] of Object.entries(delays)) {
    if (given[name] === undefined) variables[name] = value;
  }
  return variables;
}

/** Sentry's clients know neither run nor service: the address says them (receivers/sentry/spotlightPath.ts). */
function sentry(http: string | undefined, run: string, service: string): Record<string, string> {
  if (http === undefined) return {};
  const parts = run === "" ? [] : ["run", run, ...(service === "" ? [] : [service])];
  const path = [...parts.map(encodeURIComponent), "stream"].join("/");
  return { SENTRY_SPOTLIGHT: `${http}/${path}` };
}

function statsd(address: string | undefined): Record<string, string> {
  const match = /^(.*):(\d+)$/.exec(address ?? "");
  if (match?.[1] === undefined || match[2] === undefined) return {};
  const [, host, port] = match;
  return {
    STATSD_HOST: host,
    STATSD_PORT: port,
    DD_AGENT_HOST: host,
    DD_DOGSTATSD_HOST: host,
    DD_DOGSTATSD_PORT: port,
  };
}

function hasServiceName(given: Environment): boolean {
  return (
    (given.OTEL_SERVICE_NAME ?? "") !== "" ||
    /(?:^|,)\s*service\.name=/.test(given.OTEL_RESOURCE_ATTRIBUTES ?? "")
  );
}

/** Programs whose script says more than their name. */
const interpreters =
  /^(?:node|nodejs|bun|deno|tsx|ts-node|nodemon|python[\d.]*|uv|poetry|pipenv|ruby|bundle|php|perl|java|dotnet|sh|bash|zsh|env|time|npx|exec|run)$/;
const generic = /^(?:index|main|app|server|run|start|manage|__main__|cli|test|dev)$/;

/** A name for a launched command: its script's or program's, or the folder's when that says nothing. */
export function serviceOfCommand(
  command: readonly string[],
  folder: string,
  given: Environment = {},
): string {
  const named = given.OTEL_SERVICE_NAME ?? given.DD_SERVICE ?? "";
  if (named !== "") return named;
  const fallback = baseName(folder);
  const program = baseName(command[0] ?? "").replace(/\.(?:exe|cmd|bat|sh)$/i, "");
  if (!interpreters.test(program)) {
    const isTool =
      /^(?:npm|pnpm|yarn|make|just|go|cargo|mvn|mvnw|gradle|gradlew|docker|docker-compose|flask|uvicorn|gunicorn|sanic|django-admin|rails|rake|mix|nx|turbo|vite|next)$/;
    return isTool.test(program) || generic.test(program) ? fallback : program || fallback;
  }
  const script = command
    .slice(1)
    .find((arg) => /\.(?:[cm]?[jt]sx?|py|rb|php|pl|jar|dll|sh)$/.test(arg));
  const name = baseName(script ?? "").replace(/\.\w+$/, "");
  return name === "" || generic.test(name) ? fallback : name;
}

function baseName(path: string): string {
  return path.replace(/[\\/]+$/, "").replace(/^.*[\\/]/, "");
}
