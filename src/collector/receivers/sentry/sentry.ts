// Sentry: envelopes at /api/<project>/envelope/ and, as Spotlight has them, at /stream; single events at the old
// /api/<project>/store/. Any key and any project are taken; a path before /api is allowed.

import type { HttpReply, HttpRequest, HttpRoute } from "../../pipeline/httpRoute";
import { FieldReader } from "../../pipeline/fromFields";
import { OverloadedError } from "../../pipeline/intake";
import { RecentIds } from "../../pipeline/recentIds";
import type { CreateReceiver, Receiver, ReceiverContext } from "../../pipeline/receiver";
import { readEnvelope } from "./envelope";
import { addRecords, type ReadItem, readItem, type Records } from "./items";
import { accepted, failed } from "./replies";
import { type Launched, notLaunched } from "./recordMaker";
import { readSpotlightPath } from "./spotlightPath";
import { readStoreBody } from "./storeBody";
import { type Json, objectOf, textOf } from "../../pipeline/jsonShapes";

const receiver = "sentry";
/** Clients lose what is turned away, so the shortest silence that the header can say. */
const overloadedReply = () => failed(429, "The queue is full. Send it again.", 1);

export const createSentry: CreateReceiver = (context): Receiver => {
  const sentry = new Sentry(context);
  const route = (
    matches: HttpRoute["matches"],
    methods: HttpRoute["methods"],
    handle: HttpRoute["handle"],
  ): HttpRoute => ({
    methods,
    matches,
    handle,
    refuse: ({ status, message, retryAfterSeconds }) =>
      status === 503 && retryAfterSeconds !== undefined
        ? failed(429, message, retryAfterSeconds)
        : failed(status, message),
    isOpenToLocalPages: true,
  });
  return {
    id: receiver,
    title: "Sentry",
    customaryPort: { name: "sentry", port: 8969 },
    routes: [
      route(isSpotlight, ["POST"], (request) => sentry.envelope(request)),
      route(endsWith("envelope"), ["POST"], (request) => sentry.envelope(request)),
      route(endsWith("store"), ["POST", "GET"], (request) => sentry.store(request)),
      route(endsWith("security"), ["POST"], (request) => sentry.security(request)),
      route(endsWith("(?:minidump|unreal/[^/]+)"), ["POST"], (request) => sentry.crash(request)),
    ],
  };
};

/** `/api/<project>/<name>` behind any path; `name` is a pattern. */
function endsWith(name: string): (path: string) => boolean {
  const ending = new RegExp(`/api/[^/]+/${name}$`);
  return (path) => ending.test(path);
}

const isSpotlight = (path: string) => readSpotlightPath(path) !== undefined;

class Sentry {
  private readonly reader: FieldReader;
  private readonly recent = new RecentIds();

  constructor(private readonly context: ReceiverContext) {
    this.reader = new FieldReader(context.roles);
  }

  async envelope({ body, path }: HttpRequest): Promise<HttpReply> {
    const { header, items, problem } = readEnvelope(body);
    const launched = readSpotlightPath(path);
    const way = launched === undefined ? "dsn" : "spotlight";
    const read = items
      .map((item) => readItem(item, way, (...skipped) => this.skip(...skipped)))
      .filter((item) => item !== undefined);
    if (problem !== undefined) this.count(problem, body);
    else if (items.length === 0) this.context.intake.counters.leftOut(receiver, "empty-envelope");
    const failure = await this.take(read, body, launched);
    if (failure !== undefined) return failure;
    if (problem !== undefined) return failed(400, `The envelope cannot be read: ${problem}.`);
    return accepted(textOf(header.event_id) || textOf(read[0]?.payload.event_id));
  }

  /** POST, or GET with `?sentry_data=` (browsers of old). */
  async store({ method, body, query }: HttpRequest): Promise<HttpReply> {
    const bytes = method === "GET" ? Buffer.from(query.get("sentry_data") ?? "") : body;
    const event = readStoreBody(bytes);
    if (typeof event === "string") {
      this.count(event, bytes);
      return failed(400, `The body holds no event: ${event}.`);
    }
    const id = textOf(event.event_id).replaceAll("-", "");
    const type = event.type === "transaction" ? "transaction" : "event";
    const key = id === "" ? "" : `${type} ${id}`;
    const item = { type, payload: event, id: key, sameAs: key };
    return (await this.take([item], bytes)) ?? accepted(id);
  }

  /** A browser's report of a content security policy that was broken. */
  async security({ body }: HttpRequest): Promise<HttpReply> {
    const event = readStoreBody(body);
    if (typeof event === "string") {
      this.count(event, body);
      return failed(400, `The body holds no report: ${event}.`);
    }
    const payload = { level: "warning", logger: "csp", message: reportText(event), extra: event };
    const item = { type: "event", payload, id: "", sameAs: "" };
    return (await this.take([item], body)) ?? accepted("");
  }

  /** A crash of native code: answered, so that its sender does not come again. */
  crash({ body }: HttpRequest): HttpReply {
    this.count("minidump-not-kept", body);
    return accepted("");
  }

  /** Stores what was not stored yet; resolves after the commit, with an answer when that failed. */
  private async take(
    items: readonly ReadItem[],
    body: Uint8Array,
    launched: Launched = notLaunched,
  ): Promise<HttpReply | undefined> {
    const { context, reader } = this;
    const { intake } = context;
    const sizeBytes = body.length;
    if (!intake.hasRoom(sizeBytes)) {
      intake.counters.refused(receiver, "queue-full", Math.max(1, items.length));
      return overloadedReply();
    }
    const records: Records = { logs: [], spans: [], points: [] };
    const fresh = new Set<string>();
    const known: Promise<void>[] = [];
    for (const { id, sameAs, type, payload } of items) {
      const first = sameAs === "" ? undefined : this.recent.find(sameAs);
      if (first !== undefined || fresh.has(sameAs)) {
        if (first !== undefined) known.push(first);
        intake.counters.leftOut(receiver, "duplicate");
        continue;
      }
      if (id !== "") fresh.add(id);
      addRecords(type, payload, { context, reader, launched }, records, {
        bad: () => this.count("bad-item", body),
        empty: () => intake.counters.leftOut(receiver, "empty-item"),
      });
    }
    const committed = intake.accept(receiver, records, sizeBytes);
    for (const id of fresh) this.recent.add(id, committed);
    try {
      await Promise.all([committed, ...known]);
    } catch (error) {
      if (error instanceof OverloadedError) return overloadedReply();
      return failed(503, error instanceof Error ? error.message : String(error));
    }
    return undefined;
  }

  private skip(reason: string, payload: Uint8Array, isOnPurpose: boolean): void {
    if (isOnPurpose) this.context.intake.counters.leftOut(receiver, reason);
    else this.count(reason, payload);
  }

  private count(reason: string, payload?: Uint8Array): void {
    this.context.intake.counters.refused(receiver, reason, 1, payload);
  }
}

/** `csp-report: script-src blocked http://…`. */
function reportText(event: Json): string {
  const [kind = "report", inner] = Object.entries(event)[0] ?? [];
  const report = objectOf(inner);
  const directive = textOf(report["violated-directive"]) || textOf(report["effective-directive"]);
  return `${kind}: ${directive} blocked ${textOf(report["blocked-uri"])}`;
}
