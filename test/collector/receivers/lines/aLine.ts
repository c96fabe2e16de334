// Builds what the tests of lines need: an origin with a fixed arrival, and records in a readable form.

import { LineParser, type Wrapping } from "../../../../src/collector/pipeline/text/lineParser";
import { Roles } from "../../../../src/collector/pipeline/roles";
import type { LogRecord } from "../../../../src/shared/record";

/** 15 June 2024, noon UTC. */
export const arrival = 1_718_452_800_000_000_000n;
export const origin = {
  receiver: "lines",
  resource: { id: 1, service: "", attributes: "{}", run: "" },
  observedTimeUnixNano: arrival,
};

export interface Readable {
  time?: string;
  [field: string]: unknown;
}

/** Absent fields left out, time as text, attributes as an object. */
export function readable(record: LogRecord): Readable {
  const { timeUnixNano, observedTimeUnixNano, attributes } = record;
  const nanos = String(timeUnixNano % 1_000_000_000n)
    .padStart(9, "0")
    .replace(/0+$/, "");
  const time = `${new Date(Number(timeUnixNano / 1_000_000_000n) * 1000).toISOString().slice(0, 19)}${nanos === "" ? "" : `.${nanos}`}Z`;
  const elsewhere = ["timeUnixNano", "observedTimeUnixNano", "attributes", "resource", "receiver"];
  const fields = Object.entries(record).filter(
    ([key, value]) => !elsewhere.includes(key) && value !== "" && value !== 0,
  );
  const parsed = JSON.parse(attributes) as object;
  return {
    ...(timeUnixNano === observedTimeUnixNano ? {} : { time }),
    ...Object.fromEntries(fields),
    ...(Object.keys(parsed).length === 0 ? {} : { attributes: parsed }),
  };
}

export function parseAll(text: string, wrapping?: Wrapping): Readable[] {
  const into: LogRecord[] = [];
  new LineParser(new Roles()).parse(text, origin, into, wrapping);
  return into.map(readable);
}
