// A place that records come from: a log statement (its template), a span's name, a metric's name, each
// within its service; or a service as a whole, which has the fields of its resources.

import type { Signal } from "../record";

export interface Place {
  readonly id: number;
  readonly kind: Signal | "service";
  readonly service: string;
  /** "" for a service. */
  readonly template: string;
  /** Id of its stored pattern; "" where it has none. */
  readonly pattern: string;
  /** An event of a span. */
  readonly isEvent: boolean;
  /** Where it was first seen to be written. */
  readonly file: string;
  readonly line: number;
  readonly function: string;
}
