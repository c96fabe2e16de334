// A query made definite for one kind of record: fields known, values read, levels and times turned into
// numbers. The SQL (store/where.ts) and the live predicate (predicate.ts) are both printed from this.

import type { IntegerKey, NumberKey, TextKey } from "./fields";
import type { Pattern } from "./pattern";

export type Condition =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "and"; readonly parts: readonly Condition[] }
  | { readonly kind: "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  /** Bare word or phrase: the searched texts, or the value of any attribute of the record itself. */
  | { readonly kind: "anywhere"; readonly test: TextTest }
  /** Never true of an absent field. */
  | { readonly kind: "text"; readonly key: TextKey; readonly test: TextTest }
  /** Within both bounds, which are inclusive. */
  | {
      readonly kind: "integer";
      readonly key: IntegerKey;
      readonly min: bigint | undefined;
      readonly max: bigint | undefined;
    }
  | { readonly kind: "number"; readonly key: NumberKey; readonly test: NumberTest }
  /** Of the record, else of its resource; of a list, one of its items. */
  | { readonly kind: "attribute"; readonly name: string; readonly test: TextTest | NumberTest };

/** A test of one text. `text`, `word` and patterns are folded; the text under test is folded first. */
export type TextTest =
  | { readonly kind: "exists" }
  | { readonly kind: "contains"; readonly text: string }
  | { readonly kind: "starts"; readonly text: string }
  | { readonly kind: "ends"; readonly text: string }
  | { readonly kind: "equals"; readonly text: string }
  /** The pattern occurs in the text; `required` are texts that every match contains, the longest first. */
  | {
      readonly kind: "pattern";
      readonly pattern: Pattern;
      readonly required: readonly string[];
    }
  /** A word of the text, or the whole text, is within so many edits. */
  | {
      readonly kind: "fuzzy";
      readonly word: string;
      readonly distance: number;
      readonly isWhole: boolean;
    }
  /** By code points of the folded text. */
  | {
      readonly kind: "ordered";
      readonly lower: TextBound | undefined;
      readonly upper: TextBound | undefined;
    };

/** Only of texts that are numbers (number.ts). */
export interface NumberTest {
  readonly kind: "between";
  readonly lower: NumberBound | undefined;
  readonly upper: NumberBound | undefined;
}
export interface NumberBound {
  readonly value: number;
  readonly isInclusive: boolean;
}
export interface TextBound {
  readonly text: string;
  readonly isInclusive: boolean;
}
