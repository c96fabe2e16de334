// The addresses of a running collector in the forms that clients ask for.

import type { Endpoints } from "../contract/collectorApi";

export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** Addresses of a collector in the forms that clients ask for; a listener that is off has port 0. */
export interface Addresses {
  readonly endpoints: Endpoints;
  /** `http://127.0.0.1:4318` */
  readonly url: string;
  readonly http: HostAndPort;
  readonly grpc: HostAndPort;
  readonly statsd: HostAndPort;
  readonly syslog: HostAndPort;
  readonly gelf: HostAndPort;
  readonly fluent: HostAndPort;
  /** How the command line is called: "sidelight" where it is on the PATH. */
  readonly program: string;
}

export function addressesOf(endpoints: Endpoints, program = "sidelight"): Addresses {
  const of = (name: string) => hostAndPort(endpoints[name]);
  return {
    endpoints,
    url: endpoints.http ?? "http://127.0.0.1:0",
    http: of("http"),
    grpc: of("grpc"),
    statsd: of("statsd"),
    syslog: of("syslog"),
    gelf: of("gelf"),
    fluent: of("fluent"),
    program,
  };
}

/** The ports that a collector takes where they are free; for README. */
export const customaryEndpoints: Endpoints = {
  http: "http://127.0.0.1:4318",
  grpc: "127.0.0.1:4317",
  statsd: "127.0.0.1:8125",
  syslog: "127.0.0.1:5514",
  gelf: "127.0.0.1:12201",
  fluent: "127.0.0.1:24224",
};

function hostAndPort(address = ""): HostAndPort {
  const match = /^(?:\w+:\/\/)?(.+):(\d+)\/?$/.exec(address);
  return { host: match?.[1] ?? "127.0.0.1", port: Number(match?.[2] ?? 0) };
}
