// Series and chart lines with sensible defaults.

import type { ChartLine, SeriesInfo } from "../../../src/shared/contract/metrics";

let nextId = 1;

export type SeriesShape = Partial<Omit<SeriesInfo, "last">> & {
  readonly last?: Partial<SeriesInfo["last"]>;
};

export function aSeries({ last, ...rest }: SeriesShape = {}): SeriesInfo {
  const id = nextId++;
  const time = "2026-11-22T10:42:00.000000000Z";
  const base = { name: "fetch.requests", type: "counter" as const, receiver: "otlp", ...rest };
  return {
    id,
    attributes: {},
    lastTime: time,
    ...base,
    last: {
      time,
      name: base.name,
      type: base.type,
      receiver: base.receiver,
      attributes: rest.attributes ?? {},
      seq: id,
      ...last,
    },
  };
}

export function aLine(rest: Partial<ChartLine> = {}): ChartLine {
  return {
    label: "",
    type: "counter",
    timesMs: [0, 1000, 2000],
    values: [1, 2, 3],
    total: 6,
    min: 1,
    max: 3,
    last: 3,
    ...rest,
  };
}
