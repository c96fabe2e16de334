// Records grouped by fields, with figures: what is asked and answered.

import type { Selection } from "./selection";

export interface GroupQuery extends Selection {
  readonly by: readonly string[];
  /** "count()", "avg(took_ms)", "p95(duration)", "distinct(user)", "rate()", … count() by default. */
  readonly aggregate?: string;
  /** Several figures at once, instead of `aggregate`; at most 16. */
  readonly aggregates?: readonly string[];
  /** What the groups are ordered by: the first figure, the largest first, by default. */
  readonly order?: GroupOrder;
  readonly limit?: number;
}

export interface GroupTotalsQuery extends Selection {
  readonly by: readonly string[];
}

/** Of all groups together, however many a list of them shows. */
export interface GroupTotals {
  readonly groups: number;
  readonly rows: number;
}

export interface GroupOrder {
  /** One of `by`, or one of the aggregates. Groups without it come last. */
  readonly of: string;
  readonly isAscending: boolean;
}

export interface GroupRow {
  readonly group: Readonly<Record<string, string | number | null>>;
  /** The first figure. */
  readonly value: number | null;
  /** One for each of `aggregates`, where these were asked for. */
  readonly values?: readonly (number | null)[];
}
