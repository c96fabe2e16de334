// Why do these fail: two groups of requests out of the store, compared.

import type { CompareQuery, CompareResult } from "../../../shared/contract/compare";
import { Comparison } from "../../../shared/compare/rank";
import { unitOf } from "../../../shared/compare/text";
import { routeName, routeOf } from "../../../shared/compare/route";
import { parseQuery } from "../../../shared/query/parser";
import type { Query } from "../../../shared/query/ast";
import { AbortedError } from "../reader";
import { metricsCarrying } from "./compareCarried";
import { readClocks } from "./compareClocks";
import { metricsAround } from "./compareMetrics";
import { groupingBy } from "./compareGrouping";
import { nearSeqs, recordsOf } from "./compareRecords";
import { chooseRequests } from "./compareRequests";
import type { ReadContext } from "./selection";

/** The thread is given back so often: commits and tails wait no longer for a comparison. */
const sliceMs = 10;
/** Times are numbers of nanoseconds since a second of yesterday: exact for a hundred days around it. */
const dayNanos = 86_400_000_000_000n;
const secondNanos = 1_000_000_000n;
/** Routes that are named. */
const maxRoutes = 10;

export async function readCompare(
  query: CompareQuery,
  context: ReadContext,
  signal: AbortSignal,
): Promise<CompareResult> {
  const startMs = performance.now();
  const pause = createPause(signal);
  const askedFields = [
    ...new Set([query.bad, query.good].flatMap((text) => fieldsIn(parseQuery(text)))),
  ];
  const by = query.by ?? "request";
  await Promise.all([
    context.resources.refresh(context.reader, signal),
    context.blocks.refresh(context.reader, signal), // behind the last one the newest row is soon found
  ]);
  const grouping = groupingBy(by, context);
  const { requests, isCut } = await chooseRequests(query, grouping, context, signal);
  const isOfSameRoute = query.isOfSameRoute === true && (by === "request" || by === "trace");
  const yesterday = context.now() - dayNanos;
  const origin = yesterday - (yesterday % secondNanos);
  const clocks = readClocks(
    {
      fromSeq: requests.reduce((least, { firstSeq }) => Math.min(least, firstSeq), Infinity),
      toSeq: requests.reduce((most, { lastSeq }) => Math.max(most, lastSeq), 0) + nearSeqs,
    },
    context,
    signal,
  );
  clocks.catch(() => undefined); // thrown where they are awaited
  const times = { origin, clocks };
  const comparison = new Comparison();
  const routes = new Map<string, number>();
  let given = 0;
  for await (const batch of recordsOf(requests, times, grouping, context, signal)) {
    for (const request of batch) {
      given++;
      const route = routeOf(request);
      // The bad ones come first.
      if (request.isBad) routes.set(route, (routes.get(route) ?? 0) + 1);
      if (request.isBad || !isOfSameRoute || routes.has(route)) comparison.add(request);
      const paused = pause();
      if (paused !== undefined) await paused;
    }
  }
  const { corrected } = await clocks;
  const carried = await metricsCarrying(
    comparison.requests,
    { origin, ...comparison.carriedStretch() },
    context,
    signal,
  );
  const idLabels = [...new Set(carried.flatMap((metric) => metric.idLabels))];
  const stretch = { origin, ...comparison.metricStretch() };
  const metrics = await metricsAround(stretch, idLabels, context, signal);
  const ranking = comparison.rankInSteps({ askedFields, metrics, carried, unit: unitOf(by) });
  for (;;) {
    const step = ranking.next();
    if (step.done === true) {
      return {
        ...step.value,
        by,
        routes: [...routes]
          .sort((a, b) => b[1] - a[1])
          .slice(0, maxRoutes)
          .map(([route]) => routeName(route)),
        clocks: corrected,
        isCut: isCut || given < requests.length,
        tookMs: Math.round(performance.now() - startMs),
      };
    }
    const paused = pause();
    if (paused !== undefined) await paused;
  }
}

/** Lets others have the thread when this has had it for a while. */
function createPause(signal: AbortSignal): () => Promise<void> | undefined {
  let sinceMs = performance.now();
  return () => {
    if (performance.now() - sinceMs < sliceMs) return undefined;
    if (signal.aborted) throw new AbortedError();
    return new Promise((resolve) =>
      setImmediate(() => {
        sinceMs = performance.now();
        resolve();
      }),
    );
  };
}

/** Names of fields that a query goes by. */
function fieldsIn(query: Query): string[] {
  switch (query.kind) {
    case "all":
      return [];
    case "and":
    case "or":
      return query.nodes.flatMap(fieldsIn);
    case "not":
      return fieldsIn(query.node);
    case "term":
      return query.field === undefined ? [] : [query.field];
  }
}
