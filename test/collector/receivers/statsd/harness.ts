// A statsd receiver without sockets and without a store: datagrams in, records out.

import { Statsd } from "../../../../src/collector/receivers/statsd/statsd";
import type { MetricPoint } from "../../../../src/shared/record";
import { TestContext } from "../aContext";

export class StatsdHarness extends TestContext {
  readonly statsd = new Statsd(this);

  /** Sends text (UTF-8) or bytes as one datagram. */
  send(datagram: string | Uint8Array, sender = 1): void {
    this.statsd.datagram(Buffer.from(datagram as Uint8Array), sender);
  }

  /** Flushes what is aggregated and gives the points since the last call, by name. */
  async flush(): Promise<MetricPoint[]> {
    const before = this.points.length;
    this.statsd.flush();
    await this.intake.flush();
    return this.points.slice(before).sort((a, b) => (a.series.name < b.series.name ? -1 : 1));
  }
}

export const aStatsd = (settings: Record<string, unknown> = {}, maxSeries = Infinity) =>
  new StatsdHarness(settings, maxSeries);

/** What matters of a point, in one line of a table. */
export function brief({ series, ...point }: MetricPoint): Record<string, unknown> {
  const out: Record<string, unknown> = { name: series.name, type: series.type, value: point.value };
  if (series.attributes !== "{}") out.tags = JSON.parse(series.attributes);
  if (series.service !== "") out.service = series.service;
  if (series.unit !== "") out.unit = series.unit;
  if (series.type === "histogram") {
    out.count = point.count;
    out.sum = point.sum;
    out.min = point.min;
    out.max = point.max;
  }
  return out;
}
