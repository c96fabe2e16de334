// GELF, as Graylog's clients send it: UDP (in chunks, zlib, gzip), TCP with NUL frames, HTTP at /gelf.

import { FieldReader } from "../../pipeline/fromFields";
import { WrappedText } from "../../pipeline/text/wrappedText";
import { listenUdpAndTcp } from "../../pipeline/udpAndTcp";
import type { LogRecord } from "../../../shared/record";
import type { CreateReceiver, Receiver, ReceiverContext } from "../../pipeline/receiver";
import { ChunkAssembler } from "./chunks";
import { gelfRecord, type Readers } from "./gelfRecord";
import { createGelfRoute } from "./httpRoute";
import { readMessage, readMessages, type GelfMessage } from "./message";
import { NulFrames } from "./nulFrames";
import { unpack } from "./payload";

const receiver = "gelf";

export const createGelf: CreateReceiver = (context): Receiver => {
  const gelf = new Gelf(context);
  return {
    id: receiver,
    title: "GELF (Graylog)",
    routes: [createGelfRoute(context, (messages) => messages.map((m) => gelf.toRecord(m)))],
    listeners: [
      {
        name: "gelf",
        defaultPort: 12201,
        listen: (port) =>
          listenUdpAndTcp(
            port,
            {
              datagram: (bytes, sender) => gelf.datagram(bytes, sender),
              lost: (datagrams) => {
                context.intake.counters.dropped(receiver, "kernel-buffer-overflow", datagrams);
              },
            },
            { receiver, intake: context.intake, create: () => gelf.createFrames() },
          ),
      },
    ],
    dispose: () => {
      gelf.dispose();
      return Promise.resolve();
    },
  };
};

/** The receiver without its sockets. */
export class Gelf {
  private readonly reader: FieldReader;
  private readonly readers: Readers;
  private readonly chunks = new ChunkAssembler(
    (reason) => this.context.intake.counters.dropped(receiver, reason),
    () => this.context.intake.counters.leftOut(receiver, "duplicate-chunk"),
  );

  constructor(private readonly context: ReceiverContext) {
    this.reader = new FieldReader(context.roles);
    this.readers = { fields: this.reader, texts: new WrappedText(context.roles) };
  }

  datagram(bytes: Buffer, sender: number): void {
    if (!ChunkAssembler.isChunk(bytes)) {
      this.payload(bytes);
      return;
    }
    const whole = this.chunks.add(bytes, sender);
    if (whole === false) this.refuse("bad-chunk", bytes);
    else if (whole !== undefined) this.payload(whole);
  }

  createFrames(): NulFrames {
    return new NulFrames(
      (message) => this.payload(message),
      (bytes) => (readMessages(bytes.toString("utf8"))?.length ?? 0) > 0,
      (beginning) => this.refuse("frame-too-long", beginning),
    );
  }

  toRecord(message: GelfMessage): LogRecord {
    return gelfRecord(message, this.readers, this.hints());
  }

  dispose(): void {
    this.chunks.dispose();
  }

  private payload(bytes: Buffer): void {
    const { intake } = this.context;
    if (!intake.hasRoom(bytes.length)) {
      intake.counters.dropped(receiver, "queue-full");
      return;
    }
    const unpacked = unpack(bytes);
    if (unpacked.reason !== undefined) {
      this.refuse(unpacked.reason, bytes);
      return;
    }
    // What waits in the queue is the records of what was unpacked.
    const sizeBytes = Math.max(bytes.length, unpacked.sizeBytes);
    const messages = readMessages(unpacked.text) ?? [];
    // One message with something behind it is read as Graylog does: without that.
    const first = messages.length > 0 ? undefined : readMessage(unpacked.text);
    if (first !== undefined) {
      this.refuse("rest-not-read", bytes);
      this.offer([this.toRecord(first)], sizeBytes);
    } else if (messages.length === 0) this.keepText(unpacked.text, bytes, sizeBytes);
    else
      this.offer(
        messages.map((message) => this.toRecord(message)),
        sizeBytes,
      );
  }

  /** What is no JSON is a message all the same, if a person can read it. */
  private keepText(text: string, bytes: Buffer, sizeBytes: number): void {
    this.refuse("not-json", bytes);
    if (text.trim() === "" || /[\ufffd\u0000-\u0008\u000e-\u001a]/.test(text)) return;
    const record = this.reader.read({}, { ...this.hints(), around: { body: text.trimEnd() } });
    this.offer([record], sizeBytes);
  }

  private hints() {
    const { context } = this;
    return {
      receiver,
      resource: context.intake.resource({ service: "", attributes: "{}", run: "" }),
      observedTimeUnixNano: context.now(),
    };
  }

  private offer(logs: LogRecord[], sizeBytes: number): void {
    this.context.intake.offer(receiver, { logs }, sizeBytes);
  }

  private refuse(reason: string, bytes: Uint8Array): void {
    this.context.intake.counters.refused(receiver, reason, 1, bytes);
  }
}
