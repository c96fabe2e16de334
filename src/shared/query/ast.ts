// What a query says, before it is known which signal it is asked of. Every leaf knows its place in the text.

import type { Place } from "./queryError";

export type Query =
  | { readonly kind: "all" }
  | { readonly kind: "and"; readonly nodes: readonly Query[] }
  | { readonly kind: "or"; readonly nodes: readonly Query[] }
  | { readonly kind: "not"; readonly node: Query }
  | Term;

export interface Term {
  readonly kind: "term";
  /** Undefined for a bare word or phrase. */
  readonly field: string | undefined;
  readonly value: Value;
  /** The whole term, its field included. */
  readonly place: Place;
}

export type Value =
  | { readonly kind: "text"; readonly text: string; readonly place: Place }
  | { readonly kind: "wildcard"; readonly parts: readonly WildcardPart[]; readonly place: Place }
  | { readonly kind: "regex"; readonly source: string; readonly place: Place }
  | {
      readonly kind: "fuzzy";
      readonly text: string;
      readonly distance: number;
      readonly place: Place;
    }
  | {
      readonly kind: "near";
      readonly text: string;
      readonly distance: number;
      readonly place: Place;
    }
  | {
      readonly kind: "range";
      readonly lower: Bound | undefined;
      readonly upper: Bound | undefined;
      readonly place: Place;
    }
  | { readonly kind: "exists"; readonly place: Place };

/** Text between wildcards, `*` (any text, also none) or `?` (one character). */
export type WildcardPart = { readonly text: string } | "*" | "?";

export interface Bound {
  readonly text: string;
  readonly isInclusive: boolean;
  readonly place: Place;
}
