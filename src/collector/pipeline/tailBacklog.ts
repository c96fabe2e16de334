// What one tail has not looked at yet: bounded, in order, and looked at for no longer than it may.

import { type Effort, type IsTime, type Steps } from "../../shared/query/effort";
import { type LiveTest, quickEffort } from "../../shared/query/predicate";
import type { LogRecord, MetricPoint, SpanRecord } from "../../shared/record";

export type AnyRecord = LogRecord | SpanRecord | MetricPoint;

/** Some ten megabytes: a second of what a busy machine emits. Tails that are behind hold the same records. */
const maxWaiting = 20_000;
const maxWaitingChars = 8 * 1024 * 1024;
/** Effort between two looks at the clock: some half a millisecond. */
const lookEvery = 500_000;
/** Of a record beside its test. */
const recordEffort = 100;

export interface Missed {
  readonly fromSeq: number;
  readonly toSeq: number;
}

interface Part {
  readonly records: readonly AnyRecord[];
  /** Found out when it has to wait. */
  chars: number | undefined;
}

export class TailBacklog {
  private parts: Part[] = [];
  /** Place in the first part. */
  private at = 0;
  /** Of the record there, when it takes long. */
  private steps: Steps<boolean> | undefined;
  private readonly effort: Effort = { left: 0 };
  /** `seq` of the newest record that was looked at. */
  lookedUpTo = 0;

  constructor(
    private readonly test: LiveTest,
    private readonly isTime: IsTime,
  ) {}

  /** What is given up for it: all that waits, and these too, when that is too much. */
  add(records: readonly AnyRecord[]): Missed | undefined {
    if (records.length === 0) return undefined;
    this.parts.push({ records, chars: undefined });
    if (this.parts.length === 1 || !this.isTooMuch()) return undefined;
    const from = this.parts[0]?.records[this.at];
    const to = records.at(-1);
    this.parts = [];
    this.at = 0;
    this.steps = undefined;
    return { fromSeq: from?.seq ?? 0, toSeq: to?.seq ?? 0 };
  }

  /** Looks at what waits, in its order, until it is time; true when nothing is left. */
  look(onMatch: (record: AnyRecord) => void): boolean {
    for (let [part] = this.parts; part !== undefined; [part] = this.parts) {
      if (!this.lookAt(part.records, onMatch)) return false;
      this.parts.shift();
      this.at = 0;
    }
    return true;
  }

  private lookAt(records: readonly AnyRecord[], onMatch: (record: AnyRecord) => void): boolean {
    const { test, effort, isTime } = this;
    let untilLook = lookEvery;
    for (let record = records[this.at]; record !== undefined; record = records[++this.at]) {
      if (untilLook <= 0) {
        if (isTime()) return false;
        untilLook = lookEvery;
      }
      let isMatch: boolean | undefined;
      if (this.steps === undefined) {
        effort.left = quickEffort;
        isMatch = test.quickly(record, effort);
        untilLook -= quickEffort - effort.left + recordEffort;
      }
      if (isMatch === undefined) {
        this.steps ??= test.inSteps(record, isTime);
        const step = this.steps.next();
        if (step.done !== true) return false;
        this.steps = undefined;
        isMatch = step.value;
        untilLook = 0;
      }
      this.lookedUpTo = record.seq;
      if (isMatch) onMatch(record);
    }
    return true;
  }

  private isTooMuch(): boolean {
    let count = -this.at;
    let chars = 0;
    for (const part of this.parts) {
      count += part.records.length;
      chars += part.chars ??= part.records.reduce((sum, record) => sum + charsOf(record), 0);
    }
    return count > maxWaiting || chars > maxWaitingChars;
  }
}

function charsOf(record: AnyRecord): number {
  if ("series" in record) return 0; // series share their texts
  const own = record.attributes.length;
  return "body" in record ? own + record.body.length + record.display.length : own;
}
