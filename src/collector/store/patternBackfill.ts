// Patterns of logs that were stored before there were any, some rows at a time and the oldest first, as part
// of the store's upkeep: old stores show patterns, too.

import { setImmediate } from "node:timers/promises";
import type { PatternBook } from "../../shared/patterns/patternBook";
import { patternText } from "../../shared/patterns/patternText";
import type { Template } from "../../shared/patterns/templates";
import type { Reader } from "./reader";
import logsWithoutPattern from "./sql/logsWithoutPattern.sql";

/** A tenth of a second of the store's thread; commits wait no longer than that. */
const stepRows = 4096;
/** Messages read without giving the main thread back: a millisecond or two. */
const sliceRows = 256;

interface OldRow {
  readonly seq: bigint;
  readonly body: string;
  readonly event_name: string | null;
  readonly observed_time_unix_nano: bigint;
}
export interface LearntRows {
  /** Ascending. */
  readonly seqs: readonly number[];
  /** Of their templates, in the same order. */
  readonly numbers: readonly number[];
  /** Templates that were known, but from later messages. */
  readonly seenEarlier: readonly Template[];
}

export class PatternBackfill {
  isDone = false;
  private from = 0n;

  /** `save` stores what `learn` finds; nothing else is written meanwhile. */
  constructor(
    private readonly reader: Reader,
    private readonly patterns: PatternBook,
    private readonly save: (learn: () => Promise<LearntRows>) => Promise<void>,
  ) {}

  /** Does so many rows, if there are any. */
  async step(): Promise<void> {
    const params = { from_seq: this.from, limit: stepRows };
    const rows = await this.reader.all<OldRow>(logsWithoutPattern, params);
    const last = rows.at(-1);
    if (last === undefined) {
      this.isDone = true;
      return;
    }
    await this.save(() => this.learn(rows));
    this.from = last.seq + 1n;
  }

  private async learn(rows: readonly OldRow[]): Promise<LearntRows> {
    const numbers: number[] = [];
    const seenEarlier = new Set<Template>();
    for (const [i, row] of rows.entries()) {
      const text = patternText({ body: row.body, eventName: row.event_name ?? "" });
      const template = this.patterns.templateOf(text, row.observed_time_unix_nano);
      numbers.push(template.number);
      for (const each of this.patterns.wasSeen(template, row.observed_time_unix_nano)) {
        seenEarlier.add(each);
      }
      if (i % sliceRows === sliceRows - 1) await setImmediate();
    }
    return { seqs: rows.map(({ seq }) => Number(seq)), numbers, seenEarlier: [...seenEarlier] };
  }
}
