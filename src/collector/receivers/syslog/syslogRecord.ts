// A syslog message → a log record. A message that is JSON, plain or behind CEE's cookie, is read as the
// fields it holds; structured data may carry the ids of a request as any other field may.

import type { LogRecord, Resource } from "../../../shared/record";
import type { FieldReader } from "../../pipeline/fromFields";
import { isPlainObject, parseJson } from "../../pipeline/parseJson";
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

export function syslogRecord(
  message: SyslogMessage,
  reader: FieldReader,
  hints: SyslogHints,
): LogRecord {
  const { receiver, observedTimeUnixNano } = hints;
  const json = jsonOf(message.text);
  const severity = severities[message.severity];
  return reader.read(
    { ...message.structuredData, ...json },
    {
      receiver,
      observedTimeUnixNano,
      resource: hints.resourceOf(message.app),
      around: {
        ...(message.timeUnixNano === undefined ? {} : { timeUnixNano: message.timeUnixNano }),
        ...(severity && { severityNumber: severity.number, severityText: severity.text }),
        body: json === undefined ? message.text : "",
        attributes: attributesOf(message),
      },
    },
  );
}

function attributesOf(message: SyslogMessage): Record<string, unknown> {
  const { facility, severity, host, pid, messageId } = message;
  return {
    "syslog.facility": facilities[facility] ?? String(facility),
    "syslog.severity": severity,
    ...(host !== "" && { "host.name": host }),
    ...(pid !== "" && { "process.pid": /^\d{1,15}$/.test(pid) ? Number(pid) : pid }),
    ...(messageId !== "" && { "syslog.msgid": messageId }),
  };
}

function jsonOf(text: string): Readonly<Record<string, unknown>> | undefined {
  const json = text.replace(/^@cee: ?/, "").trim();
  if (!json.startsWith("{")) return undefined;
  const value = parseJson(json);
  return isPlainObject(value) ? value : undefined;
}
