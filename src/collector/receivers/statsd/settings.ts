// Options of this receiver: `sidelight.receivers.statsd`.

export interface StatsdSettings {
  /**
   * What `-5|g` and `+5|g` mean. "auto": `+` is a change; `-` is one too when it comes from a plain statsd
   * client, but a value when the line or its sender uses what only DogStatsD has. "change": both are
   * changes, as in etsy's statsd. "value": neither is, as in Datadog's agent.
   */
  readonly signedGauges: "auto" | "change" | "value";
  /** Stores the `datadog.dogstatsd.client.*` metrics that Datadog's clients send about themselves. */
  readonly keepClientTelemetry: boolean;
  readonly flushIntervalMs: number;
  /** Unix stream socket (or Windows pipe) to listen on as well, for `unixstream://` clients; "" for none. */
  readonly socketPath: string;
  /** Unix datagram socket, for `unix://` clients; "" for none. */
  readonly datagramSocketPath: string;
}

export function readSettings(given: Readonly<Record<string, unknown>>): StatsdSettings {
  const { signedGauges, keepClientTelemetry, flushIntervalMs, socketPath, datagramSocketPath } =
    given;
  return {
    signedGauges: signedGauges === "change" || signedGauges === "value" ? signedGauges : "auto",
    keepClientTelemetry: keepClientTelemetry === true,
    flushIntervalMs:
      typeof flushIntervalMs === "number" && flushIntervalMs >= 100 && flushIntervalMs <= 60_000
        ? Math.round(flushIntervalMs)
        : 1000,
    socketPath: typeof socketPath === "string" ? socketPath : "",
    datagramSocketPath: typeof datagramSocketPath === "string" ? datagramSocketPath : "",
  };
}
