// Remote write 1.0 (prometheus/docs, specs/prw/remote_write_spec.md): answered 204 when all is stored, 400 when
// some of it never can be, 5xx when it is to come again. 2.0 is answered 415, on which senders fall back to 1.0.

import type { HttpReply, HttpRequest, HttpRoute } from "../../pipeline/httpRoute";
import { OverloadedError } from "../../pipeline/intake";
import { unsnap } from "../../pipeline/snappy";
import { MalformedError } from "../../pipeline/wireReader";
import type { MetricPoint } from "../../../shared/record";
import type { ReceiverContext } from "../../pipeline/receiver";
import { type Label, sorted } from "./labels";
import { maxBodyBytes, maxSamples } from "./limits";
import { receiver } from "./names";
import type { PointMaker } from "./points";
import { empty, overloaded, refuse, text } from "./replies";
import { resourceOf } from "./sources";
import { readWriteRequest, type WrittenSeries } from "./writeRequest";
import { WrittenSamples } from "./writtenSamples";

/** What a sample takes in the intake's queue beside its bytes. */
const sampleBytes = 100;

/** Prometheus' own, and those of the stores that it is usually sent to. */
const paths = /\/api\/(?:v1\/(?:write|push|receive)|prom\/push)$/;

export class WriteRoute implements HttpRoute {
  readonly methods = ["POST"] as const;
  readonly refuse = refuse;
  private readonly samples = new WrittenSamples();

  constructor(
    private readonly context: ReceiverContext,
    private readonly points: PointMaker,
  ) {}

  /** Loki has its own `/loki/api/v1/push`. */
  matches(path: string): boolean {
    return paths.test(path) && !path.startsWith("/loki/");
  }

  async handle(request: HttpRequest): Promise<HttpReply> {
    const { intake } = this.context;
    const bytes = this.bytesOf(request);
    if (!(bytes instanceof Uint8Array)) return bytes;
    if (!intake.hasRoom(bytes.length)) {
      intake.counters.refused(receiver, "queue-full");
      return overloaded();
    }
    const series: WrittenSeries[] = [];
    try {
      readWriteRequest(bytes, {
        series: (one) => series.push(one),
        family: (name, family) => this.samples.family(name, family),
      });
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      return this.badRequest("bad-protobuf", `malformed write request: ${error.message}`, bytes);
    }
    const wrong = this.add(series);
    const { waitingCount } = this.samples;
    const { points, undo } = this.take();
    try {
      await intake.accept(receiver, { points }, bytes.length + points.length * sampleBytes);
    } catch (error) {
      undo();
      if (error instanceof OverloadedError) return overloaded();
      throw error;
    }
    const isFruitless = points.length === 0 && this.samples.waitingCount === waitingCount;
    if (wrong !== undefined) return text(400, wrong);
    // Ends of series, metadata alone, and times that were told before.
    if (isFruitless) intake.counters.leftOut(receiver, "nothing-new");
    return empty(204);
  }

  /** Stores what still waits for the rest of it. */
  flush(): void {
    const { points } = this.take(Infinity);
    this.context.intake.offer(receiver, { points }, points.length * sampleBytes);
  }

  private bytesOf({ headers, body }: HttpRequest): Uint8Array | HttpReply {
    const { counters } = this.context.intake;
    const type = headers["content-type"] ?? "";
    if (/proto=(?!prometheus\.WriteRequest\b)/.test(type)) {
      counters.refused(receiver, "remote-write-2", 1, Buffer.from(type));
      return text(415, "This is a receiver of remote write 1.0 (prometheus.WriteRequest).");
    }
    // What says its encoding was unpacked on the way; the format demands snappy even where it does not.
    if (headers["content-encoding"]?.includes("snappy") === true) return body;
    const { bytes, reason } = unsnap(body, maxBodyBytes);
    if (bytes !== undefined) return bytes;
    if (reason === "too-large") {
      counters.refused(receiver, reason, 1, body);
      return text(413, `The body is larger than ${maxBodyBytes / 1024 / 1024} MiB.`);
    }
    return this.badRequest(reason, "The body is not packed with snappy's block format.", body);
  }

  /** The first reason why something of it cannot be kept. */
  private add(all: readonly WrittenSeries[]): string | undefined {
    let wrong: string | undefined;
    let count = 0;
    const refuseOne = (reason: string, one: WrittenSeries) => {
      const sample = JSON.stringify(Object.fromEntries(one.labels));
      this.context.intake.counters.refused(receiver, reason, 1, Buffer.from(sample));
      wrong ??= `${reason}: ${sample.slice(0, 200)}`;
    };
    const named = all.map((one) => ({ one, name: nameOf(one.labels) }));
    for (const { one, name } of named) this.samples.foresee(name, one);
    for (const { one, name } of named) {
      count += one.samples.length + one.histograms.length;
      if (name === "") refuseOne("no-name", one);
      else if (count > maxSamples) refuseOne("too-many-samples", one);
      else {
        const isKnown = one.histograms.every(({ samples }) => samples !== undefined);
        if (!isKnown) refuseOne("bad-native-histogram", one);
        const reason = this.samples.add(name, sorted(new Map(one.labels)), one);
        if (reason !== undefined) refuseOne(reason, one);
      }
    }
    return wrong;
  }

  private take(nowMs = Number(this.context.now() / 1_000_000n)): {
    readonly points: MetricPoint[];
    readonly undo: () => void;
  } {
    const { intake } = this.context;
    const points: MetricPoint[] = [];
    const undos: (() => void)[] = [];
    for (const { sourceId, source, readings } of this.samples.take(nowMs)) {
      const made = this.points.pointsOf(
        readings,
        {
          id: sourceId,
          resource: resourceOf(intake, source),
          startTimeUnixNano: 0n,
          isNew: false,
          isThinned: false,
        },
        this.context.now(),
      );
      points.push(...made.points);
      undos.push(() => made.undo());
    }
    const lost = this.samples.takeLostExemplars();
    if (lost > 0) intake.counters.refused(receiver, "exemplar-without-sample", lost);
    return {
      points,
      undo: () => {
        for (const undo of undos.reverse()) undo();
      },
    };
  }

  private badRequest(reason: string, message: string, body: Uint8Array): HttpReply {
    this.context.intake.counters.refused(receiver, reason, 1, body);
    return text(400, message);
  }
}

const nameOf = (labels: readonly Label[]) =>
  labels.find(([name]) => name === "__name__")?.[1] ?? "";
