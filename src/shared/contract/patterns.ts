// What the contract says of patterns: the list of what log messages are cases of.

import type { SeverityName } from "../severity";
import type { Selection } from "./selection";

export interface PatternsQuery extends Omit<Selection, "signal"> {
  /** Places of each trend (1..200; 24 by default). */
  readonly bars?: number;
  /** Patterns at most (1..1000; 200 by default), the first in their order. */
  readonly limit?: number;
  /** The most frequent first, by default. */
  readonly order?: PatternOrder;
  /** Only patterns that were not there before: RFC 3339 or decimal nanoseconds, by time of arrival. */
  readonly newSince?: string;
  /** Values of each placeholder (0..20; 0 by default), read from the newest records of each pattern. */
  readonly values?: number;
}

/** The most frequent, the rarest, those that arrived last for the first time, those with the worst level first. */
export const patternOrders = ["count", "rare", "new", "worst"] as const;
export type PatternOrder = (typeof patternOrders)[number];

export interface PatternList {
  /** Records that match and have a pattern. */
  readonly total: number;
  /** Their patterns; `patterns` are the first of them. */
  readonly count: number;
  /** What the trends are over: RFC 3339; absent when nothing matches. */
  readonly from?: string;
  readonly to?: string;
  readonly patterns: readonly PatternInfo[];
}

export interface PatternInfo {
  /** What `pattern:` in a query takes: 12 hex digits, made of the text. */
  readonly id: string;
  /** "user <str> logged in from <ip>" */
  readonly text: string;
  readonly count: number;
  /** Records without a level are in none of these. */
  readonly levels: Readonly<Partial<Record<SeverityName, number>>>;
  /** How many at each place between `from` and `to`; as many as were asked for. */
  readonly trend: readonly number[];
  /** Of the matching records. */
  readonly firstTime: string;
  readonly lastTime: string;
  /** When the first record of it arrived, whether it matches or not. */
  readonly firstSeen: string;
  readonly lastSeq: number;
  /** Templates that it holds together: 1 when no word of it was found to differ. */
  readonly cases: number;
  /** In the order of `partsOf(text)`; only when asked for. */
  readonly values?: readonly PatternValues[];
}

export interface PatternValues {
  /** Of `examined` records. */
  readonly distinct: number;
  readonly examined: number;
  /** Most frequent first. */
  readonly top: readonly { readonly value: string; readonly count: number }[];
}
