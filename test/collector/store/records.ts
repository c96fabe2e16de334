// Records for the tests of the store: numbered, and of a resource that the store has not seen.

import type {
  LogRecord,
  MetricPoint,
  Resource,
  Series,
  SpanRecord,
} from "../../../src/shared/record";
import * as whole from "../../builders";

const noResource: Resource = { id: 0, service: "", attributes: "{}", run: "" };

/** Its service is the resource's. */
function numbered({ resource = noResource }: { readonly resource?: Resource }) {
  return { seq: 1, service: resource.service, resource };
}

export const aLog = (fields: Partial<LogRecord> = {}): LogRecord =>
  whole.aLog({ ...numbered(fields), ...fields });

export const aSpan = (fields: Partial<SpanRecord> = {}): SpanRecord =>
  whole.aSpan({
    ...numbered(fields),
    kind: "",
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    ...fields,
  });

export const aSeries = (fields: Partial<Series> = {}): Series =>
  whole.aSeries({ service: "", resource: noResource, ...fields });

export const aPoint = (series: Series, fields: Partial<MetricPoint> = {}): MetricPoint =>
  whole.aPoint({ seq: 1, series, ...fields });
