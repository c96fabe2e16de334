// A message → its records, stored in parts of some thousands, and the acknowledgement when all of them are
// committed. A chunk that is sent again is acknowledged as the first, and stored once.

import type { LogRecord } from "../../../shared/record";
import { RecentIds } from "../../pipeline/recentIds";
import type { Peer } from "../../pipeline/tcpLoopback";
import type { ReceiverContext } from "../../pipeline/receiver";
import { Acknowledgement } from "./acknowledgement";
import { EntryReader } from "./entryRecord";
import {
  type Entry,
  entryOf,
  type Message,
  readEntries,
  readJsonMessage,
  readMessage,
} from "./message";
import { PartialLines } from "./partialLines";
import { unpack } from "./unpack";
import { ValueDecoder } from "./values";

const receiver = "fluent";
/** Records handed over at once: memory for decoded records, and one turn of the event loop. */
const partRecords = 4096;
/**
 * A message of so many events that are none holds no logs: what follows is one refusal. A packed one of 64 KB has room
 * for 64 million of them.
 */
const maxBadEntries = 10_000;
/** A blob up to so long is read at once: others may be packed or have to wait for room. */
const directBytes = 256 * 1024;
/** Packed blobs inflated at once: each may be a thousand times its size. */
const maxInflating = 2;
/** What all connections hold of messages that are not whole yet. */
const maxHeldBytes = 128 * 1024 * 1024;
/** How often a message that waits looks for room. */
const roomMs = 20;
/** Characters of Docker's ids; they are 64. */
const maxIdLength = 200;

export class Chunks {
  private readonly decoder = new ValueDecoder();
  private readonly reader: EntryReader;
  private readonly recent = new RecentIds();
  private readonly underWay = new Set<Promise<void>>();
  private readonly partials = new PartialLines<LinePlace>((text, { tag, entry }) => {
    const logs: LogRecord[] = [];
    this.reader.read(tag, withLine(entry, text), logs);
    this.context.intake.counters.refused(receiver, "line-cut", 1);
    this.context.intake.offer(receiver, { logs }, text.length);
  });
  private inflating = 0;
  private heldBytes = 0;

  constructor(private readonly context: ReceiverContext) {
    this.reader = new EntryReader(context);
  }

  /** `bytes` are one value. A promise when its records have to wait; then it settles when all are handed over. */
  take(bytes: Buffer, isJson: boolean, peer: Peer): Promise<void> | undefined {
    const message = this.read(bytes, isJson);
    if (message === undefined) {
      this.refuse("not-a-message", bytes);
      return undefined;
    }
    const { option, content } = message;
    const chunk = new Acknowledgement(option.chunk, isJson, peer);
    const first = chunk.id === "" ? undefined : this.recent.find(chunk.id);
    if (first !== undefined) {
      this.context.intake.counters.leftOut(receiver, "duplicate");
      chunk.after(first);
      return undefined;
    }
    if (typeof option.fluent_signal === "number" && option.fluent_signal > 0) {
      this.refuse("metrics-and-traces-not-kept", bytes); // fluent-bit's own form of them
      chunk.after(Promise.resolve());
      return undefined;
    }
    if (content.kind === "event") {
      this.hand([content.entry], message.tag, bytes, chunk);
      return undefined;
    }
    if (content.kind === "json") {
      const entries = content.entries.map((pair) => jsonEntry(pair));
      this.hand(entries, message.tag, bytes, chunk);
      return undefined;
    }
    const isPacked = isCompressed(option.compressed);
    if (!isPacked && content.bytes.length <= directBytes) {
      this.hand(readEntries(content.bytes, this.decoder), message.tag, bytes, chunk);
      return undefined;
    }
    // The stream's buffer is used again meanwhile.
    const copy = Buffer.from(content.bytes);
    const done = this.takeParts({ ...message, content: { kind: "entries", bytes: copy } }, chunk);
    this.underWay.add(done);
    this.remember(
      chunk,
      done.then(() => chunk.committed),
    );
    return done.finally(() => this.underWay.delete(done));
  }

  /** A connection holds more, or less; false when all of them hold too much together. */
  hold(bytes: number): boolean {
    this.heldBytes += bytes;
    return bytes <= 0 || this.heldBytes <= maxHeldBytes;
  }

  /** Stores what waits for its rest. */
  async dispose(): Promise<void> {
    this.partials.dispose();
    await this.settled();
  }

  /** Resolves when nothing waits for room any more. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private read(bytes: Buffer, isJson: boolean): Message | undefined {
    try {
      return isJson ? readJsonMessage(bytes) : readMessage(bytes, this.decoder);
    } catch {
      return undefined; // no MessagePack inside: counted by the caller
    }
  }

  /** All at once. */
  private hand(
    entries: Iterable<Entry | undefined>,
    tag: string,
    bytes: Buffer,
    chunk: Acknowledgement,
  ): void {
    const logs: LogRecord[] = [];
    const isBadEnough = this.badEntries(bytes);
    let count = 0;
    for (const entry of entries) {
      count++;
      if (entry !== undefined) this.add(entry, tag, logs, chunk);
      else if (isBadEnough()) break;
    }
    if (count === 0) this.context.intake.counters.leftOut(receiver, "empty-message");
    this.store(logs, bytes.length, chunk);
    this.remember(chunk, chunk.committed);
  }

