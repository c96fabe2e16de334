// What differs between two rows that are the same step: how it went, how severe, its values, how long.

import { outcomeName } from "../compare/names";
import { durationText } from "./duration";
import type { TimelineNode } from "./model";
import type { Statement } from "./statement";

export interface RowDifference {
  readonly kind: "status" | "severity" | "value" | "duration";
  /** Of a value: the attribute's name, or "#1" for the first gap of the message; else the kind. */
  readonly name: string;
  /** "" where that side has none. */
  readonly left: string;
  readonly right: string;
}

/** Less than this factor between two durations is chance, and so is less than `minNanos` between them. */
const slowerFactor = 3;
const minNanos = 10e6;

/** None for rows that say the same. */
export function differencesOf(
  left: TimelineNode,
  right: TimelineNode,
  says: { readonly left: Statement; readonly right: Statement },
): RowDifference[] {
  const found: RowDifference[] = [];
  const add = (kind: RowDifference["kind"], name: string, one = "", other = "") => {
    if (one !== other) found.push({ kind, name, left: one, right: other });
  };
  if (left.kind === "span" && right.kind === "span") {
    add("status", "status", statusOf(left.isError), statusOf(right.isError));
  }
  if (left.kind === "log" && right.kind === "log") {
    add("severity", "severity", left.log.severity, right.log.severity);
  }
  const { values } = says.left;
  for (const [name, value] of values) add("value", name, value, says.right.values.get(name));
  for (const [name, value] of says.right.values) {
    if (!values.has(name)) add("value", name, "", value);
  }
  if (left.kind === "span" && right.kind === "span") {
    const [one, other] = [left.endNanos - left.startNanos, right.endNanos - right.startNanos];
    const isFar = Math.max(one, other) > Math.min(one, other) * slowerFactor;
    if (isFar && Math.abs(one - other) >= minNanos) {
      add("duration", "duration", durationText(one), durationText(other));
    }
  }
  return found;
}

const statusOf = (isError: boolean) => (isError ? "error" : "ok");

/** It may follow from what happened inside: how it ended and how long it took. */
export const mayFollow = ({ kind, name }: RowDifference) =>
  kind === "status" || kind === "duration" || (kind === "value" && outcomeName.test(name));

/** "status error → ok"; a gap of the message has no name to say. */
export function differenceText({ kind, name, left, right }: RowDifference): string {
  const change = `${left || "none"} → ${right || "none"}`;
  return kind === "value" && name.startsWith("#") ? change : `${name} ${change}`;
}
