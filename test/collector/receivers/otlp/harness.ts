// A receiver with an intake that keeps what it is given, and a clock that stands still.

import { Counters } from "../../../../src/collector/pipeline/counters";
import { OverloadedError, type Intake } from "../../../../src/collector/pipeline/intake";
import { Roles } from "../../../../src/collector/pipeline/roles";
import { createOtlp } from "../../../../src/collector/receivers/otlp/otlp";
import type { HttpReply } from "../../../../src/collector/pipeline/httpRoute";
import type {
  LogRecord,
  MetricPoint,
  Resource,
  Series,
  SpanRecord,
} from "../../../../src/shared/record";
import { aRequest } from "../aRequest";

/** 2026-01-01T00:00:00Z */
export const arrival = 1_767_225_600_000_000_000n;

export class KeepingIntake implements Intake {
  readonly counters = new Counters();
  readonly logs: LogRecord[] = [];
  readonly spans: SpanRecord[] = [];
  readonly points: MetricPoint[] = [];
  readonly weights: number[] = [];
  isFull = false;
  failure: Error | undefined;
  maxSeries = Infinity;
  private nextId = 1;
  private readonly resources = new Map<string, Resource>();
  private readonly streams = new Map<string, Series>();

  resource: Intake["resource"] = (key) => {
    const text = JSON.stringify([key.service, key.attributes, key.run]);
    const known = this.resources.get(text) ?? { ...key, id: this.nextId++ };
    this.resources.set(text, known);
    return known;
  };

  series: Intake["series"] = (key) => {
    const text = JSON.stringify([{ ...key, description: "", resource: key.resource.id }]);
    const known = this.streams.get(text) ?? { ...key, id: this.nextId++ };
    if (!this.streams.has(text) && this.streams.size >= this.maxSeries) {
      this.counters.dropped(key.receiver, "series-limit");
      return undefined;
    }
    this.streams.set(text, known);
    return known;
  };

  hasRoom = () => !this.isFull;

  accept: Intake["accept"] = (_receiver, { logs = [], spans = [], points = [] }, sizeBytes) => {
    if (this.isFull) return Promise.reject(new OverloadedError());
    if (this.failure !== undefined) return Promise.reject(this.failure);
    for (const log of logs) this.logs.push(log);
    for (const span of spans) this.spans.push(span);
    for (const point of points) this.points.push(point);
    this.weights.push(sizeBytes);
    return Promise.resolve();
  };

  /** As after "clear": nothing is kept, and interned objects get new ids. */
  clear(): void {
    this.logs.length = this.spans.length = this.points.length = 0;
    this.resources.clear();
    this.streams.clear();
    this.nextId += 1000;
  }

  offer: Intake["offer"] = () => false;

  /** What was refused, by reason. */
  get refused(): Record<string, number> {
    return Object.fromEntries(this.counters.of("otlp").refused);
  }
}

export interface Harness {
  readonly intake: KeepingIntake;
  readonly receiver: ReturnType<typeof createOtlp>;
  readonly post: (
    path: string,
    body: Uint8Array | string,
    mediaType?: string,
  ) => Promise<HttpReply>;
}

export function aReceiver(intake = new KeepingIntake()): Harness {
  const receiver = createOtlp({ intake, settings: {}, roles: new Roles(), now: () => arrival });
  const [route] = receiver.routes ?? [];
  return {
    intake,
    receiver,
    post: async (path, body, mediaType = "application/x-protobuf") => {
      if (!route!.matches(path)) return { status: 404 };
      return route!.handle(aRequest({ path, headers: { "content-type": mediaType }, body }));
    },
  };
}

/** An object for golden files: bigints as decimal strings, interned objects inlined without their ids. */
export function toPlain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, field: unknown) =>
      key === "id"
        ? undefined
        : typeof field === "bigint"
          ? String(field)
          : typeof field === "number" && !Number.isFinite(field)
            ? String(field)
            : field,
    ),
  );
}
