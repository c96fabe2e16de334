// What `sidelight import` sends: records as `--json` prints them, and rows of other programs' tables. One
// JSON object a line, posted to this collector only; OTLP goes to its own receiver.

import { FieldReader } from "../../pipeline/fromFields";
import { isPlainObject, parseJson } from "../../pipeline/parseJson";
import { importPath } from "../../../shared/contract/imports";
import type { HttpReply, HttpRequest } from "../../control/httpRoute";
import type { CreateReceiver, ReceiverContext } from "../receiver";
import { type Parts, RecordReader } from "./recordReader";

const receiver = "import";

export const createImport: CreateReceiver = (context) => {
  const importer = new Importer(context);
  return {
    id: receiver,
    title: "Imported files",
    routes: [
      {
        methods: ["POST"],
        matches: (path) => path === importPath,
        handle: (request) => importer.handle(request),
        refuse: ({ status, message, retryAfterSeconds }) =>
          reply(
            status,
            { message },
            retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
          ),
      },
    ],
  };
};

class Importer {
  private readonly fields: FieldReader;
  private readonly records: RecordReader;

  constructor(private readonly context: ReceiverContext) {
    this.fields = new FieldReader(context.roles);
    this.records = new RecordReader(context.intake);
  }

  /** `?form=fields`: objects of any logger; else records. 503 and a full queue are the caller's to repeat. */
  async handle({ body, query }: HttpRequest): Promise<HttpReply> {
    const { intake } = this.context;
    if (!intake.hasRoom(body.length)) {
      intake.counters.refused(receiver, "queue-full");
      return reply(503, { message: "The queue is full. Send it again." }, { "retry-after": "1" });
    }
    const batch: Parts = { logs: [], spans: [], points: [] };
    const isFields = query.get("form") === "fields";
    const service = query.get("service") ?? "";
    const resource = intake.resource({ service, attributes: "{}", run: "" });
    const hints = { receiver, resource, observedTimeUnixNano: this.context.now() };
    let refused = 0;
    for (const line of new TextDecoder().decode(body).split("\n")) {
      if (line.trim() === "") continue;
      const object = objectIn(line);
      const isRead =
        object !== undefined &&
        (isFields
          ? batch.logs.push(this.fields.read(object, hints)) > 0
          : this.records.read(object, hints.observedTimeUnixNano, batch));
      if (isRead) continue;
      refused++;
      intake.counters.refused(receiver, "no-record", 1, Buffer.from(line.slice(0, 1024)));
    }
    await intake.accept(receiver, batch, body.length);
    const accepted = batch.logs.length + batch.spans.length + batch.points.length;
    return reply(200, { accepted, refused });
  }
}

function objectIn(line: string): Readonly<Record<string, unknown>> | undefined {
  const value = parseJson(line);
  return isPlainObject(value) ? value : undefined;
}

function reply(status: number, body: object, headers: Record<string, string> = {}): HttpReply {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: `${JSON.stringify(body)}\n`,
  };
}
