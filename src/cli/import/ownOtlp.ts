// An export request that was written here → the records it was made of, exactly.

import {
  attributesBack,
  type Json,
  listOf,
  logBack,
  objectOf,
  pointBack,
  type Sender,
  spanBack,
} from "../../collector/export/otlpBack";
import { isOwn, withoutRest, withRest } from "../../collector/export/otlpRest";

const signals = [
  {
    resources: "resourceLogs",
    scopes: "scopeLogs",
    records: "logRecords",
    read: readTraced(logBack),
  },
  {
    resources: "resourceSpans",
    scopes: "scopeSpans",
    records: "spans",
    read: readTraced(spanBack),
  },
  { resources: "resourceMetrics", scopes: "scopeMetrics", records: "metrics", read: readPoint },
] as const;

/** Undefined when one of them is of another program: then the whole is its receiver's to read. */
export function ownRecords(request: Json): readonly Json[] | undefined {
  const found: Json[] = [];
  for (const { resources, scopes, records, read } of signals) {
    for (const block of listOf(request[resources])) {
      const resource = attributesBack(objectOf(block["resource"])["attributes"]);
      for (const part of listOf(block[scopes])) {
        const name = objectOf(part["scope"])["name"];
        const scope = typeof name === "string" ? name : "";
        for (const one of listOf(part[records])) {
          const record = read(one, { resource, scope });
          if (record === undefined) return undefined;
          // No number of this store: it gets one there.
          found.push({ ...record, seq: 0 });
        }
      }
    }
  }
  return found;
}

function readTraced(back: (record: Json, sender: Sender) => Json) {
  return (record: Json, sender: Sender): Json | undefined => {
    const attributes = attributesBack(record["attributes"]);
    if (!isOwn(attributes)) return undefined;
    const read = back(record, sender);
    return withRest({ ...read, attributes: withoutRest(attributes) }, attributes);
  };
}

function readPoint(metric: Json, sender: Sender): Json | undefined {
  const metadata = attributesBack(metric["metadata"]);
  const read = isOwn(metadata) ? pointBack(metric, sender) : undefined;
  return read === undefined ? undefined : withRest(read, metadata);
}
