// RFC 5424, section 6: `1 SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP SD [SP MSG]`.

import { readTime } from "../../../shared/parseTime";
import type { Header } from "./message";

/** Of what follows the priority: a version, and a time where RFC 3164 has a month's name or text. */
export function isRfc5424(rest: string): boolean {
  return /^[1-9]\d{0,2} (?:- |\d{4}-)/.test(rest);
}

/** Undefined when the header breaks off or its time is none; then it is read as RFC 3164's free text. */
export function readRfc5424(rest: string, nowMs: number): Header | undefined {
  const fields = /^\d+ (\S+) (\S+) (\S+) (\S+) (\S+) ?/.exec(rest);
  if (fields === null) return undefined;
  const [head, time = "-", host = "-", app = "-", pid = "-", messageId = "-"] = fields;
  const timeUnixNano = time === "-" ? undefined : readTime(time, 0, nowMs)?.nanos;
  if (time !== "-" && timeUnixNano === undefined) return undefined;
  const data = readStructuredData(rest, head.length);
  // rsyslog leaves the space behind an old message's tag in front of the text it forwards.
  const text = rest.slice(data.end).replace(/^ ?\ufeff?(?: (?=\S))?/, "");
  return {
    timeUnixNano,
    host: nil(host),
    app: nil(app),
    pid: nil(pid),
    messageId: nil(messageId),
    structuredData: data.fields,
    text,
  };
}

const nil = (field: string) => (field === "-" ? "" : field);

interface StructuredData {
  readonly fields: Record<string, string | string[]>;
  /** Behind the last whole element: what is malformed stays in the text. */
  readonly end: number;
}

function readStructuredData(rest: string, start: number): StructuredData {
  const fields = Object.create(null) as Record<string, string | string[]>;
  if (rest[start] === "-" && (rest[start + 1] ?? " ") === " ") return { fields, end: start + 1 };
  let end = start;
  for (;;) {
    const element = elementAt(rest, end);
    if (element === undefined) return { fields, end };
    if (element.params.length === 0) fields[`sd.${element.id}`] = "";
    for (const [name, value] of element.params) add(fields, `sd.${element.id}.${name}`, value);
    end = element.end;
  }
}

interface Element {
  readonly id: string;
  readonly params: readonly (readonly [name: string, value: string])[];
  readonly end: number;
}

/** `[id name="value" …]` */
function elementAt(rest: string, start: number): Element | undefined {
  const id = at(/\[([^\s="\]]{1,255})/y, rest, start);
  if (id === undefined) return undefined;
  const params: [string, string][] = [];
  let end = start + id[0].length;
  for (;;) {
    const param = at(/ +([^\s="\]]{1,255})="([^"\\]*(?:\\[^][^"\\]*)*)"/y, rest, end);
    if (param === undefined) break;
    params.push([param[1] ?? "", (param[2] ?? "").replace(/\\(["\\\]])/g, "$1")]);
    end += param[0].length;
  }
  const close = at(/ *\]/y, rest, end);
  return close && { id: id[1] ?? "", params, end: end + close[0].length };
}

function at(pattern: RegExp, text: string, start: number): RegExpExecArray | undefined {
  pattern.lastIndex = start;
  return pattern.exec(text) ?? undefined;
}

function add(fields: Record<string, string | string[]>, name: string, value: string): void {
  const known = fields[name];
  if (known === undefined) fields[name] = value;
  else if (typeof known === "string") fields[name] = [known, value];
  else known.push(value);
}
