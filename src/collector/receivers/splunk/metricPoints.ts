// A metric event → points: `metric_name:cpu.user` of the multiple-measurement form, or `metric_name` with
// `_value`. Splunk knows no types; each is what was measured last.

import type { MetricPoint, Resource } from "../../../shared/record";
import { emptyPoint } from "../../pipeline/emptyPoint";
import { jsonOfValue } from "../../pipeline/fieldValues";
import type { Intake } from "../../pipeline/intake";
import { textOf } from "../../pipeline/jsonShapes";
import { isPlainObject } from "../../pipeline/parseJson";
import { measurementPrefix, type HecEvent } from "./hecEvent";

/** What is known beside the event. */
export interface PointHints {
  readonly receiver: string;
  readonly resource: Resource;
  readonly timeUnixNano: bigint;
}

const serviceNames = ["service.name", "service", "app"];

/** Adds an event's points; says how many measurements are no numbers. */
export function readPoints(
  event: HecEvent,
  hints: PointHints,
  intake: Intake,
  into: MetricPoint[],
): number {
  const fields = isPlainObject(event.fields) ? event.fields : {};
  const measurements: [name: string, value: unknown][] = [];
  const dimensions: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (name.startsWith(measurementPrefix)) {
      measurements.push([name.slice(measurementPrefix.length), value]);
    } else if (name === "metric_name") measurements.push([textOf(value), fields._value]);
    else if (name !== "_value" && value !== null) {
      dimensions.push(`${JSON.stringify(name)}:${jsonOfValue(value)}`);
    }
  }
  const attributes = `{${dimensions.join(",")}}`;
  const named = serviceNames.map((name) => fields[name]).find((value) => typeof value === "string");
  const service = typeof named === "string" ? named : hints.resource.service;
  let bad = 0;
  for (const [name, measured] of measurements) {
    const value = numberOf(measured);
    if (value === undefined || name === "") {
      bad++;
      continue;
    }
    const { receiver, resource, timeUnixNano } = hints;
    const series = intake.series({
      name,
      type: "gauge",
      unit: "",
      description: "",
      service,
      attributes,
      resource,
      receiver,
      run: resource.run,
    });
    // Past the bound on series, which is counted there.
    if (series === undefined) continue;
    into.push({ ...emptyPoint(series, timeUnixNano, 0n), value });
  }
  return bad;
}

function numberOf(value: unknown): number | undefined {
  const isText = typeof value === "string" && value.trim() !== "";
  const number = typeof value === "number" ? value : isText ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}
