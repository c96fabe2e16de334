// Text that a protocol carries in an envelope (an event of Splunk, a line of Loki, a document's message): the
// text is parsed as any line is, and what it does not say of itself the envelope's fields say.

import type { LogRecord } from "../../../shared/record";
import { FieldReader } from "../fromFields";
import { isPlainObject, parseJson } from "../parseJson";
import type { Roles } from "../roles";
import { completeRecord, isOneLevelled, joinedAttributes } from "./completeRecord";
import { LineParser, type Origin } from "./lineParser";

/** Fields around texts, read: their roles apart, all else as attributes. Good for many texts. */
export interface Envelope {
  readonly severityNumber: number;
  readonly severityText: string;
  /** "" when no field names one. */
  readonly service: string;
  readonly logger: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly requestId: string;
  readonly eventName: string;
  readonly file: string;
  readonly line: number;
  readonly function: string;
  /** 0n when no field is a time. */
  readonly timeUnixNano: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export class WrappedText {
  private readonly reader: FieldReader;
  private readonly parser: LineParser;

  constructor(roles: Roles) {
    this.reader = new FieldReader(roles);
    this.parser = new LineParser(roles);
  }

  envelope(fields: Readonly<Record<string, unknown>>, origin: Origin): Envelope {
    // The text is the message, whatever else may be called so.
    const record = this.reader.read(fields, { ...origin, around: { body: "-" } });
    const { timeUnixNano, observedTimeUnixNano, service } = record;
    const attributes = parseJson(record.attributes);
    return {
      ...record,
      service: service === origin.resource.service ? "" : service,
      timeUnixNano: timeUnixNano === observedTimeUnixNano ? 0n : timeUnixNano,
      attributes: isPlainObject(attributes) ? attributes : {},
    };
  }

  /** As `read`, for a text that may be no line: false, and nothing is added, where it does not say its level. */
  readLine(
    text: string,
    envelope: Envelope,
    origin: Origin,
    into: LogRecord[],
    time = 0n,
  ): boolean {
    const records: LogRecord[] = [];
    this.read(text, { ...envelope, severityNumber: 0 }, origin, records, time);
    if (!isOneLevelled(records)) return false;
    into.push(...records);
    return true;
  }

  /**
   * Adds the records of a text; one at least, also for a blank text. The text's own time, level and ids win.
   * `timeUnixNano`: the protocol's time, where it has one.
   */
  read(
    text: string,
    envelope: Envelope,
    origin: Origin,
    into: LogRecord[],
    timeUnixNano: bigint = envelope.timeUnixNano,
  ): void {
    const from = into.length;
    const { attributes } = envelope;
    const around = {
      ...(timeUnixNano === 0n ? {} : { time: timeUnixNano }),
      ...(envelope.service === "" ? {} : { service: envelope.service }),
    };
    const entry = text.replace(/\r?\n$/, "");
    if (entry.trim() === "") {
      // A blank text says nothing, but somebody sent it.
      const said = { timeUnixNano: around.time, service: around.service, body: entry || " " };
      into.push(this.reader.read({}, { ...origin, around: said }));
    } else this.parser.parse(entry, origin, into, around);
    for (let i = from; i < into.length; i++) {
      const record = into[i];
      if (record === undefined) continue;
      completeRecord(record, envelope);
      record.attributes = joinedAttributes(record.attributes, attributes);
    }
  }
}
