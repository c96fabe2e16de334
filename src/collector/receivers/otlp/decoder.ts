// One decoder for OTLP's protobuf, whichever way it came: what it read, what it had to leave out, or why the
// whole request is no OTLP. Keeps what is worth keeping between requests: names, resources, scopes.

import type { Intake } from "../../pipeline/intake";
import type { Roles } from "../../pipeline/roles";
import type { Batch } from "../../pipeline/batch";
import type { LogRecord, MetricPoint, SpanRecord } from "../../../shared/record";
import { AgentLines } from "./agentLines";
import { AttributeWriter } from "./attributes";
import { Blocks } from "./blocks";
import { readEnvelope } from "./envelope";
import { KeyCache } from "./keyCache";
import { readLog } from "./logs";
import { JsonToWire } from "./jsonToWire";
import { Losses } from "./losses";
import { readMetric } from "./metrics";
import { PointReader } from "./pointReader";
import type { OtlpSignal } from "./signals";
import { readSpan } from "./spans";
import { MalformedError, WireReader } from "../../pipeline/wireReader";

export type Decoded = DecodedRecords | { readonly kind: "malformed"; readonly message: string };

export interface DecodedRecords {
  readonly kind: "records";
  readonly records: Partial<Batch>;
  /** Records that the sender sent and that are not among `records`. */
  readonly rejected: number;
  readonly losses: Losses;
  /** Call when `records` could not be stored: the sender will send them again. */
  readonly undo: () => void;
}

export class Decoder {
  private readonly writer: AttributeWriter;
  private readonly partWriter: AttributeWriter;
  private readonly blocks: Blocks;
  private readonly points: PointReader;
  private readonly json = new JsonToWire();
  private readonly lines: AgentLines;

  /** `sinceUnixNano`: running totals that began later were seen from their beginning. */
  constructor(intake: Intake, roles: Roles, sinceUnixNano: bigint) {
    this.writer = new AttributeWriter(new KeyCache(roles));
    // Duplicate names are told by a mark on the name, so writers that take turns need names of their own.
    this.partWriter = new AttributeWriter(new KeyCache(roles));
    this.lines = new AgentLines(roles);
    this.blocks = new Blocks(intake, this.writer);
    this.points = new PointReader(intake, this.writer, this.partWriter, sinceUnixNano);
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
        return this.metrics(body, now);
      case "profiles":
        return this.profiles(body);
    }
  }

  private logs(body: Uint8Array, now: bigint): Decoded {
    const logs: LogRecord[] = [];
    const { writer } = this;
    return this.read(body, { logs }, (reader, resource, scope, end) => {
      this.lines.add(readLog(reader, end, writer, resource, scope, now), logs);
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

  private metrics(body: Uint8Array, now: bigint): Decoded {
    const points: MetricPoint[] = [];
    this.points.startRequest(now);
    let rejected = 0;
    const decoded = this.read(body, { points }, (reader, resource, scope, end) => {
      const kept = points.length;
      rejected += readMetric(reader, end, this.points, resource, scope, points);
      return points.length - kept;
    });
    const undo = this.points.takeUndo();
    if (decoded.kind === "records") {
      return { ...decoded, rejected: decoded.rejected + rejected, undo };
    }
    undo();
    return decoded;
  }

  /** Profiles are counted and left: there is no panel for them. */
  private profiles(body: Uint8Array): Decoded {
    let profiles = 0;
    const decoded = this.read(body, {}, (reader, _resource, _scope, end) => {
      reader.pos = end;
      profiles++;
      return 0;
    });
    if (decoded.kind === "malformed") return decoded;
    decoded.losses.add("profiles-not-kept", profiles);
    return { ...decoded, rejected: profiles };
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
    this.points.losses = losses;
    const reader = new WireReader(body);
    try {
      const rejected = readEnvelope({
        reader,
        blocks: this.blocks,
        losses,
        readItem: (resource, scope, end) => readItem(reader, resource, scope, end),
      });
      return { kind: "records", records, rejected, losses, undo: nothing };
    } catch (error) {
      return malformed(error);
    }
  }
}

const nothing = (): void => undefined;

function malformed(error: unknown): Decoded {
  if (!(error instanceof MalformedError)) throw error;
  return { kind: "malformed", message: error.message };
}
