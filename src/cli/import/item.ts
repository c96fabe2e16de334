// What a file holds, piece by piece: something to post, and how far in the file that is.

import { parseJson } from "../../collector/pipeline/parseJson";
import { ownRecords } from "./ownOtlp";

/** Which way an object goes into the collector. */
export type ItemKind =
  /** The JSON form of a record, as `--json` prints it. */
  | "record"
  /** An object of any logger, a row of any table. */
  | "fields"
  /** An OTLP export request. */
  | "otlp"
  /** Nothing that can be read: counted. */
  | "broken";

export interface Item {
  readonly kind: ItemKind;
  readonly object: Readonly<Record<string, unknown>>;
  /** Its JSON, where it was read as that. */
  readonly text?: string;
  /** 0..1, of the file. */
  readonly share: number;
}

const otlpKeys = ["resourceLogs", "resourceSpans", "resourceMetrics"] as const;
export const otlpPaths = {
  resourceLogs: "/v1/logs",
  resourceSpans: "/v1/traces",
  resourceMetrics: "/v1/metrics",
} as const satisfies Record<(typeof otlpKeys)[number], string>;

/** One, unless it is an export of ours, which is taken back to the records that it was made of. */
export function itemsOf(text: string, share: number): readonly Item[] {
  const object = parseJson(text);
  if (!isObject(object)) return [{ kind: "broken", object: {}, share }];
  if (otlpKeys.some((key) => Array.isArray(object[key]))) {
    const records = ownRecords(object)?.map((record): Item => ({
      kind: "record",
      object: record,
      share,
    }));
    return records ?? [{ kind: "otlp", object, text, share }];
  }
  return [{ kind: isRecord(object) ? "record" : "fields", object, text, share }];
}

/** What every record of ours has, and no logger's object has by chance. */
function isRecord(object: Readonly<Record<string, unknown>>): boolean {
  const { time, receiver, attributes, seq } = object;
  const isOurs =
    typeof time === "string" && typeof receiver === "string" && typeof seq === "number";
  if (!isOurs || !isObject(attributes)) return false;
  return (
    typeof object["body"] === "string" ||
    typeof object["durationNanos"] === "string" ||
    (typeof object["type"] === "string" && typeof object["name"] === "string")
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
