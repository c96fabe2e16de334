// What a writer of tests packs: the records as they are.

import type { Batch, Packed } from "../../src/collector/pipeline/batch";

export class KeptRecords implements Packed {
  constructor(readonly records: Partial<Batch>) {}

  number(firstSeq: number): void {
    const { logs = [], spans = [], points = [] } = this.records;
    for (const [i, record] of [...logs, ...spans, ...points].entries()) record.seq = firstSeq + i;
  }
}

/** All that is committed together, in the order of its numbers. */
export function allOf(batch: Batch, packed: readonly Packed[] = []): Batch {
  const parts = [
    batch,
    ...packed.flatMap((one) => (one instanceof KeptRecords ? one.records : [])),
  ];
  const bySeq = (a: { seq: number }, b: { seq: number }) => a.seq - b.seq;
  return {
    logs: parts.flatMap(({ logs = [] }) => logs).sort(bySeq),
    spans: parts.flatMap(({ spans = [] }) => spans).sort(bySeq),
    points: parts.flatMap(({ points = [] }) => points).sort(bySeq),
  };
}
