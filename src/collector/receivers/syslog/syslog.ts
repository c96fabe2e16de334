// Syslog of both forms (RFC 5424, RFC 3164) over UDP and TCP. There is no answer in this protocol.

import { isUtf8 } from "node:buffer";
import type { LogRecord, Resource } from "../../../shared/record";
import { FieldReader } from "../../pipeline/fromFields";
import { WrappedText } from "../../pipeline/text/wrappedText";
import type { Framer } from "../../pipeline/tcpLoopback";
import { listenUdpAndTcp } from "../../pipeline/udpAndTcp";
import type { CreateReceiver, Receiver, ReceiverContext } from "../../pipeline/receiver";
import { SyslogFrames } from "./frames";
import { readSyslog } from "./readSyslog";
import { type Readers, syslogRecord } from "./syslogRecord";

const receiver = "syslog";
/** Each becomes a resource for good; more are not programs but text that looks like one. */
const maxServices = 1000;
/** What a record takes in the queue, however short its message. */
const minRecordBytes = 256;

export const createSyslog: CreateReceiver = (context): Receiver => {
  const syslog = new Syslog(context);
  return {
    id: receiver,
    title: "syslog",
    listeners: [
      {
        name: "syslog",
        defaultPort: 5514,
        listen: (port) =>
          listenUdpAndTcp(
            port,
            {
              datagram: (bytes) => syslog.message(bytes),
              lost: (datagrams) => {
                context.intake.counters.dropped(receiver, "kernel-buffer-overflow", datagrams);
              },
            },
            { receiver, intake: context.intake, create: () => syslog.createFrames() },
          ),
      },
    ],
  };
};

/** The receiver without its sockets. */
export class Syslog {
  private readonly readers: Readers;
  private readonly resources = new Map<string, Resource>();
  private logs: LogRecord[] = [];
  private sizeBytes = 0;
  private isGathering = false;

  constructor(private readonly context: ReceiverContext) {
    const { roles } = context;
    this.readers = { fields: new FieldReader(roles), texts: new WrappedText(roles) };
    this.resources.set("", context.intake.resource({ service: "", attributes: "{}", run: "" }));
  }

  /** What came in one read is handed over at once. */
  createFrames(): Framer {
    const frames = new SyslogFrames(
      (bytes) => this.message(bytes),
      (beginning) => {
        this.context.intake.counters.refused(receiver, "message-truncated", 1, beginning);
      },
    );
    return {
      push: (chunk) => this.together(() => frames.push(chunk)),
      end: () => this.together(() => frames.end()),
      get heldBytes() {
        return frames.heldBytes;
      },
    };
  }

  /** One message, without its frame. */
  message(bytes: Buffer): void {
    const content = bytes.subarray(0, contentEnd(bytes));
    if (content.length === 0) return;
    const text = content.toString(isUtf8(content) ? "utf8" : "latin1");
    const now = this.context.now();
    const record = syslogRecord(readSyslog(text, Number(now / 1_000_000n)), this.readers, {
      receiver,
      resourceOf: (service) => this.resourceOf(service),
      observedTimeUnixNano: now,
    });
    this.logs.push(record);
    this.sizeBytes += Math.max(bytes.length, minRecordBytes);
    if (!this.isGathering) this.send();
  }

  private together<T>(read: () => T): T {
    this.isGathering = true;
    try {
      return read();
    } finally {
      this.isGathering = false;
      this.send();
    }
  }

  private send(): void {
    const { logs, sizeBytes } = this;
    if (logs.length === 0) return;
    this.logs = [];
    this.sizeBytes = 0;
    this.context.intake.offer(receiver, { logs }, sizeBytes);
  }

  private resourceOf(service: string): Resource {
    let resource = this.resources.get(service);
    if (resource !== undefined) return resource;
    if (this.resources.size >= maxServices) return this.resourceOf("");
    const attributes = JSON.stringify({ "service.name": service });
    resource = this.context.intake.resource({ service, attributes, run: "" });
    this.resources.set(service, resource);
    return resource;
  }
}

/** Line feeds, NUL and spaces at the end belong to the frame. */
function contentEnd(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && isFrameByte(bytes[end - 1] ?? 0)) end--;
  return end;
}

const isFrameByte = (byte: number) => byte === 0x0a || byte === 0x0d || byte === 0 || byte === 0x20;
