// OTLP JSON, one export request a line, as the OpenTelemetry Collector's file exporter writes it: records of
// a page that share resource and scope stand together.

import type { AnyRecordJson } from "../../shared/contract/json";
import type { Signal } from "../../shared/record";
import type { Encoder } from "./encoder";
import { otlpMetric } from "./otlpMetric";
import { otlpLog, otlpSpan } from "./otlpTraced";
import { keyValues, resourceOf } from "./otlpValues";

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
      const resource = JSON.stringify(keyValues(resourceOf(row)));
      const scope = "logger" in row ? (row.logger ?? "") : "";
      const ofResource = entry(byResource, resource, () => new Map<string, object[]>());
      entry(ofResource, scope, () => [] as object[]).push(toOtlp(row));
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

function toOtlp(row: AnyRecordJson): object {
  if ("body" in row) return otlpLog(row);
  return "durationNanos" in row ? otlpSpan(row) : otlpMetric(row);
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
