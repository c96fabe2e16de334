// OTLP JSON → the JSON form of a record, as far as it can be told: the inverse of otlpTraced.ts and otlpMetric.ts.
// What OTLP has no place for is put right by otlpRest.ts.

import { hasAnsi, stripAnsi } from "../../shared/ansi";
import { distributionFromBounds, quantilesOf } from "../../shared/distribution";
import { severityName } from "../../shared/severity";
import { formatTime } from "../../shared/time";
import { kinds, statuses } from "./otlpTraced";

export type Json = Readonly<Record<string, unknown>>;

/** Who sent a record, and from which scope. */
export interface Sender {
  readonly resource: Json;
  readonly scope: string;
}

export function logBack(log: Json, sender: Sender): Json {
  const attributes = attributesBack(log["attributes"]);
  const time = timeBack(log["timeUnixNano"]);
  const observedTime = timeBack(log["observedTimeUnixNano"]);
  const severityNumber = Number(log["severityNumber"] ?? 0);
  const severity = severityName(severityNumber);
  const body = textOf(objectOf(log["body"])["stringValue"]);
  const isColoured = hasAnsi(body);
  return compact({
    ...tracedBack(log, attributes, sender),
    time,
    observedTime: observedTime === time ? undefined : observedTime,
    severity,
    severityNumber: severity === undefined ? undefined : severityNumber,
    severityText: log["severityText"] === severity ? undefined : log["severityText"],
    body: isColoured ? stripAnsi(body) : body,
    display: isColoured ? body : undefined,
    eventName: log["eventName"],
  });
}

export function spanBack(span: Json, sender: Sender): Json {
  const attributes = attributesBack(span["attributes"]);
  const status = objectOf(span["status"]);
  const start = nanosBack(span["startTimeUnixNano"]);
  return compact({
    ...tracedBack(span, attributes, sender),
    time: formatTime(start),
    durationNanos: String(nanosBack(span["endTimeUnixNano"]) - start),
    name: span["name"],
    kind: kinds[Number(span["kind"])] || undefined,
    status: statuses[Number(status["code"])] || undefined,
    statusMessage: status["message"],
    parentSpanId: span["parentSpanId"],
    events: listOf(span["events"]).map((event) => ({
      time: timeBack(event["timeUnixNano"]),
      name: event["name"],
      attributes: attributesBack(event["attributes"]),
    })),
    links: listOf(span["links"]).map((link) => ({
      traceId: link["traceId"],
      spanId: link["spanId"],
      attributes: attributesBack(link["attributes"]),
    })),
  });
}

function tracedBack(record: Json, attributes: Json, { resource, scope }: Sender): Json {
  const file = attributes["code.file.path"];
  return {
    ...emittedBack(resource),
    resource,
    logger: scope === "" ? undefined : scope,
    traceId: record["traceId"],
    spanId: record["spanId"],
    requestId: attributes["request_id"],
    source:
      file === undefined
        ? undefined
        : compact({
            file,
            line: attributes["code.line.number"],
            function: attributes["code.function.name"],
          }),
    attributes,
  };
}

/** Undefined when there is no one point to read. */
export function pointBack(metric: Json, { resource }: Sender): Json | undefined {
  const [kind, data] =
    Object.entries(metric).find(([name]) => Object.hasOwn(valuesBack, name)) ?? [];
  const [point, ...others] = listOf(objectOf(data)["dataPoints"]);
  if (kind === undefined || point === undefined || others.length > 0) return undefined;
  const exemplars = listOf(point["exemplars"]).map(exemplarBack);
  const { startTimeUnixNano: start } = point;
  return compact({
    ...emittedBack(resource),
    resource: Object.keys(resource).length === 0 ? undefined : resource,
    time: timeBack(point["timeUnixNano"]),
    startTime: start === undefined ? undefined : timeBack(start),
    name: metric["name"],
    unit: metric["unit"],
    attributes: attributesBack(point["attributes"]),
    exemplars: exemplars.length === 0 ? undefined : exemplars,
    ...valuesBack[kind]?.(point),
  });
}

const valuesBack: Readonly<Record<string, (point: Json) => Json>> = {
  sum: (point) => ({ type: "counter", value: numberOf(point["asDouble"]) }),
  gauge: (point) => ({ type: "gauge", value: numberOf(point["asDouble"]) }),
  summary: (point) => ({
    type: "summary",
    ...samplesBack(point),
    quantiles: Object.fromEntries(
      listOf(point["quantileValues"]).map(({ quantile, value }) => [
        String(quantile),
        numberOf(value),
      ]),
    ),
  }),
  histogram: (point) => {
    const [min, max] = [numberOf(point["min"]), numberOf(point["max"])];
    const bounds = numbersOf(point["explicitBounds"]);
    const counts = numbersOf(point["bucketCounts"]);
    const distribution = counts.length === 0 ? undefined : distributionFromBounds(bounds, counts);
    const quantiles = distribution === undefined ? [] : quantilesOf(distribution, min, max);
    return {
      type: "histogram",
      ...samplesBack(point),
      ...{ min, max, distribution },
      quantiles:
        quantiles.length === 0
          ? undefined
          : Object.fromEntries(quantiles.map(({ q, value }) => [String(q), value])),
    };
  },
};

function samplesBack(point: Json): Json {
  const count = Number(point["count"]);
  const sum = Number(point["sum"]);
  return { count, sum, value: count > 0 ? sum / count : 0 };
}

function exemplarBack(exemplar: Json): Json {
  const attributes = attributesBack(exemplar["filteredAttributes"]);
  return compact({
    time: timeBack(exemplar["timeUnixNano"]),
    value: numberOf(exemplar["asDouble"]),
    traceId: exemplar["traceId"],
    spanId: exemplar["spanId"],
    attributes: Object.keys(attributes).length === 0 ? undefined : attributes,
  });
}

function emittedBack(resource: Json): Json {
  return { service: resource["service.name"], run: resource["sidelight.run"] };
}

/** A list of KeyValue → the object it stands for. */
export function attributesBack(keyValues: unknown): Json {
  return Object.fromEntries(
    listOf(keyValues).map(({ key, value }) => [textOf(key), valueBack(objectOf(value))]),
  );
}

function valueBack(value: Json): unknown {
  if ("intValue" in value) return Number(value["intValue"]);
  if ("arrayValue" in value) {
    return listOf(objectOf(value["arrayValue"])["values"]).map(valueBack);
  }
  if ("kvlistValue" in value) return attributesBack(objectOf(value["kvlistValue"])["values"]);
  if ("doubleValue" in value) return numberOf(value["doubleValue"]);
  return value["stringValue"] ?? value["boolValue"] ?? null;
}

const timeBack = (nanos: unknown): string => formatTime(nanosBack(nanos));

function nanosBack(nanos: unknown): bigint {
  const text = textOf(nanos);
  return /^-?\d{1,19}$/.test(text) ? BigInt(text) : 0n;
}

const compact = (fields: Json): Json =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** Integers beyond 2^53 have become texts when the file was read. */
const numberOf = (value: unknown) => (value === undefined ? undefined : Number(value));

const numbersOf = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : []);

/** {} for what is no object. */
export const objectOf = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};

/** The objects of a list; [] for what is none. */
export const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.map(objectOf) : []);
