// Rollbar: items at /api/1/item/. Any token is taken. The answer is JSON always, or its clients fail on it.

import type { HttpReply, HttpRequest, HttpRoute } from "../../pipeline/httpRoute";
import { FieldReader } from "../../pipeline/fromFields";
import { OverloadedError } from "../../pipeline/intake";
import { type Json, objectOf, textOf } from "../../pipeline/jsonShapes";
import { isPlainObject, parseJson } from "../../pipeline/parseJson";
import { RecentIds } from "../../pipeline/recentIds";
import type { CreateReceiver, Receiver, ReceiverContext } from "../../pipeline/receiver";
import { itemRecord } from "./item";

const receiver = "rollbar";

export const createRollbar: CreateReceiver = (context): Receiver => {
  const rollbar = new Rollbar(context);
  const route = (path: RegExp, handle: HttpRoute["handle"]): HttpRoute => ({
    methods: ["POST"],
    matches: (asked) => path.test(asked),
    handle,
    refuse: ({ status, message, retryAfterSeconds }) =>
      retryAfterSeconds === undefined ? failed(status, message) : overloaded(),
    isOpenToLocalPages: true,
  });
  return {
    id: receiver,
    title: "Rollbar",
    routes: [
      route(/\/api\/1\/item$/, (request) => rollbar.item(request)),
      // What newer browser clients tell of a session as a whole.
      route(/\/api\/1\/session$/, () => {
        context.intake.counters.leftOut(receiver, "session");
        return reply(200, { err: 0 });
      }),
    ],
  };
};

class Rollbar {
  private readonly reader: FieldReader;
  private readonly recent = new RecentIds();

  constructor(private readonly context: ReceiverContext) {
    this.reader = new FieldReader(context.roles);
  }

  async item({ body }: HttpRequest): Promise<HttpReply> {
    const { intake } = this.context;
    if (!intake.hasRoom(body.length)) {
      intake.counters.refused(receiver, "queue-full");
      return overloaded();
    }
    const item = itemOf(Buffer.from(body).toString("utf8"));
    if (item === undefined) return this.refuse(400, "bad-json", "The body is no JSON.", body);
    const data = objectOf(item.data);
    if (!isPlainObject(item.data)) {
      return this.refuse(422, "no-data", "data is required", body);
    }
    if (Object.keys(objectOf(data.body)).length === 0) {
      return this.refuse(422, "no-body", "data.body is required", body);
    }
    const uuid = textOf(data.uuid);
    const first = uuid === "" ? undefined : this.recent.find(uuid);
    if (first !== undefined) intake.counters.leftOut(receiver, "duplicate");
    const committed = first ?? this.store(data, body.length);
    if (first === undefined && uuid !== "") this.recent.add(uuid, committed);
    try {
      await committed;
    } catch (error) {
      if (error instanceof OverloadedError) return overloaded();
      return failed(503, error instanceof Error ? error.message : String(error));
    }
    return reply(200, { err: 0, result: { id: null, uuid } });
  }

  private store(data: Json, sizeBytes: number): Promise<void> {
    const log = itemRecord(data, this.reader, this.context);
    return this.context.intake.accept(receiver, { logs: [log] }, sizeBytes);
  }

  private refuse(status: number, reason: string, message: string, body: Uint8Array): HttpReply {
    this.context.intake.counters.refused(receiver, reason, 1, body);
    return failed(status, message);
  }
}

/** JSON, or the form field that old clients put it in; undefined when it is neither. */
function itemOf(text: string): Json | undefined {
  const form = /^\s*[[{"]/.test(text) ? null : new URLSearchParams(text).get("payload");
  const value = parseJson(form ?? text);
  return isPlainObject(value) ? value : undefined;
}

const failed = (status: number, message: string) => reply(status, { err: 1, message });

/** rollbar.js waits as long as these headers say. */
function overloaded(): HttpReply {
  const { headers, ...rest } = failed(429, "The queue is full. Send it again.");
  const wait = { "x-rate-limit-remaining": "0", "x-rate-limit-remaining-seconds": "1" };
  return { ...rest, headers: { ...headers, ...wait, "retry-after": "1" } };
}

function reply(status: number, body: object): HttpReply {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}
