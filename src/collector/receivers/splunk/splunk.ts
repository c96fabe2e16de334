// Splunk's HTTP Event Collector: events, raw text, metrics, health and acknowledgements.

import type { LogRecord, MetricPoint } from "../../../shared/record";
import type { HttpReply, HttpRequest, HttpRoute } from "../../pipeline/httpRoute";
import { OverloadedError } from "../../pipeline/intake";
import { numberOf } from "../../pipeline/jsonShapes";
import { isPlainObject, parseJson } from "../../pipeline/parseJson";
import type { Origin } from "../../pipeline/text/lineParser";
import type { CreateReceiver, Receiver, ReceiverContext } from "../../pipeline/receiver";
import { Acknowledgements } from "./acknowledgements";
import { endpointOf } from "./endpoints";
import { EventReader } from "./eventRecords";
import { faultOf, isMetric, readEvents, type HecEvent } from "./hecEvent";
import { Metadata, timeOf, type Sender } from "./metadata";
import { readPoints } from "./metricPoints";
import { maxTextLength, readRaw } from "./rawBody";
import { hecRefusal, hecReply } from "./replies";

const receiver = "splunk";
/** Longest name of a channel: clients send a GUID. */
const maxChannelLength = 200;

export const createSplunk: CreateReceiver = (context): Receiver => {
  const splunk = new Splunk(context);
  const route = {
    refuse: hecRefusal,
    isOpenToLocalPages: true,
    handle: (request: HttpRequest) => splunk.handle(request),
  };
  const isHealth = (path: string) => endpointOf(path) === "health";
  const routes: HttpRoute[] = [
    { ...route, methods: ["GET", "HEAD"], matches: isHealth },
    {
      ...route,
      methods: ["POST", "PUT", "OPTIONS"],
      matches: (path) => !isHealth(path) && endpointOf(path) !== undefined,
    },
  ];
  return {
    id: receiver,
    title: "Splunk HTTP Event Collector",
    routes,
    customaryPort: { name: receiver, port: 8088 },
  };
};

/** What an event lacked, and which it was. */
interface Fault {
  readonly code: 6 | 12 | 13 | 15;
  readonly number: number;
}

class Splunk {
  private readonly events: EventReader;
  private readonly metadata: Metadata;
  private readonly acknowledgements = new Acknowledgements();

  constructor(private readonly context: ReceiverContext) {
    this.events = new EventReader(context.roles);
    this.metadata = new Metadata(context.intake);
  }

  async handle(request: HttpRequest): Promise<HttpReply> {
    // Docker's logging driver asks so before it sends.
    if (request.method === "OPTIONS") return { status: 200, headers: { Allow: "POST, OPTIONS" } };
    switch (endpointOf(request.path)) {
      case "health":
        return hecReply(this.context.intake.hasRoom(1) ? 17 : 18);
      case "ack":
        return this.answerAcks(request);
      case "raw":
        return this.take(request, (text) => this.raw(text, request.query));
      default:
        return this.take(request, (text) => this.event(text, request.query));
    }
  }

  private async take(
    request: HttpRequest,
    read: (text: string) => Read | undefined,
  ): Promise<HttpReply> {
    const { intake } = this.context;
    const { body } = request;
    if (!intake.hasRoom(body.length)) {
      intake.counters.refused(receiver, "queue-full");
      throw new OverloadedError();
    }
    const text = new TextDecoder().decode(body);
    // Firehose looks whether it is answered so.
    if (text.trim() === "") return this.refuse(5, body);
    const channel = channelOf(request);
    if (channel !== undefined && channel.length > maxChannelLength) return this.refuse(11, body);
    const found = read(text);
    if (found === undefined) return this.refuse(27, body);
    const { logs, points, fault } = found;
    await intake.accept(receiver, { logs, points }, body.length);
    if (fault !== undefined) {
      return this.refuse(fault.code, body, { "invalid-event-number": fault.number });
    }
    if (channel === undefined) return hecReply(0);
    return hecReply(0, { ackId: this.acknowledgements.next(channel) });
  }

