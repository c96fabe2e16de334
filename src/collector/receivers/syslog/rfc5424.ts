// RFC 5424, section 6: `1 SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP SD [SP MSG]`.

import { readTime } from "../../../shared/parseTime";
import type { Header } from "./message";

/** Of what follows the priority: a version, and a time where RFC 3164 has a month's name or text. */
export function isRfc5424(rest: string): boolean {
  return start.test(rest);
}
const start = /^[1-9]\d{0,2} (?:- |\d{4}-)/;
const headerFields = /^\d+ (\S+) (\S+) (\S+) (\S+) (\S+) ?/;
/** rsyslog leaves the space behind an old message's tag in front of the text it forwards. */
const beforeText = /^ ?\ufeff?(?: (?=\S))?/;

/** Undefined when the header breaks off or its time is none; then it is read as RFC 3164's free text. */
export function readRfc5424(rest: string, nowMs: number): Header | undefined {
  const fields = headerFields.exec(rest);
  if (fields === null) return undefined;
  const [head, time = "-", host = "-", app = "-", pid = "-", messageId = "-"] = fields;
  const timeUnixNano = time === "-" ? undefined : readTime(time, 0, nowMs)?.nanos;
  if (time !== "-" && timeUnixNano === undefined) return undefined;
  const data = readStructuredData(rest, head.length);
  const text = rest.slice(
    data.end + (beforeText.exec(rest.slice(data.end, data.end + 4))?.[0].length ?? 0),
  );
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

/** All names begin with `sd.`, so that none is one of an object's own. */
type Fields = Record<string, string | string[]>;

interface StructuredData {
  readonly fields: Fields;
  /** Behind the last whole element: what is malformed stays in the text. */
  readonly end: number;
}

function readStructuredData(rest: string, start: number): StructuredData {
  const fields: Fields = {};
  if (rest[start] === "-" && (rest[start + 1] ?? " ") === " ") return { fields, end: start + 1 };
  let end = start;
  for (;;) {
    const next = readElement(rest, end, fields);
    if (next === end) return { fields, end };
    end = next;
  }
}

const elementStart = /\[([^\s="\]]{1,255})/y;
const parameter = / +([^\s="\]]{1,255})="([^"\\]*(?:\\[^][^"\\]*)*)"/y;
const elementEnd = / *\]/y;

/** `[id name="value" …]`: where it ends; `start` where there is none, of which nothing is taken then. */
function readElement(rest: string, start: number, into: Fields): number {
  if (rest.charCodeAt(start) !== 0x5b) return start;
  const id = at(elementStart, rest, start);
  if (id === undefined) return start;
  const params: (readonly [name: string, value: string])[] = [];
  let end = start + id[0].length;
  for (let param = at(parameter, rest, end); param; param = at(parameter, rest, end)) {
    params.push([param[1] ?? "", unescaped(param[2] ?? "")]);
    end += param[0].length;
  }
  const close = at(elementEnd, rest, end);
  if (close === undefined) return start;
  const prefix = `sd.${id[1] ?? ""}`;
  if (params.length === 0) into[prefix] = "";
  for (const [name, value] of params) add(into, `${prefix}.${name}`, value);
  return end + close[0].length;
}

const unescaped = (value: string) =>
  value.includes("\\") ? value.replace(/\\(["\\\]])/g, "$1") : value;

function at(pattern: RegExp, text: string, start: number): RegExpExecArray | undefined {
  pattern.lastIndex = start;
  return pattern.exec(text) ?? undefined;
}

function add(fields: Fields, name: string, value: string): void {
  const known = fields[name];
  if (known === undefined) fields[name] = value;
  else if (typeof known === "string") fields[name] = [known, value];
  else known.push(value);
}
