// What metrics said of single compared requests: samples that carry their ids.

import type { CarriedMetric } from "../../../shared/compare/carried";
import type { RequestName } from "../../../shared/compare/model";
import { isGlobalRequestId } from "../../../shared/ids";
import { parseAttributes } from "../../../shared/query/attributeText";
import type { MetricType } from "../../../shared/record";
import compareAnyCarried from "../sql/compareAnyCarried.sql";
import compareCarried from "../sql/compareCarried.sql";
import type { ReadContext } from "./selection";

/** Metrics with most samples, told apart by their other labels. */
const maxMetrics = 1000;
/** The newest of all: some ten of each request, and some 10 MB. */
const maxSamples = 120_000;
/** Points whose exemplars are read, the newest. */
const maxPointsWithExemplars = 20_000;

interface Row {
  readonly name: string;
  readonly type: MetricType;
  readonly unit: string;
  readonly service: string;
  readonly is_example: boolean;
  readonly id_labels: string;
  readonly attributes: string;
  readonly samples: string;
}

interface Stretch {
  /** Nanoseconds since the epoch that times are counted from; the stretch is counted so, too. */
  readonly origin: bigint;
  readonly fromNanos: number;
  readonly toNanos: number;
}

/** `requests`: samples name them by their index. */
export async function metricsCarrying(
  requests: readonly RequestName[],
  { origin, fromNanos, toNanos }: Stretch,
  { reader }: ReadContext,
  signal: AbortSignal,
): Promise<CarriedMetric[]> {
  if (!(toNanos >= fromNanos)) return [];
  const from = origin + BigInt(Math.floor(fromNanos));
  const to = origin + BigInt(Math.ceil(toNanos));
  if ((await reader.all(compareAnyCarried, { from, to }, signal)).length === 0) return [];
  const ids = requests.flatMap(idsOf);
  if (ids.length === 0) return [];
  const rows = await reader.all<Row>(
    compareCarried,
    {
      ids: JSON.stringify(ids),
      origin,
      from,
      to,
      examples: maxPointsWithExemplars,
      samples: maxSamples,
      metrics: maxMetrics,
    },
    signal,
  );
  return rows.map(({ name, type, unit, service, is_example, id_labels, attributes, samples }) => {
    // compareCarried.sql wrote both.
    const tuples = JSON.parse(samples) as [request: number, timeNanos: number, value: number][];
    tuples.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    return {
      ...{ name, type, unit, service, isExample: is_example },
      idLabels: JSON.parse(id_labels) as string[],
      attributes: parseAttributes(attributes),
      requests: tuples.map(([request]) => request),
      times: tuples.map(([, timeNanos]) => timeNanos),
      values: tuples.map(([, , value]) => value),
    };
  });
}

/** Records that are grouped by something else have no id that a metric could carry. */
function idsOf({ field, id, also = [] }: RequestName, n: number) {
  return [{ field, id }, ...also].flatMap((one) => {
    if (one.field === "request_id")
      return [{ id: one.id, n, is_global: isGlobalRequestId(one.id) }];
    if (one.field !== "trace_id") return [];
    // Of a trace some programs know 64 bits only.
    return [...new Set([one.id, one.id.slice(-16)])].map((text) => ({
      ...{ id: text, n, is_global: true },
    }));
  });
}
