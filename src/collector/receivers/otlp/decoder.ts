// One decoder for OTLP's protobuf, whichever way it came: what it read, what it had to leave out, or why the
// whole request is no OTLP. Keeps what is worth keeping between requests: names, resources, scopes.

import type { Intake } from "../../pipeline/intake";
import type { Roles } from "../../pipeline/roles";
import type { Batch } from "../../pipeline/batch";
import type { LogRecord, SpanRecord } from "../../../shared/record";
import { AttributeWriter } from "./attributes";
import { Blocks } from "./blocks";
import { readEnvelope } from "./envelope";
import { KeyCache } from "./keyCache";
import { readLog } from "./logs";
import { JsonToWire } from "./jsonToWire";
import { Losses } from "./losses";
import type { OtlpSignal } from "./signals";
import { readSpan } from "./spans";
import { MalformedError, WireReader } from "./wire";

export type Decoded = DecodedRecords | { readonly kind: "malformed"; readonly message: string };

export interface DecodedRecords {
  readonly kind: "records";
  readonly records: Partial<Batch>;
  /** Records that the sender sent and that are not among `records`. */
  readonly rejected: number;
  readonly losses: Losses;
}

export class Decoder {
  private readonly writer: AttributeWriter;
  private readonly partWriter: AttributeWriter;
  private readonly blocks: Blocks;
  private readonly json = new JsonToWire();

  constructor(intake: Intake, roles: Roles) {
    this.writer = new AttributeWriter(new KeyCache(roles));
    // Duplicate names are told by a mark on the name, so writers that take turns need names of their own.
    this.partWriter = new AttributeWriter(new KeyCache(roles));
    this.blocks = new Blocks(intake, this.writer);
  }

  /** The same in JSON. */
  decodeJson(signal: OtlpSignal, body: Uint8Array, now: bigint): Decoded {
    let bytes: Uint8Array;
    try {
      bytes = this.json.convert(signal, body);
    } catch (error) {
      return malformed(error);
    }
    return this.decode(signal, bytes, now);
  }

  /** An Export…ServiceRequest in protobuf. `now`: its arrival, nanoseconds since the epoch. */
  decode(signal: OtlpSignal, body: Uint8Array, now: bigint): Decoded {
    switch (signal) {
      case "logs":
        return this.logs(body, now);
      case "traces":
        return this.spans(body, now);
      case "metrics":
      case "profiles":
        return { kind: "malformed", message: "not yet" };
    }
  }

  private logs(body: Uint8Array, now: bigint): Decoded {
    const logs: LogRecord[] = [];
    const { writer } = this;
    return this.read(body, { logs }, (reader, resource, scope, end) => {
      logs.push(readLog(reader, end, writer, resource, scope, now));
      return 1;
    });
  }

  private spans(body: Uint8Array, now: bigint): Decoded {
    const spans: SpanRecord[] = [];
    const writers = { attributes: this.writer, parts: this.partWriter };
    return this.read(body, { spans }, (reader, resource, scope, end) => {
      spans.push(readSpan(reader, end, writers, resource, scope, now));
      return 1;
    });
  }

  private read(
    body: Uint8Array,
    records: Partial<Batch>,
    readItem: (
      reader: WireReader,
      ...rest: Parameters<Parameters<typeof readEnvelope>[0]["readItem"]>
    ) => number,
  ): Decoded {
    const losses = new Losses();
    this.writer.losses = losses;
    this.partWriter.losses = losses;
    const reader = new WireReader(body);
    try {
      const rejected = readEnvelope({
        reader,
        blocks: this.blocks,
        losses,
        readItem: (resource, scope, end) => readItem(reader, resource, scope, end),
      });
      return { kind: "records", records, rejected, losses };
    } catch (error) {
      return malformed(error);
    }
  }
}

function malformed(error: unknown): Decoded {
  if (!(error instanceof MalformedError)) throw error;
  return { kind: "malformed", message: error.message };
}
