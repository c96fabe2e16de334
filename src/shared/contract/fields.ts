// Fields that records really have, and their values: what is asked and answered.

import type { Selection } from "./selection";

export interface FieldsQuery extends Selection {
  readonly topValues?: number;
  /** Look at the newest matches only, so many at most (50,000 and less), for an answer at once. */
  readonly newest?: number;
  /** Named by the caller: `fieldsProgress` brings each field of all matches as soon as it is known. */
  readonly job?: number;
}

export interface FieldsProgress {
  readonly job: number;
  /** Matching records. */
  readonly total: number;
  /** Fields looked at, of how many there may be. */
  readonly done: number;
  readonly of: number;
  /** What is new; fields that no record has are left out. */
  readonly fields: readonly FieldInfo[];
}

export interface FieldInfo {
  readonly name: string;
  readonly type: "string" | "number" | "boolean" | "mixed";
  /** Records that have it, of `total` that were looked at. */
  readonly count: number;
  readonly total: number;
  readonly distinct: number;
  readonly top: readonly ValueCount[];
  readonly stats?: NumberStats;
}

export interface NumberStats {
  readonly min: number;
  readonly max: number;
  readonly avg: number;
  readonly stddev: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface ValuesQuery extends Selection {
  readonly field: string;
  readonly prefix?: string;
  readonly limit?: number;
}

export interface ValueCount {
  readonly value: string;
  readonly count: number;
}
