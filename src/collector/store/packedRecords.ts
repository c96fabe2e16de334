// Records as columns, with what the store may have to be told beside: who sent them, their series, the templates of
// their messages.

import type { PatternBook } from "../../shared/patterns/patternBook";
import { patternText } from "../../shared/patterns/patternText";
import type { Template } from "../../shared/patterns/templates";
import type { LogRecord, Resource, Series } from "../../shared/record";
import type { Packed } from "../pipeline/batch";
import { type PackedTable, packTables } from "./packTable";
import type { Batch } from "./recordStore";
import { logColumns, pointColumns, spanColumns } from "./tables";

export interface RowCounts {
  readonly logs: number;
  readonly spans: number;
  readonly points: number;
}

export class PackedRecords implements Packed {
  readonly counts: RowCounts;
  readonly tables: readonly PackedTable[];
  readonly resources = new Set<Resource>();
  readonly series = new Set<Series>();
  private readonly templates = new Set<Template>();
  /** The range of their numbers; 0 while there are none. */
  firstSeq = 0;
  lastSeq = 0;

  /** `seq` "own": the records are numbered already; "later": `number` will be called. */
  constructor(
    { logs = [], spans = [], points = [] }: Partial<Batch>,
    patterns: PatternBook,
    seq: "own" | "later",
  ) {
    this.counts = { logs: logs.length, spans: spans.length, points: points.length };
    addAll(this.resources, logs, ({ resource }) => resource);
    addAll(this.resources, spans, ({ resource }) => resource);
    addAll(this.series, points, ({ series }) => series);
    for (const { resource } of this.series) this.resources.add(resource);
    let last: Template | undefined;
    const patternIdOf = (log: LogRecord) => {
      const template = patterns.templateOf(patternText(log), log.observedTimeUnixNano);
      if (template !== last) this.templates.add((last = template)); // most come with their like
      return template.number;
    };
    this.tables = [
      ...packTables("logs", logColumns(patternIdOf), logs, seq),
      ...packTables("spans", spanColumns, spans, seq),
      ...packTables("points", pointColumns, points, seq),
    ];
    if (seq === "later") return;
    const firsts = [logs[0], spans[0], points[0]].flatMap((record) => record?.seq ?? []);
    const lasts = [logs.at(-1), spans.at(-1), points.at(-1)].map((record) => record?.seq ?? 0);
    this.firstSeq = firsts.length === 0 ? 0 : Math.min(...firsts);
    this.lastSeq = Math.max(...lasts);
  }

  /** What retention and a deletion made the book forget since is known again, or has another number. */
  recallTemplates(patterns: PatternBook): void {
    const changed = new Map<number, number>();
    for (const template of this.templates) {
      const { number } = patterns.recall(template);
      if (number !== template.number) changed.set(template.number, number);
    }
    if (changed.size === 0) return;
    for (const { table, columns } of this.tables) {
      const column = columns.at(-1); // of a log the number of its pattern
      if (table !== "logs" || column?.kind !== "fixed") continue;
      const numbers = new Int32Array(column.bytes);
      for (const [row, number] of numbers.entries()) numbers[row] = changed.get(number) ?? number;
    }
  }

  number(firstSeq: number): void {
    let next = firstSeq;
    for (const { columns, rowCount } of this.tables) {
      for (const column of columns) if (column.kind === "sequence") column.first = next;
      next += rowCount;
    }
    this.firstSeq = firstSeq;
    this.lastSeq = next - 1;
  }
}

function addAll<R, T>(all: Set<T>, records: readonly R[], of: (record: R) => T): void {
  let last: T | undefined;
  for (const record of records) {
    const one = of(record);
    if (one !== last) all.add((last = one));
  }
}