  private async takeParts(message: Message, chunk: Acknowledgement): Promise<void> {
    const { tag, option, content } = message;
    if (content.kind !== "entries") return;
    const packed = content.bytes;
    const blob = isCompressed(option.compressed)
      ? await this.inflate(packed, option.compressed)
      : packed;
    if (typeof blob === "string") {
      this.refuse(blob, packed);
      chunk.after(Promise.resolve()); // it would fail for ever
      return;
    }
    let logs: LogRecord[] = [];
    let sizeBytes = 0;
    let count = 0;
    const isBadEnough = this.badEntries(packed);
    if (blob.length === 0) this.context.intake.counters.leftOut(receiver, "empty-message");
    for (const entry of readEntries(blob, this.decoder)) {
      if (entry === undefined) {
        if (isBadEnough()) break;
      } else {
        this.add(entry, tag, logs, chunk);
        sizeBytes += entry.sizeBytes;
      }
      // Pieces of lines that wait for their rest take their time, too.
      if (++count % partRecords !== 0) continue;
      await this.room(sizeBytes);
      chunk.part(this.commit(logs, sizeBytes, chunk));
      logs = [];
      sizeBytes = 0;
    }
    await this.room(sizeBytes);
    this.store(logs, sizeBytes, chunk);
  }

  /** Counts one more; true when that is enough of a message. */
  private badEntries(bytes: Uint8Array): () => boolean {
    let count = 0;
    return () => {
      const isEnough = ++count > maxBadEntries;
      this.refuse(isEnough ? "too-many-bad-entries" : "bad-entry", bytes);
      return isEnough;
    };
  }

  private add(entry: Entry, tag: string, logs: LogRecord[], chunk: Acknowledgement): void {
    const piece = pieceOf(entry);
    // What is acknowledged must be stored by then: it cannot wait for its rest.
    if (piece === undefined || chunk.isAsked) return this.reader.read(tag, entry, logs);
    const line = this.partials.add(piece.id, piece.text, piece.isLast, { tag, entry });
    if (line !== undefined) this.reader.read(tag, withLine(entry, line), logs);
  }

  /** The last part, or the only one. */
  private store(logs: LogRecord[], sizeBytes: number, chunk: Acknowledgement): void {
    chunk.part(this.commit(logs, sizeBytes, chunk));
    chunk.finish();
  }

  private remember(chunk: Acknowledgement, committed: Promise<void>): void {
    if (chunk.isAsked) this.recent.add(chunk.id, committed);
  }

  /** Who asks for no acknowledgement does not wait; what there is no room for is counted. */
  private commit(logs: LogRecord[], sizeBytes: number, chunk: Acknowledgement): Promise<void> {
    const { intake } = this.context;
    if (chunk.isAsked) return intake.accept(receiver, { logs }, sizeBytes);
    intake.offer(receiver, { logs }, sizeBytes);
    return Promise.resolve();
  }

  private async inflate(packed: Uint8Array, compression: unknown): ReturnType<typeof unpack> {
    while (this.inflating >= maxInflating) await pause();
    this.inflating++;
    try {
      return await unpack(packed, compression);
    } finally {
      this.inflating--;
    }
  }

  /** Others have their turn first: sockets and commits must not wait for a large blob. */
  private async room(sizeBytes: number): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (!this.context.intake.hasRoom(sizeBytes)) {
      await pause();
    }
  }

  private refuse(reason: string, bytes: Uint8Array): void {
    this.context.intake.counters.refused(receiver, reason, 1, bytes);
  }
}

/** Of the first piece of a line. */
interface LinePlace {
  readonly tag: string;
  readonly entry: Entry;
}

/** A piece of a line, as Docker's driver marks it; undefined for whole lines. */
function pieceOf({ record }: Entry): { id: string; text: string; isLast: boolean } | undefined {
  const { log, container_id: container, partial_id: id } = record;
  if (record.partial_message !== "true" || typeof log !== "string") return undefined;
  if (typeof id !== "string" || id.length > maxIdLength) return undefined;
  const where = typeof container === "string" ? container.slice(0, maxIdLength) : "";
  return { id: `${where} ${id}`, text: log, isLast: record.partial_last === "true" };
}

const withLine = (entry: Entry, log: string): Entry => ({
  ...entry,
  record: { ...entry.record, log },
});

const pause = () => new Promise((resolve) => setTimeout(resolve, roomMs));

/** Node's client says "text" for what is not packed. */
const isCompressed = (compressed: unknown) =>
  typeof compressed === "string" && compressed !== "" && compressed !== "text";

function jsonEntry(pair: unknown): Entry | undefined {
  const [time, record] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
  return entryOf(time, record, 0);
}
