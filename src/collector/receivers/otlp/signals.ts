// The four signals of OTLP: their paths, services and the names of what they count.

export type OtlpSignal = "logs" | "traces" | "metrics" | "profiles";

export interface SignalNames {
  readonly paths: readonly string[];
  /** gRPC method; its one message is the body of the HTTP form. */
  readonly method: string;
  /** JSON name of field 1 of `partial_success`. */
  readonly rejected: string;
  readonly records: string;
}

const collector = "/opentelemetry.proto.collector";

export const signalNames = {
  logs: {
    paths: ["/v1/logs"],
    method: `${collector}.logs.v1.LogsService/Export`,
    rejected: "rejectedLogRecords",
    records: "log records",
  },
  traces: {
    paths: ["/v1/traces"],
    method: `${collector}.trace.v1.TraceService/Export`,
    rejected: "rejectedSpans",
    records: "spans",
  },
  metrics: {
    paths: ["/v1/metrics"],
    method: `${collector}.metrics.v1.MetricsService/Export`,
    rejected: "rejectedDataPoints",
    records: "data points",
  },
  profiles: {
    paths: ["/v1development/profiles", "/v1/profiles"],
    method: `${collector}.profiles.v1development.ProfilesService/Export`,
    rejected: "rejectedProfiles",
    records: "profiles",
  },
} as const satisfies Record<OtlpSignal, SignalNames>;

export const otlpSignals = Object.keys(signalNames) as readonly OtlpSignal[];

/**
 * The signal a path asks for. Base addresses often carry a path already: `/v1/traces/v1/traces`,
 * `/v1/traces/v1/logs`, a leading `/otlp`, and the path that Sentry's clients make of a DSN are what their last part
 * says.
 */
export function signalOfPath(path: string): OtlpSignal | undefined {
  const [, base = "", last = ""] =
    /^(.*?)(\/v1(?:development)?\/(?:logs|traces|metrics|profiles))$/.exec(path) ?? [];
  if (!knownBase.test(base)) return undefined;
  return otlpSignals.find((signal) => signalNames[signal].paths.some((known) => known === last));
}

const knownBase =
  /^(?:\/otlp|(?:\/.*)?\/api\/[^/]+\/integration\/otlp)?(?:\/v1(?:development)?\/(?:logs|traces|metrics|profiles))?$/;
