// An event → its records. What Docker's driver and fluent-bit forward are lines of text with fields around them;
// what loggers send are objects.

import { topFrame } from "../../../shared/frames";
import type { LogRecord } from "../../../shared/record";
import { FieldReader } from "../../pipeline/fromFields";
import { isPlainObject } from "../../pipeline/parseJson";
import type { Origin } from "../../pipeline/text/lineParser";
import { shippedLine } from "../../pipeline/text/shippedLine";
import { WrappedText } from "../../pipeline/text/wrappedText";
import type { ReceiverContext } from "../../pipeline/receiver";
import type { Entry } from "./message";
import { plainRecord } from "./values";

type Fields = Record<string, unknown>;

/** Names of Docker's driver, fluent-bit's Kubernetes filter and fluent-logger's handler → OpenTelemetry's. */
const names: Readonly<Record<string, string>> = {
  container_id: "container.id",
  container_name: "container.name",
  sys_host: "host.name",
  sys_name: "logger",
  pod_name: "k8s.pod.name",
  namespace_name: "k8s.namespace.name",
  container_image: "container.image.name",
  host: "host.name",
};
/** What says how a line came, and nothing of it. */
const partialFields = new Set(["partial_message", "partial_id", "partial_ordinal", "partial_last"]);
/** Docker's default tag, a container's id, names no service. */
const containerId = /^[0-9a-f]{12}(?:[0-9a-f]{52})?$/;

export class EntryReader {
  private readonly reader: FieldReader;
  private readonly texts: WrappedText;

  constructor(private readonly context: ReceiverContext) {
    this.reader = new FieldReader(context.roles);
    this.texts = new WrappedText(context.roles);
  }

  read(tag: string, entry: Entry, into: LogRecord[]): void {
    const given = plainRecord(entry.record);
    const fields = renamed(given);
    const service = serviceOf(tag, fields);
    const origin = this.origin(service);
    fields["fluent.tag"] = tag;
    if (entry.metadata !== undefined) Object.assign(fields, plainRecord(entry.metadata));
    const line = lineOf(given);
    if (line !== undefined) {
      const { name, text, isCertain } = line;
      const rest = { ...fields };
      Reflect.deleteProperty(rest, name);
      const envelope = this.texts.envelope(rest, origin);
      const time = entry.timeUnixNano || envelope.timeUnixNano;
      if (isCertain) this.texts.read(text, envelope, origin, into, time);
      if (isCertain || this.texts.readLine(text, envelope, origin, into, time)) return;
    }
    into.push(
      this.reader.read(fields, {
        ...origin,
        around: {
          ...(entry.timeUnixNano === 0n ? {} : { timeUnixNano: entry.timeUnixNano }),
          body: splitStack(fields),
          logger: tag,
        },
      }),
    );
  }

  private origin(service: string): Origin {
    return {
      receiver: "fluent",
      resource: this.context.intake.resource({
        service,
        attributes: service === "" ? "{}" : JSON.stringify({ "service.name": service }),
        run: "",
      }),
      observedTimeUnixNano: this.context.now(),
    };
  }
}

/** `log` of Fluent Bit and Docker is a line; the `message` of Fluentd's tail may be one. */
function lineOf(
  given: Fields,
): { readonly name: string; readonly text: string; readonly isCertain: boolean } | undefined {
  const { log } = given;
  if (typeof log === "string" && !("message" in given) && !("msg" in given)) {
    return { name: "log", text: log.endsWith("\n") ? log.slice(0, -1) : log, isCertain: true };
  }
  const shipped = shippedLine(given);
  return shipped && { name: "message", text: shipped.line, isCertain: false };
}

function renamed(given: Fields): Fields {
  const fields = Object.create(null) as Fields;
  const isContainer = "container_id" in given;
  for (const [key, value] of Object.entries(given)) {
    if (partialFields.has(key)) continue;
    if (key === "kubernetes" && isPlainObject(value)) {
      const { container_name: name, ...others } = value;
      if (name !== undefined) fields["k8s.container.name"] = name;
      for (const [inner, each] of Object.entries(others)) {
        fields[names[inner] ?? `k8s.${inner}`] ??= each;
      }
    } else if (key === "source" && (value === "stdout" || value === "stderr")) {
      fields["log.iostream"] = value;
    } else if (key === "stream" && (value === "stdout" || value === "stderr")) {
      fields["log.iostream"] = value;
    } else {
      const isKnown = key.startsWith("sys_") || (isContainer && key.startsWith("container_"));
      fields[(isKnown ? names[key] : undefined) ?? key] ??= value;
    }
  }
  const name = fields["container.name"];
  if (typeof name === "string") fields["container.name"] = name.replace(/^\//, "");
  return fields;
}

/** The container's name, else the beginning of the tag ("shop.access"). */
function serviceOf(tag: string, fields: Fields): string {
  for (const name of ["k8s.container.name", "container.name"]) {
    const value = fields[name];
    if (typeof value === "string" && value !== "") return value.slice(0, maxServiceLength);
  }
  const first = tag.split(".", 1)[0] ?? "";
  return containerId.test(first) ? "" : first.slice(0, maxServiceLength);
}
const maxServiceLength = 200;

/** Python's handler writes the back trace behind the message: it gets a field of its own. "" without one. */
function splitStack(fields: Fields): string {
  const { message } = fields;
  if (typeof message !== "string" || !message.includes("\n")) return "";
  if ("exception.stacktrace" in fields || topFrame(message) === undefined) return "";
  const start = /\n(?=(?:\s+\+ )?(?:Exception Group )?Traceback \(|\s+at )/.exec(message)?.index;
  if (start === undefined) return "";
  fields["exception.stacktrace"] = message.slice(start + 1);
  Reflect.deleteProperty(fields, "message");
  return message.slice(0, start);
}
