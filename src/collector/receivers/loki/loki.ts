// Loki's push API, and the questions that its senders and Grafana ask beside it.

import type { LogRecord } from "../../../shared/record";
import type { HttpRefusal, HttpReply, HttpRequest, HttpRoute } from "../../pipeline/httpRoute";
import { OverloadedError } from "../../pipeline/intake";
import { maxEntryLength } from "../../pipeline/text/entryGrouper";
import { WrappedText } from "../../pipeline/text/wrappedText";
import type { CreateReceiver, Receiver, ReceiverContext } from "../../pipeline/receiver";
import { readBody } from "./body";
import { parseLabels } from "./labels";
import type { Labels, Push, PushFault, PushStream } from "./pushRequest";
import { levelName, Streams } from "./streams";

const receiver = "loki";
const pushPaths = new Set(["/loki/api/v1/push", "/api/prom/push"]);
/** Faults of one push that its answer names. */
const maxNamedFaults = 5;

export const createLoki: CreateReceiver = (context): Receiver => {
  const loki = new Loki(context);
  const push: HttpRoute = {
    methods: ["POST"],
    matches: (path) => pushPaths.has(path),
    handle: (request) => loki.push(request),
    refuse,
    overloadStatus: 429,
    isOpenToLocalPages: true,
  };
  const questions: HttpRoute = {
    methods: ["GET", "HEAD", "POST"],
    matches: (path) =>
      path === "/ready" || (/^\/(?:loki\/api\/v1|api\/prom)\//.test(path) && !pushPaths.has(path)),
    handle: (request) => loki.answer(request),
    refuse,
  };
  return {
    id: receiver,
    title: "Loki",
    routes: [push, questions],
    customaryPort: { name: receiver, port: 3100 },
  };
};

class Loki {
  private readonly streams: Streams;
  private readonly texts: WrappedText;

  constructor(private readonly context: ReceiverContext) {
    this.streams = new Streams(context.roles, context.intake);
    this.texts = new WrappedText(context.roles);
  }

  async push(request: HttpRequest): Promise<HttpReply> {
    const { intake } = this.context;
    const { body } = request;
    if (!intake.hasRoom(body.length)) {
      intake.counters.refused(receiver, "queue-full");
      throw new OverloadedError();
    }
    const read = readBody(request);
    if ("status" in read) {
      intake.counters.refused(receiver, read.reason, 1, body);
      return textReply(read.status, read.message);
    }
    const faults = [...read.push.faults];
    const logs = this.records(read.push, faults);
    await intake.accept(receiver, { logs }, Math.max(body.length, read.sizeBytes));
    if (faults.length === 0) {
      if (logs.length === 0) intake.counters.leftOut(receiver, "empty-push");
      return { status: 204 };
    }
    for (const { reason, entries } of faults) {
      // A stream without entries is refused as one.
      intake.counters.refused(receiver, reason, Math.max(1, entries), body);
    }
    const named = faults.slice(0, maxNamedFaults).map(({ message }) => message);
    const more = faults.length - named.length;
    return textReply(400, `${named.join("; ")}${more > 0 ? `; and ${more} more` : ""}`);
  }

  answer(request: HttpRequest): HttpReply {
    const { path } = request;
    if (path === "/ready") return textReply(200, "ready");
    if (path.endsWith("/status/buildinfo")) return jsonReply({ version: "3.0.0" });
    if (/\/labels?(?:\/[^/]+\/values)?$/.test(path)) {
      return jsonReply({ status: "success", data: [] });
    }
    this.context.intake.counters.refused(receiver, "query");
    return textReply(
      400,
      "Sidelight takes what is pushed and shows it in its panels; it answers no queries.",
    );
  }

  private records(push: Push, faults: PushFault[]): LogRecord[] {
    const logs: LogRecord[] = [];
    for (const stream of push.streams) {
      const labels = labelsOf(stream, faults);
      if (labels !== undefined) this.read(stream, labels, logs);
    }
    return logs;
  }

  private read({ entries }: PushStream, labels: Labels, into: LogRecord[]): void {
    const { resource, ofLines } = this.streams.of(labels);
    const origin = { receiver, resource, observedTimeUnixNano: this.context.now() };
    const ofStream = this.texts.envelope(ofLines, origin);
    for (const { line, metadata, timeUnixNano } of entries) {
      const envelope =
        metadata === undefined
          ? ofStream
          : this.texts.envelope({ ...ofLines, ...withLevelName(metadata) }, origin);
      this.texts.read(this.cut(line), envelope, origin, into, timeUnixNano);
    }
  }

  /** Loki's own limit is the same, and refuses what is longer. */
  private cut(line: string): string {
    if (line.length <= maxEntryLength) return line;
    this.context.intake.counters.refused(receiver, "line-truncated");
    return line.slice(0, maxEntryLength);
  }
}

function labelsOf(stream: PushStream, faults: PushFault[]): Labels | undefined {
  const { labels, entries } = stream;
  if (typeof labels !== "string") return labels;
  const parsed = parseLabels(labels);
  if (parsed.labels !== undefined) return parsed.labels;
  const text = labels.length > 200 ? `${labels.slice(0, 200)}…` : labels;
  faults.push({
    reason: "bad-labels",
    message: `error parsing labels ${text} with error: ${parsed.error}`,
    entries: entries.length,
  });
  return undefined;
}

function withLevelName(metadata: Labels): Labels {
  if (!("detected_level" in metadata)) return metadata;
  return Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [levelName(name), value]),
  );
}

function refuse({ status, message, retryAfterSeconds }: HttpRefusal): HttpReply {
  const reply = textReply(status, message);
  if (retryAfterSeconds === undefined) return reply;
  return { ...reply, headers: { ...reply.headers, "Retry-After": String(retryAfterSeconds) } };
}

const textReply = (status: number, message: string): HttpReply => ({
  status,
  headers: { "Content-Type": "text/plain; charset=utf-8" },
  body: `${message}\n`,
});

const jsonReply = (body: unknown): HttpReply => ({
  status: 200,
  headers: { "Content-Type": "application/json; charset=UTF-8" },
  body: JSON.stringify(body),
});