  /** All events that can be read are kept; the first that cannot is what the sender is told of. */
  private event(text: string, query: URLSearchParams): Read | undefined {
    const read: Read = { logs: [], points: [] };
    const now = this.context.now();
    const note = (code: Fault["code"], number: number) => {
      if (read.fault === undefined) read.fault = { code, number };
      else this.context.intake.counters.refused(receiver, reasons[code]);
    };
    const found = readEvents(text, (event, number) => {
      const code = this.one(event, query, now, read);
      if (code !== undefined) note(code, number);
    });
    if (found === "too-large") return undefined;
    if (found.rest !== "") note(6, found.count);
    return read;
  }

  private one(
    event: HecEvent,
    query: URLSearchParams,
    now: bigint,
    into: Read,
  ): Fault["code"] | undefined {
    const code = faultOf(event);
    if (code !== undefined) return code;
    const { origin, ofEvent } = this.origin(event, query, now);
    const time = timeOf(event.time) || timeOf(query.get("time"));
    if (!isMetric(event)) {
      const content = typeof event.event === "string" ? this.cut(event.event) : event.event;
      this.events.read({ ...event, event: content }, ofEvent, origin, time, into.logs);
      return undefined;
    }
    const { observedTimeUnixNano, resource } = origin;
    const hints = { receiver, resource, timeUnixNano: time || observedTimeUnixNano };
    return readPoints(event, hints, this.context.intake, into.points) > 0 ? 15 : undefined;
  }

  private raw(text: string, query: URLSearchParams): Read | undefined {
    const { origin, ofEvent } = this.origin({}, query, this.context.now());
    const time = timeOf(query.get("time"));
    const logs: LogRecord[] = [];
    const isRead = readRaw(text, (entry) =>
      this.events.line(this.cut(entry), ofEvent, origin, time, logs),
    );
    if (!isRead) return undefined;
    return { logs, points: [] };
  }

  private origin(
    event: HecEvent,
    query: URLSearchParams,
    observedTimeUnixNano: bigint,
  ): Sender & { readonly origin: Origin } {
    const { resource, ofEvent } = this.metadata.sender(event, query);
    return { resource, ofEvent, origin: { receiver, resource, observedTimeUnixNano } };
  }

  private cut(text: string): string {
    if (text.length <= maxTextLength) return text;
    this.context.intake.counters.refused(receiver, "line-truncated");
    return text.slice(0, maxTextLength);
  }

  private answerAcks(request: HttpRequest): HttpReply {
    const channel = channelOf(request);
    if (channel === undefined) return this.refuse(10, request.body);
    const asked = parseJson(new TextDecoder().decode(request.body));
    const numbers = isPlainObject(asked) ? asked.acks : undefined;
    if (!Array.isArray(numbers)) return this.refuse(6, request.body);
    const acks = Object.fromEntries(
      numbers
        .map(numberOf)
        .filter((number) => Number.isSafeInteger(number))
        .map((number) => [number, this.acknowledgements.isStored(channel, number)]),
    );
    return { ...hecReply(0), body: JSON.stringify({ acks }) };
  }

  private refuse(
    code: keyof typeof reasons,
    body: Uint8Array,
    more: Readonly<Record<string, unknown>> = {},
  ): HttpReply {
    this.context.intake.counters.refused(receiver, reasons[code], 1, body);
    return hecReply(code, more);
  }
}

interface Read {
  readonly logs: LogRecord[];
  readonly points: MetricPoint[];
  fault?: Fault;
}

const reasons = {
  5: "no-data",
  6: "not-json",
  10: "no-channel",
  11: "bad-channel",
  12: "no-event",
  13: "blank-event",
  15: "bad-measurement",
  27: "too-large",
} as const;

/** GUID in a header or in the query; undefined when the sender wants no acknowledgement. */
function channelOf({ headers, query }: HttpRequest): string | undefined {
  return headers["x-splunk-request-channel"] ?? query.get("channel") ?? undefined;
}
