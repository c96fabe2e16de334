// What the panel asks the collector for, put together from the query bar, the toggles, the time range and
// "clear". Pure; and back: where an error in the whole lies in what the user typed.

import type { RpcFailure } from "../../src/shared/contract/rpc";
import type { Selection } from "../../src/shared/contract/selection";
import type { SeverityName } from "../../src/shared/severity";
import { clauseFor } from "../lib/valueActions";

/** All, the last so many milliseconds, or a fixed range of epoch milliseconds [from, to). */
export type TimeRange =
  | { readonly kind: "all" }
  | { readonly kind: "last"; readonly ms: number }
  | { readonly kind: "between"; readonly fromMs: number; readonly toMs: number };

export interface Asked {
  readonly query: string;
  readonly hiddenLevels: readonly SeverityName[];
  /** "" is the records without a service. */
  readonly hiddenServices: readonly string[];
  readonly range: TimeRange;
  /** 0: everything stored. */
  readonly sinceSeq: number;
}

export const relativeRanges = [
  { label: "All Time", range: { kind: "all" } },
  { label: "Last 1 min", range: { kind: "last", ms: 60_000 } },
  { label: "Last 5 min", range: { kind: "last", ms: 300_000 } },
  { label: "Last 15 min", range: { kind: "last", ms: 900_000 } },
  { label: "Last 1 h", range: { kind: "last", ms: 3_600_000 } },
  { label: "Last 24 h", range: { kind: "last", ms: 86_400_000 } },
] as const satisfies readonly { readonly label: string; readonly range: TimeRange }[];

/** The query with the toggles in it. */
export function wholeQuery(
  asked: Pick<Asked, "query" | "hiddenLevels" | "hiddenServices">,
): string {
  const hidden = [
    ...asked.hiddenLevels.map((level) => `NOT level:${level}`),
    ...asked.hiddenServices.map((service) =>
      service === "" ? "_exists_:service" : `NOT ${clauseFor("service", service)}`,
    ),
  ];
  const typed = asked.query.trim();
  if (hidden.length === 0) return typed;
  return typed === "" ? hidden.join(" ") : `(${typed}) ${hidden.join(" ")}`;
}

export function selectionOf(asked: Asked, nowMs: number): Selection {
  return {
    signal: "logs",
    query: wholeQuery(asked),
    ...rangeBounds(asked.range, nowMs),
    ...(asked.sinceSeq > 0 ? { sinceSeq: asked.sinceSeq } : {}),
  };
}

/** Bounds for the collector; a relative range is open towards now. */
function rangeBounds(range: TimeRange, nowMs: number): { from?: string; to?: string } {
  if (range.kind === "all") return {};
  if (range.kind === "last") return { from: toNanos(nowMs - range.ms) };
  return { from: toNanos(range.fromMs), to: toNanos(range.toMs) };
}

const toNanos = (ms: number) => `${Math.round(ms * 1_000)}000`;

/** True when new records can still match. */
export const isOpenEnded = (range: TimeRange) => range.kind !== "between";

export interface QueryProblem {
  readonly message: string;
  /** In what was typed; length 0 when it lies at the end or nowhere. */
  readonly position: number;
  readonly length: number;
}

/** Places a failure in the typed text: the whole has "(" and the leading blanks' loss before it. */
export function problemIn(asked: Asked, failure: RpcFailure): QueryProblem {
  const leading = asked.query.length - asked.query.trimStart().length;
  const isWrapped = asked.hiddenLevels.length + asked.hiddenServices.length > 0;
  const shift = leading - (isWrapped ? 1 : 0);
  const end = asked.query.trimEnd().length;
  const position = Math.min(end, Math.max(0, (failure.position ?? end) + shift));
  const length = Math.max(0, Math.min(failure.length ?? 0, end - position));
  const column = /^Column \d+: /;
  return {
    message: failure.message.replace(column, `Column ${position + 1}: `),
    position,
    length,
  };
}
