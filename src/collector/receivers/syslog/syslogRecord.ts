// A syslog message → a log record. A message that is JSON, plain or behind CEE's cookie, is read as the fields
// it holds, a line of an app as the line; structured data may carry the ids of a request as any field may.

import type { LogRecord, Resource } from "../../../shared/record";
import type { FieldReader } from "../../pipeline/fromFields";
import { isPlainObject, parseJson } from "../../pipeline/parseJson";
import { shippedLine } from "../../pipeline/text/shippedLine";
import type { WrappedText } from "../../pipeline/text/wrappedText";
import type { SyslogMessage } from "./message";

const facilities = [
  ..."kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock".split(
    " ",
  ),
  ..."local0 local1 local2 local3 local4 local5 local6 local7".split(" "),
];

/** By severity; the text is given where the name of the number says less than the sender did. */
const severities = [
  { number: 21, text: "emerg" },
  { number: 21, text: "alert" },
  { number: 21, text: "crit" },
  { number: 17, text: "" },
  { number: 13, text: "" },
  { number: 10, text: "notice" },
  { number: 9, text: "" },
  { number: 5, text: "" },
] as const;

export interface SyslogHints {
  readonly receiver: string;
  /** By the service's name. */
  readonly resourceOf: (service: string) => Resource;
  readonly observedTimeUnixNano: bigint;
}

export interface Readers {
  readonly fields: FieldReader;
  readonly texts: WrappedText;
}

export function syslogRecord(
  message: SyslogMessage,
  { fields: reader, texts }: Readers,
  hints: SyslogHints,
): LogRecord {
  const { receiver, observedTimeUnixNano } = hints;
  const json = jsonOf(message.text);
  const line = json === undefined ? readLine(message, texts, hints) : undefined;
  if (line !== undefined) return line;
  const severity = severities[message.severity];
  const { structuredData } = message;
  return reader.read(json === undefined ? structuredData : { ...structuredData, ...json }, {
    receiver,
    observedTimeUnixNano,
    resource: hints.resourceOf(message.app),
    around: {
      timeUnixNano: message.timeUnixNano,
      severityNumber: severity?.number,
      severityText: severity?.text,
      body: json === undefined ? message.text : "",
      attributes: attributesOf(message),
    },
  });
}

/** The severities that forwarders of files and Docker's driver give to all that an app writes. */
const notSaid: ReadonlySet<number> = new Set([5, 6]);

/** A line of an app that says its level: that is nearer to the source. */
function readLine(
  message: SyslogMessage,
  texts: WrappedText,
  { receiver, resourceOf, observedTimeUnixNano }: SyslogHints,
): LogRecord | undefined {
  const { text, severity, app, structuredData, timeUnixNano } = message;
  if (!notSaid.has(severity) || shippedLine({ message: text }) === undefined) return undefined;
  const origin = { receiver, resource: resourceOf(app), observedTimeUnixNano };
  const envelope = texts.envelope({ ...structuredData, ...attributesOf(message) }, origin);
  const records: LogRecord[] = [];
  texts.readLine(text, envelope, origin, records, timeUnixNano);
  return records[0];
}

function attributesOf(message: SyslogMessage): Record<string, unknown> {
  const { facility, severity, host, pid, messageId } = message;
  const attributes: Record<string, unknown> = {
    "syslog.facility": facilities[facility] ?? String(facility),
    "syslog.severity": severity,
  };
  if (host !== "") attributes["host.name"] = host;
  if (pid !== "") attributes["process.pid"] = /^\d{1,15}$/.test(pid) ? Number(pid) : pid;
  if (messageId !== "") attributes["syslog.msgid"] = messageId;
  return attributes;
}

const cookie = "@cee:";

function jsonOf(text: string): Readonly<Record<string, unknown>> | undefined {
  const isMarked = text.startsWith(cookie);
  const json = (isMarked ? text.slice(cookie.length) : text).trim();
  if (!json.startsWith("{")) return undefined;
  const value = parseJson(json);
  return isPlainObject(value) ? value : undefined;
}
