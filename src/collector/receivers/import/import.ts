// What `sidelight import` sends: records as `--json` prints them, and rows of other programs' tables. One
// JSON object a line, posted to this collector only; OTLP goes to its own receiver.

import type { FieldHints } from "../../pipeline/fieldHints";
import { FieldReader } from "../../pipeline/fromFields";
import { isPlainObject, parseJson } from "../../pipeline/parseJson";
import { importPath, type ImportReply } from "../../../shared/contract/imports";
import type { HttpReply, HttpRequest } from "../../pipeline/httpRoute";
import type { CreateReceiver, ReceiverContext } from "../../pipeline/receiver";
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
      const isRead = isFields
        ? this.readFields(line, hints, batch)
        : this.readRecord(line, hints.observedTimeUnixNano, batch);
      if (isRead) continue;
      refused++;
      intake.counters.refused(receiver, "no-record", 1, Buffer.from(line.slice(0, 1024)));
    }
    await intake.accept(receiver, batch, body.length);
    const accepted = batch.logs.length + batch.spans.length + batch.points.length;
    return reply(200, { accepted, refused } satisfies ImportReply);
  }

  private readFields(line: string, hints: FieldHints, batch: Parts): boolean {
    const object = objectIn(line);
    if (object !== undefined) batch.logs.push(this.fields.read(object, hints));
    return object !== undefined;
  }

  private readRecord(line: string, now: bigint, batch: Parts): boolean {
    const object = objectIn(line);
    return object !== undefined && this.records.read(object, now, batch);
  }
}

/** Deeper nesting has no use, and would be more than the stack holds when it is written again. */
const maxNesting = 100;

function objectIn(line: string): Readonly<Record<string, unknown>> | undefined {
  const value = parseJson(line);
  return isPlainObject(value) && depthOf(line) <= maxNesting ? value : undefined;
}

/** How deep its brackets lie at most, those in texts left out. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (code === quote) i = textEnd(json, i);
    else if (code === 0x5b || code === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x5d || code === 0x7d) depth--;
  }
  return deepest;
}

const quote = 0x22;
const backslash = 0x5c;

/** Where the text that begins at `start` ends. */
function textEnd(json: string, start: number): number {
  let i = start + 1;
  while (i < json.length && json.charCodeAt(i) !== quote) {
    i += json.charCodeAt(i) === backslash ? 2 : 1;
  }
  return i;
}

function reply(status: number, body: object, headers: Record<string, string> = {}): HttpReply {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: `${JSON.stringify(body)}\n`,
  };
}
