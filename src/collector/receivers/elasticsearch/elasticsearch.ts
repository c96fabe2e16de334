// Elasticsearch, as far as those go who send to it: _bulk, single documents, and the questions before.

import type { LogRecord } from "../../../shared/record";
import type { HttpReply, HttpRequest, HttpRoute } from "../../pipeline/httpRoute";
import { OverloadedError } from "../../pipeline/intake";
import type { CreateReceiver, Receiver, ReceiverContext } from "../../pipeline/receiver";
import { maxActions, readBulk, readSource, type Action } from "./bulkBody";
import { DocumentReader } from "./documentRecords";
import { targetOf, type Target } from "./paths";
import { info, probe } from "./probes";
import {
  documentResult,
  errorBody,
  errorOf,
  itemOf,
  jsonReply,
  outcomeOf,
  refuse,
} from "./replies";

const receiver = "elasticsearch";

export const createElasticsearch: CreateReceiver = (context): Receiver => {
  const elasticsearch = new Elasticsearch(context);
  const route: HttpRoute = {
    methods: ["GET", "HEAD", "POST", "PUT", "DELETE"],
    matches: (path, method) => targetOf(path, method) !== undefined,
    handle: (request) => elasticsearch.handle(request),
    refuse,
    overloadStatus: 429,
  };
  return {
    id: receiver,
    title: "Elasticsearch",
    routes: [route],
    customaryPort: { name: receiver, port: 9200 },
  };
};

class Elasticsearch {
  private readonly documents: DocumentReader;
  /** Ids are invented for clients that want to hear of one. */
  private nextId = Date.now();

  constructor(private readonly context: ReceiverContext) {
    this.documents = new DocumentReader(receiver, context.roles, context.intake);
  }

  async handle(request: HttpRequest): Promise<HttpReply> {
    const target = targetOf(request.path, request.method) ?? { kind: "root" };
    const isRead = request.method === "GET" || request.method === "HEAD";
    switch (target.kind) {
      case "root":
        return jsonReply(200, info(request), request);
      case "bulk":
        return isRead ? this.search("_bulk", request) : this.bulk(request, target.index);
      case "document":
        if (isRead) return jsonReply(404, { ...place(target), found: false }, request);
        return request.method === "DELETE"
          ? this.delete(request, target)
          : this.document(request, target);
      case "search":
        return this.search(target.api, request);
      case "index":
        return jsonReply(
          200,
          { acknowledged: true, shards_acknowledged: true, index: target.index },
          request,
        );
      case "monitoring":
        // Elasticsearch's own answer where monitoring is not collected.
        this.context.intake.counters.leftOut(receiver, "client-telemetry");
        return jsonReply(200, { took: 0, ignored: true, errors: false }, request);
      case "probe":
        return jsonReply(200, probe(target.api, target.rest, request), request);
    }
  }

  private async bulk(request: HttpRequest, index: string): Promise<HttpReply> {
    const start = performance.now();
    const { intake } = this.context;
    this.makeSureOfRoom(request.body.length);
    const text = new TextDecoder().decode(request.body);
    const now = this.context.now();
    const logs: LogRecord[] = [];
    const done: Omit<Action, "document">[] = [];
    const bulk = readBulk(text, index, ({ document, ...action }) => {
      done.push(action);
      if (document !== undefined) this.documents.read(document, action, now, logs);
    });
    if (bulk === "too-many") return this.tooMany(request);
    if (bulk.malformed !== undefined) return this.refuse(request, "bad-action", bulk.malformed);
    if (bulk.count === 0) return this.refuse(request, "no-data", "request body is required");
    await intake.accept(receiver, { logs }, request.body.length);
    const isBrief =
      request.query.has("filter_path") || /fluent-?bit/i.test(request.headers["user-agent"] ?? "");
    let errors = false;
    const items = done.map((action) => {
      if (action.fault !== undefined) {
        errors = true;
        intake.counters.refused(receiver, action.fault, 1, request.body);
      } else if (action.operation === "delete") intake.counters.refused(receiver, "delete");
      return itemOf(action, action.id || this.inventId(), isBrief);
    });
    // Fluent Bit looks for this very order.
    return jsonReply(200, { took: Math.round(performance.now() - start), errors, items }, request);
  }

  private async document(request: HttpRequest, target: DocumentTarget): Promise<HttpReply> {
    const { operation, index } = target;
    this.makeSureOfRoom(request.body.length);
    const text = new TextDecoder().decode(request.body).trim();
    const source = readSource(operation, text === "" ? undefined : text);
    const action: Action = { operation, index: index.slice(0, 255), id: target.id, ...source };
    const { status, result } = outcomeOf(action);
    if (action.fault !== undefined) {
      this.context.intake.counters.refused(receiver, action.fault, 1, request.body);
      const { type, reason } = errorOf(action.fault);
      return jsonReply(status, errorBody(status, type, reason), request);
    }
    const logs: LogRecord[] = [];
    if (action.document !== undefined) {
      this.documents.read(action.document, action, this.context.now(), logs);
    }
    await this.context.intake.accept(receiver, { logs }, request.body.length);
    return jsonReply(status, documentResult(index, target.id || this.inventId(), result), request);
  }

  private delete(request: HttpRequest, target: DocumentTarget): HttpReply {
    this.context.intake.counters.refused(receiver, "delete");
    return jsonReply(404, documentResult(target.index, target.id, "not_found"), request);
  }

  /** A client that looks for its documents must not believe that there are none. */
  private search(api: string, request: HttpRequest): HttpReply {
    const reason = `Sidelight takes documents and shows them in its panels; it does not answer ${api}.`;
    return this.refuse(request, "search", reason);
  }

  private tooMany(request: HttpRequest): HttpReply {
    this.context.intake.counters.refused(receiver, "too-many", 1, request.body);
    const reason = `a bulk may have ${maxActions} actions here; send fewer at once`;
    return jsonReply(413, errorBody(413, "content_too_long_exception", reason), request);
  }

  private makeSureOfRoom(sizeBytes: number): void {
    const { intake } = this.context;
    if (intake.hasRoom(sizeBytes)) return;
    intake.counters.refused(receiver, "queue-full");
    throw new OverloadedError();
  }

  private refuse(request: HttpRequest, why: string, reason: string): HttpReply {
    this.context.intake.counters.refused(receiver, why, 1, request.body);
    return jsonReply(400, errorBody(400, "illegal_argument_exception", reason), request);
  }

  private inventId(): string {
    return `sidelight-${(this.nextId++).toString(36)}`;
  }
}

type DocumentTarget = Extract<Target, { kind: "document" }>;

const place = ({ index, id }: DocumentTarget) => ({ _index: index, _id: id });
