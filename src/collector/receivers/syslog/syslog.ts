// Syslog of both forms (RFC 5424, RFC 3164) over UDP and TCP. There is no answer in this protocol.

import { isUtf8 } from "node:buffer";
import type { Resource } from "../../../shared/record";
import { FieldReader } from "../../pipeline/fromFields";
import { WrappedText } from "../../pipeline/text/wrappedText";
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
            context.intake,
            {
              datagram: (bytes) => syslog.message(bytes),
              lost: (datagrams) => {
                context.intake.counters.dropped(receiver, "kernel-buffer-overflow", datagrams);
              },
            },
            () => syslog.createFrames(),
          ),
      },
    ],
  };
};

/** The receiver without its sockets. */
export class Syslog {
  private readonly readers: Readers;
  private readonly resources = new Map<string, Resource>();

  constructor(private readonly context: ReceiverContext) {
    const { roles } = context;
    this.readers = { fields: new FieldReader(roles), texts: new WrappedText(roles) };
    this.resources.set("", context.intake.resource({ service: "", attributes: "{}", run: "" }));
  }

  createFrames(): SyslogFrames {
    return new SyslogFrames(
      (bytes) => this.message(bytes),
      (beginning) => {
        this.context.intake.counters.refused(receiver, "message-truncated", 1, beginning);
      },
    );
  }

  /** One message, without its frame. */
  message(bytes: Buffer): void {
    const text = (isUtf8(bytes) ? bytes.toString("utf8") : bytes.toString("latin1")).replace(
      /[\n\r\0 ]+$/,
      "",
    );
    if (text === "") return;
    const { context } = this;
    const now = context.now();
    const record = syslogRecord(readSyslog(text, Number(now / 1_000_000n)), this.readers, {
      receiver,
      resourceOf: (service) => this.resourceOf(service),
      observedTimeUnixNano: now,
    });
    context.intake.offer(receiver, { logs: [record] }, Math.max(bytes.length, minRecordBytes));
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
