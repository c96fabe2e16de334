// Who sent an event (host, source, sourcetype, index) and when, as its object or the query string says.

import { parseTime } from "../../../shared/parseTime";
import type { Resource } from "../../../shared/record";
import type { Intake } from "../../pipeline/intake";
import type { HecEvent } from "./hecEvent";

/** Metadata under OpenTelemetry's names. */
const names = {
  host: "host.name",
  source: "com.splunk.source",
  sourcetype: "com.splunk.sourcetype",
  index: "com.splunk.index",
} as const;
type MetadataKey = keyof typeof names;
const keys: readonly MetadataKey[] = ["host", "source", "sourcetype", "index"];

/** Apps that put an id into `source` must not fill the store's resources. */
const maxSenders = 1000;
/** Resources stay in memory. */
const maxValueLength = 1000;
/** Sources that name a way, not an app. */
const ways =
  /^(?:stdout|stderr|std|https?|tcp|udp|syslog|hec|java|python|node|nodejs|log|logs|metrics?)$/i;

/** Who sent an event. */
export interface Sender {
  readonly resource: Resource;
  /** What is not in the resource, and goes with the event. */
  readonly ofEvent: Readonly<Record<string, string>>;
}

export class Metadata {
  private readonly senders = new Map<string, Sender>();

  constructor(private readonly intake: Intake) {}

  /** An event's own metadata wins over the query string's. */
  sender(event: HecEvent, query: URLSearchParams): Sender {
    const values = keys.map((key) =>
      (textOf(event[key]) || (query.get(key) ?? "")).slice(0, maxValueLength),
    );
    const id = values.join("\0");
    const known = this.senders.get(id);
    if (known !== undefined) return known;
    const attributes: Record<string, string> = {};
    keys.forEach((key, i) => {
      const value = values[i] ?? "";
      if (value !== "") attributes[names[key]] = value;
    });
    if (this.senders.size >= maxSenders) {
      const resource = this.intake.resource({ service: "", attributes: "{}", run: "" });
      return { resource, ofEvent: attributes };
    }
    const resource = this.intake.resource({
      service: serviceOf(attributes),
      attributes: JSON.stringify(attributes),
      run: "",
    });
    const sender = { resource, ofEvent: {} };
    this.senders.set(id, sender);
    return sender;
  }
}

/** A source that is a plain name is taken for the app's, and so is that of a script. */
function serviceOf(attributes: Readonly<Record<string, string>>): string {
  const whole = attributes[names.source] ?? "";
  const script = /([^\\/]+)\.(?:py|js|mjs|cjs|ts|rb|php|pl)$/.exec(whole);
  const source = script?.[1] ?? whole;
  const isName = /^[A-Za-z][\w.-]{0,79}$/.test(source) && !ways.test(source);
  return isName && source !== attributes[names.host] ? source : "";
}

/** Seconds with a fraction, as number or text, and whatever else is a time; 0n when it says none. */
export function timeOf(value: unknown): bigint {
  if (typeof value === "number") return value > 0 ? (parseTime(value) ?? 0n) : 0n;
  if (typeof value !== "string" || value === "") return 0n;
  return parseTime(value) ?? (/^[\d.]+e\d{1,2}$/i.test(value) ? timeOf(Number(value)) : 0n);
}

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
