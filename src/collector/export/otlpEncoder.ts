// OTLP JSON, one export request a line, as the OpenTelemetry Collector's file exporter writes it: records of
// a page that share resource and scope stand together.

import type { AnyRecordJson, Attributes } from "../../shared/contract/json";
import type { Signal } from "../../shared/record";
import type { Encoder } from "./encoder";
import { logBack, pointBack, type Sender, spanBack } from "./otlpBack";
import { otlpMetric } from "./otlpMetric";
import { restOf } from "./otlpRest";
import { otlpLog, otlpSpan } from "./otlpTraced";
import { type KeyValue, keyValues, resourceOf } from "./otlpValues";

const names = {
  logs: { resources: "resourceLogs", scopes: "scopeLogs", records: "logRecords" },
  spans: { resources: "resourceSpans", scopes: "scopeSpans", records: "spans" },
  metrics: { resources: "resourceMetrics", scopes: "scopeMetrics", records: "metrics" },
} as const satisfies Record<Signal, object>;

export class OtlpEncoder implements Encoder {
  constructor(private readonly signal: Signal) {}

  rows(rows: readonly AnyRecordJson[]): string {
    if (rows.length === 0) return "";
    const { resources, scopes, records } = names[this.signal];
    const byResource = new Map<string, Map<string, object[]>>();
    for (const row of rows) {
      const resource = resourceOf(row);
      const scope = "logger" in row ? (row.logger ?? "") : "";
      const key = JSON.stringify(keyValues(resource));
      const ofResource = entry(byResource, key, () => new Map<string, object[]>());
      entry(ofResource, scope, () => [] as object[]).push(toOtlp(row, { resource, scope }));
    }
    const blocks = [...byResource].map(([attributes, byScope]) => ({
      resource: { attributes: JSON.parse(attributes) as unknown },
      [scopes]: [...byScope].map(([name, list]) => ({
        ...(name === "" ? {} : { scope: { name } }),
        [records]: list,
      })),
    }));
    return `${JSON.stringify({ [resources]: blocks })}\n`;
  }

  end(): string {
    return "";
  }
}

function toOtlp(row: AnyRecordJson, sender: Sender): object {
  if ("body" in row) {
    const log = otlpLog(row);
    return withMarks(log, restOf(row, logBack({ ...log }, sender)));
  }
  if ("durationNanos" in row) {
    const span = otlpSpan(row);
    return withMarks(span, restOf(row, spanBack({ ...span }, sender)));
  }
  const metric = otlpMetric(row);
  // Not among the attributes, which tell one series from another.
  return { ...metric, metadata: keyValues(restOf(row, pointBack({ ...metric }, sender) ?? {})) };
}

function withMarks(
  record: { readonly attributes: readonly KeyValue[] },
  marks: Attributes,
): object {
  return { ...record, attributes: [...record.attributes, ...keyValues(marks)] };
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
