// `level:` by name, number or range. A name of the six is its whole band (WARN to WARN4); other words a
// logger may have ("critical") are their number on the scale, or the level as it was written.

import { severityFloor, severityFromText, severityName, severityNames } from "../severity";
import type { Bound, Value } from "./ast";
import type { Condition } from "./condition";
import { fold } from "./fold";
import { queryError } from "./queryError";
import { requireOrder } from "./rangeChecks";
import { textTest } from "./resolveText";
import { testText } from "./textMatcher";

interface Band {
  readonly from: number;
  readonly to: number;
}

const expected = "trace, debug, info, warn, error, fatal or 1 to 24";

export function resolveLevel(value: Value): Condition {
  switch (value.kind) {
    case "exists":
      return between(1, 24);
    case "text": {
      const band = bandOf(value.text);
      const written: Condition = {
        kind: "text",
        key: "severityText",
        test: { kind: "equals", text: fold(value.text) },
      };
      if (band === undefined) return written;
      const named = between(band.from, band.to);
      return band.from === band.to && !/^\d/.test(value.text)
        ? { kind: "or", parts: [named, written] }
        : named;
    }
    case "range": {
      if (value.lower === undefined && value.upper === undefined) return between(1, 24);
      const lower = value.lower === undefined ? undefined : requireBand(value.lower);
      const upper = value.upper === undefined ? undefined : requireBand(value.upper);
      requireOrder(value, lower !== undefined && upper !== undefined && lower.from > upper.to);
      const from = value.lower?.isInclusive === true ? lower?.from : lower && lower.to + 1;
      const to = value.upper?.isInclusive === true ? upper?.to : upper && upper.from - 1;
      return between(from ?? 1, to ?? 24);
    }
    case "wildcard":
    case "regex":
    case "fuzzy":
    case "near": {
      const test = textTest(value, "whole");
      const matches = testText(test);
      const bands = severityNames.filter((name) => matches(fold(name)));
      const parts = bands.map((name) => between(severityFloor(name), severityFloor(name) + 3));
      return { kind: "or", parts: [...parts, { kind: "text", key: "severityText", test }] };
    }
  }
}

/** Never below 1: an unset level is absent. */
function between(from: number, to: number): Condition {
  return {
    kind: "integer",
    key: "severityNumber",
    min: BigInt(Math.max(1, from)),
    max: BigInt(to),
  };
}

function requireBand(bound: Bound): Band {
  const band = bandOf(bound.text);
  if (band === undefined) throw queryError(bound.place, "This is no level.", expected);
  return band;
}

function bandOf(text: string): Band | undefined {
  if (/^\d{1,2}$/.test(text)) return { from: Number(text), to: Number(text) };
  const number = severityFromText(fold(text));
  const name = severityName(number);
  if (name === undefined) return undefined;
  const floor = severityFloor(name);
  return number === floor ? { from: floor, to: floor + 3 } : { from: number, to: number };
}
