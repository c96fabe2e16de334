// One clock per service and host: instances of a service on several hosts may disagree too.

/** Whose clock it was. */
export interface Clocked {
  readonly service?: string;
  readonly resource: Readonly<Record<string, unknown>>;
}

/** The same object for the same clock. */
export interface ServiceClock {
  readonly service: string;
  /** "" where the resource does not say. */
  readonly host: string;
}

/** "payment", "payment on h-2" */
export const nameOfClock = ({ service, host }: ServiceClock) =>
  host === "" ? service || "(no service)" : `${service} on ${host}`;

export class ServiceClocks {
  private readonly byService = new Map<string, Map<string, ServiceClock>>();

  of({ service = "", resource }: Clocked): ServiceClock {
    const named = resource["host.name"] ?? resource["host.id"];
    const host = typeof named === "string" ? named : "";
    let byHost = this.byService.get(service);
    if (byHost === undefined)
      this.byService.set(service, (byHost = new Map<string, ServiceClock>()));
    let clock = byHost.get(host);
    if (clock === undefined) byHost.set(host, (clock = { service, host }));
    return clock;
  }
}
