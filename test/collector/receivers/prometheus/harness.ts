// The receiver's routes over an intake that keeps what it is given, and expositions read on their own.

import type { HttpReply } from "../../../../src/collector/pipeline/httpRoute";
import {
  type Exposition,
  type ExpositionFormat,
  ExpositionReader,
} from "../../../../src/collector/receivers/prometheus/expositionReader";
import type { Source } from "../../../../src/collector/receivers/prometheus/pointParts";
import { PointMaker } from "../../../../src/collector/receivers/prometheus/points";
import { createPrometheus } from "../../../../src/collector/receivers/prometheus/prometheus";
import type { MetricPoint } from "../../../../src/shared/record";
import { TestContext } from "../aContext";
import { aRequest } from "../aRequest";

export const seconds = (n: number) => BigInt(Math.round(n * 1000)) * 1_000_000n;

/** A point as tests look at it. */
export function plain(point: MetricPoint) {
  const { series, distribution, exemplars, timeUnixNano, startTimeUnixNano, ...values } = point;
  return {
    name: series.name,
    type: series.type,
    unit: series.unit,
    description: series.description,
    attributes: JSON.parse(series.attributes) as Record<string, string>,
    service: series.service,
    resource: JSON.parse(series.resource.attributes) as Record<string, string>,
    time: String(timeUnixNano),
    start: String(startTimeUnixNano),
    ...values,
    min: String(values.min),
    max: String(values.max),
    distribution,
    exemplars: JSON.parse(exemplars) as Record<string, unknown>[],
  };
}

export function aReceiver(context = new TestContext()) {
  const receiver = createPrometheus(context);
  const send = async (
    method: string,
    path: string,
    body: string | Buffer = "",
    headers: Record<string, string> = {},
  ): Promise<HttpReply> => {
    const route = receiver.routes!.find(
      (one) => one.matches(path) && one.methods.some((known) => known === method),
    );
    if (route === undefined) throw new Error(`nobody takes ${method} ${path}`);
    const reply = await route.handle(aRequest({ method, path, headers, body }));
    await context.intake.flush();
    return reply;
  };
  return {
    context,
    receiver,
    send,
    points: () => context.points.map(plain),
    named: (name: string) => context.points.map(plain).filter((point) => point.name === name),
  };
}

/** A target that is read again and again by one reader. */
export class ATarget {
  readonly context = new TestContext();
  readonly reader = new ExpositionReader();
  readonly maker: PointMaker;
  source: Source = {
    id: "target",
    resource: this.context.intake.resource({ service: "app", attributes: "{}", run: "" }),
    startTimeUnixNano: 0n,
    isNew: false,
    isThinned: false,
  };

  constructor() {
    this.maker = new PointMaker(this.context.intake, "prometheus", this.context.clock);
  }

  read(text: string, format: ExpositionFormat = "text"): Exposition {
    return this.reader.read(Buffer.from(text), format);
  }

  /** Points of one scrape, so many seconds after the last. */
  scrape(
    text: string,
    { format = "text", after = 5 }: { format?: ExpositionFormat; after?: number } = {},
  ) {
    this.context.clock += seconds(after);
    const { readings } = this.read(text, format);
    return this.maker.pointsOf(readings, this.source, this.context.clock).points.map(plain);
  }
}
