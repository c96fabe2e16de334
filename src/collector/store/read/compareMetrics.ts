// What metrics said around the compared requests.

import type { ComparedMetric } from "../../../shared/compare/metrics";
import { parseAttributes } from "../../../shared/query/attributeText";
import compareMetrics from "../sql/compareMetrics.sql";
import type { ReadContext } from "./selection";

/** Series with most samples; each is looked at for each request. */
const maxSeries = 100;
/** Samples of one, the newest: hours of one every ten seconds. */
const maxSamples = 2000;
/** Fewer samples cannot tell bad moments from good ones. */
const leastSamples = 10;

interface Row {
  readonly name: string;
  readonly service: string;
  readonly attributes: string;
  readonly times: readonly number[];
  readonly amounts: readonly number[];
}

/**
 * `origin`: nanoseconds since the epoch that times are counted from; the stretch is counted so, too. `idLabels`: series
 * with such a label are of single requests, and say nothing of the moment.
 */
export async function metricsAround(
  stretch: { readonly origin: bigint; readonly fromNanos: number; readonly toNanos: number },
  idLabels: readonly string[],
  context: ReadContext,
  signal: AbortSignal,
): Promise<ComparedMetric[]> {
  const { origin, fromNanos, toNanos } = stretch;
  if (!(toNanos >= fromNanos)) return [];
  const rows = await context.reader.all<Row>(
    compareMetrics,
    {
      origin,
      from: origin + BigInt(Math.floor(fromNanos)),
      to: origin + BigInt(Math.ceil(toNanos)),
      id_labels: JSON.stringify(idLabels),
      least: leastSamples,
      series: maxSeries,
      samples: maxSamples,
    },
    signal,
  );
  return rows.map(({ name, service, attributes, times, amounts }) => ({
    name,
    service,
    attributes: parseAttributes(attributes),
    times,
    values: amounts,
  }));
}
