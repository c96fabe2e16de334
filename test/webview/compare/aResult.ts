// Results of a comparison for the panel's tests and pictures.

import type { Difference, RankedDifference } from "../../../src/shared/compare/model";
import type { CompareResult } from "../../../src/shared/contract/compare";

function aDifference(over: Partial<Difference> = {}): Difference {
  return {
    kind: "field",
    field: "worker",
    value: "w7",
    badShare: 0.92,
    goodShare: 0.04,
    badCount: 34,
    goodCount: 16,
    among: undefined,
    score: 0.7,
    query: "worker:w7",
    named: undefined,
    rows: { query: over.query ?? "worker:w7", named: over.named },
    signal: "logs",
    source: { file: "src/worker.ts", line: 19 },
    service: "fetcher",
    pattern: "",
    isOutcome: false,
    ofMetric: undefined,
    medians: undefined,
    ...over,
  };
}

export function aRanked(
  rank: number,
  over: Partial<Difference> = {},
  related: readonly Difference[] = [],
): RankedDifference {
  return { rank, ...aDifference(over), related };
}

export function aResult(over: Partial<CompareResult> = {}): CompareResult {
  const missing = aDifference({
    kind: "missing-template",
    field: "message",
    value: "wrote row",
    badShare: 1,
    goodShare: 0,
    isOutcome: true,
    query: "request_id:(r1 OR r2)",
    named: 2,
  });
  return {
    badRequests: 37,
    goodRequests: 412,
    records: 6204,
    differences: [
      aRanked(1, {}, [
        aDifference({ field: "host", value: "cdn-2", goodShare: 0.2 }),
        missing,
        aDifference({ kind: "template", field: "message", value: "fetch failed", isOutcome: true }),
        aDifference({
          kind: "duration",
          field: "fetch",
          value: "> 1.2s",
          badShare: 0.97,
          goodShare: 0.01,
          isOutcome: true,
          medians: { bad: 1.7e9, good: 8e7 },
        }),
      ]),
      aRanked(2, {
        kind: "range",
        field: "payload_bytes",
        value: "> 16000",
        badShare: 0.22,
        goodShare: 0.09,
        badCount: 8,
        query: "payload_bytes:>16000",
        medians: { bad: 9000, good: 4000 },
        source: undefined,
      }),
    ],
    compared: 214,
    identifying: ["request_id", "url"],
    typical: { bad: "bad-request", good: "good-request" },
    tooLittle: undefined,
    by: "request",
    routes: ["scrape"],
    clocks: [],
    isCut: false,
    tookMs: 312,
    ...over,
  };
}
