// The Pushgateway's paths: a job that ends before anybody could ask it pushes what it counted.

import type { HttpReply, HttpRequest, HttpRoute } from "../../pipeline/httpRoute";
import { OverloadedError } from "../../pipeline/intake";
import type { MetricPoint } from "../../../shared/record";
import { TextMemory } from "../../pipeline/textMemory";
import type { ReceiverContext } from "../../pipeline/receiver";
import { ExpositionReader } from "./expositionReader";
import { MetricFamilyReader, type Pushed } from "./metricFamily";
import { receiver } from "./names";
import type { PointMaker } from "./points";
import { isPushPath, readPushPath, type PushGroup } from "./pushPath";
import type { Reading } from "./reading";
import { empty, overloaded, refuse, text } from "./replies";
import { processStart, resourceOf, targetInfo } from "./sources";

/** Groups that are remembered, of which a path may have 16 KiB; past it one counts as new again. */
const groupLimits = { entries: 10_000, characters: 4 * 1024 * 1024 };
/** What a sample takes in the intake's queue beside its text. */
const sampleBytes = 100;

export class PushRoute implements HttpRoute {
  readonly methods = ["PUT", "POST", "DELETE"] as const;
  readonly refuse = refuse;
  readonly matches = isPushPath;
  /** When the process that pushed the group last had begun. */
  private readonly groups = new TextMemory<bigint>(groupLimits);

  constructor(
    private readonly context: ReceiverContext,
    private readonly points: PointMaker,
  ) {}

  async handle(request: HttpRequest): Promise<HttpReply> {
    const { intake } = this.context;
    const { body, method } = request;
    const group = readPushPath(request.path);
    if (typeof group === "string") return this.badRequest("bad-path", group, request);
    if (method === "DELETE") {
      intake.counters.leftOut(receiver, "deleted-group");
      return empty(202);
    }
    if (!intake.hasRoom(body.length)) {
      intake.counters.refused(receiver, "queue-full");
      return overloaded();
    }
    const pushed = readPushed(request, group);
    if (pushed.reason !== undefined) {
      return this.badRequest(pushed.reason, pushed.message, request);
    }
    const { points, undo } = this.pointsOf(pushed.readings, group);
    try {
      await intake.accept(receiver, { points }, body.length + pushed.samples * sampleBytes);
    } catch (error) {
      undo();
      if (error instanceof OverloadedError) return overloaded();
      throw error;
    }
    if (points.length === 0) intake.counters.leftOut(receiver, "nothing-new");
    const { badNative = 0 } = pushed;
    if (badNative > 0) intake.counters.refused(receiver, "bad-native-histogram", badNative, body);
    return empty(200);
  }

  private pointsOf(
    readings: readonly Reading[],
    group: PushGroup,
  ): { readonly points: MetricPoint[]; readonly undo: () => void } {
    const { intake } = this.context;
    const id = `push\n${group.job}\n${JSON.stringify(group.labels)}`;
    const known = this.groups.get(id);
    const startTimeUnixNano = processStart(readings, known ?? 0n);
    this.groups.set(id, startTimeUnixNano);
    const instance = group.labels.find(([name]) => name === "instance")?.[1] ?? "";
    const source = {
      id,
      resource: resourceOf(intake, { job: group.job, instance }, targetInfo(readings)),
      startTimeUnixNano,
      isNew: known === undefined,
      isThinned: false,
    };
    const made = this.points.pointsOf(readings, source, this.context.now());
    return {
      points: made.points,
      undo: () => {
        made.undo();
        if (known === undefined) this.groups.delete(id);
      },
    };
  }

  private badRequest(reason: string, message: string, { body, path }: HttpRequest): HttpReply {
    const sample = body.length > 0 ? body : Buffer.from(path);
    this.context.intake.counters.refused(receiver, reason, 1, sample);
    return text(400, message);
  }
}

/** Labels of the group count before those of the same name in the body; job and instance are the resource's. */
function readPushed(request: HttpRequest, group: PushGroup): Pushed {
  const fixed = new Map(group.labels);
  fixed.set("job", "");
  if (fixed.has("instance")) fixed.set("instance", "");
  if (request.headers["content-type"]?.includes("io.prometheus.client.MetricFamily") === true) {
    return new MetricFamilyReader(fixed).read(request.body);
  }
  const isOpenMetrics = request.mediaType === "application/openmetrics-text";
  const { readings, samples, hasTimes, refused } = new ExpositionReader(fixed).read(
    request.body,
    isOpenMetrics ? "openmetrics" : "text",
  );
  const [first] = refused;
  if (first !== undefined) {
    const message = `text format parsing error in line ${first.lineNumber}: ${first.reason}`;
    return { reason: first.reason, message };
  }
  if (hasTimes)
    return { reason: "pushed-times", message: "pushed metrics must not have timestamps" };
  return { readings, samples };
}
