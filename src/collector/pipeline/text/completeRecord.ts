// A record read from a text, completed by what stood around that text: level, logger, ids, place in the
// source, attributes. What the text says of itself wins.

import type { LogRecord } from "../../../shared/record";
import { jsonOfValue } from "../fieldValues";
import { isPlainObject, parseJson } from "../parseJson";

/** What is known around a text; absent text is "". */
export type Said = Readonly<
  Pick<
    LogRecord,
    | "severityNumber"
    | "severityText"
    | "logger"
    | "requestId"
    | "eventName"
    | "file"
    | "line"
    | "function"
    | "traceId"
    | "spanId"
  >
>;

/** Adds attributes from around; a name that the text has as well is `prefix.name`, unless both say the same. */
export function joinedAttributes(own: string, around: Readonly<Record<string, unknown>>): string {
  let added = "";
  let fields: unknown;
  for (const [name, value] of Object.entries(around)) {
    let key = JSON.stringify(name);
    if (own.includes(`${key}:`)) {
      fields ??= parseJson(own);
      const same = isPlainObject(fields) && Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (same !== undefined) {
        if (plain(same) === plain(value)) continue;
        key = JSON.stringify(`prefix.${name}`);
      }
    }
    added += `,${key}:${jsonOfValue(value)}`;
  }
  if (added === "") return own;
  return own === "{}" ? `{${added.slice(1)}}` : `${own.slice(0, -1)}${added}}`;
}

/** "3" and 3 say the same. */
const plain = (value: unknown) => (typeof value === "string" ? value : jsonOfValue(value));

/** What a record does not say of itself, what is around it says. */
export function completeRecord(record: LogRecord, around: Said): void {
  if (record.severityNumber === 0 && record.severityText === "") {
    record.severityNumber = around.severityNumber;
    record.severityText = around.severityText;
  }
  record.logger ||= around.logger;
  record.requestId ||= around.requestId;
  record.eventName ||= around.eventName;
  if (record.file === "" && around.file !== "") {
    record.file = around.file;
    record.line = around.line;
    record.function ||= around.function;
  }
  if (record.traceId === "") {
    record.traceId = around.traceId;
    record.spanId ||= around.spanId;
  }
}

/** Is it what a line says that tells its level? Of a text that may be no line. */
export const isOneLevelled = (records: readonly LogRecord[]): boolean =>
  records.length === 1 && records[0]?.severityNumber !== 0;
