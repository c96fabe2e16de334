// What a value means for a text: a part of it, or the whole of it.

import type { Bound, Value, WildcardPart } from "./ast";
import type { TextBound, TextTest } from "./condition";
import { formatTime } from "../time";
import { isRelativeTime, parseTime } from "./dateMath";
import { byteLength, maxFuzzyBytes, wordsOf } from "./edits";
import type { FieldKey, TextKey } from "./fields";
import { compareText, fold } from "./fold";
import { nearby, type Pattern, requiredTexts, whole, wildcard } from "./pattern";
import { queryError } from "./queryError";
import { requireOrder } from "./rangeChecks";
import { parseRegex } from "./regex";

const otherKeys: ReadonlySet<FieldKey> = new Set<FieldKey>([
  "seq",
  "severityNumber",
  "line",
  "timeUnixNano",
  "durationNanos",
  "value",
]);
export function isText(key: FieldKey): key is TextKey {
  return !otherKeys.has(key);
}

/** Everything but ranges. */
export function textTest(
  value: Exclude<Value, { kind: "range" }> | Value,
  extent: "part" | "whole",
): TextTest {
  switch (value.kind) {
    case "exists":
      return { kind: "exists" };
    case "text":
      return { kind: extent === "part" ? "contains" : "equals", text: fold(value.text) };
    case "wildcard":
      return wildcardTest(value.parts, extent);
    case "regex": {
      const pattern = parseRegex(value.source, value.place);
      return patternTest(extent === "part" ? pattern : whole(pattern));
    }
    case "near": {
      const words = wordsOf(value.text).filter((word) => word !== "");
      if (words.length === 0) throw queryError(value.place, "No word is in the phrase.", "words");
      if (words.length > maxNearWords) {
        throw queryError(value.place, "Too many words to be near each other.", `${maxNearWords}`);
      }
      return patternTest(nearby(words, value.distance));
    }
    case "fuzzy": {
      const word = fold(value.text);
      if (byteLength(word) > maxFuzzyBytes) {
        throw queryError(value.place, "Too long to be fuzzy.", `at most ${maxFuzzyBytes} bytes`);
      }
      return { kind: "fuzzy", word, distance: value.distance, isWhole: extent === "whole" };
    }
    case "range":
      return rangeTest(value);
  }
}

/** Bounds the pattern that a distance of a hundred words makes. */
const maxNearWords = 8;

/** A range of texts; `now…` in a bound becomes the RFC 3339 time it means. */
export function rangeTest(range: Value & { kind: "range" }, nowNanos?: bigint): TextTest {
  const read = (bound: Bound | undefined): TextBound | undefined => {
    if (bound === undefined) return undefined;
    const time =
      nowNanos !== undefined && isRelativeTime(bound.text)
        ? parseTime(bound.text, nowNanos)
        : undefined;
    const text = time === undefined ? bound.text : formatTime(time.start);
    return { text: fold(text), isInclusive: bound.isInclusive };
  };
  const lower = read(range.lower);
  const upper = read(range.upper);
  if (lower === undefined && upper === undefined) return { kind: "exists" };
  const isReversed =
    lower !== undefined && upper !== undefined && compareText(lower.text, upper.text) > 0;
  requireOrder(range, isReversed);
  return { kind: "ordered", lower, upper };
}

function wildcardTest(parts: readonly WildcardPart[], extent: "part" | "whole"): TextTest {
  const inner = extent === "part" ? trimStars(parts) : parts;
  const [first, second, third] = inner;
  const isStar = (part: WildcardPart | undefined) => part === "*";
  if (inner.length === 1 && typeof first === "object" && extent === "part") {
    return { kind: "contains", text: fold(first.text) };
  }
  if (extent === "whole") {
    if (inner.length === 2 && typeof first === "object" && isStar(second)) {
      return { kind: "starts", text: fold(first.text) };
    }
    if (inner.length === 2 && isStar(first) && typeof second === "object") {
      return { kind: "ends", text: fold(second.text) };
    }
    if (inner.length === 3 && isStar(first) && typeof second === "object" && isStar(third)) {
      return { kind: "contains", text: fold(second.text) };
    }
  }
  const pattern = wildcard(inner);
  return patternTest(extent === "part" ? pattern : whole(pattern));
}

function trimStars(parts: readonly WildcardPart[]): readonly WildcardPart[] {
  let from = 0;
  let to = parts.length;
  while (from < to && parts[from] === "*") from++;
  while (to > from && parts[to - 1] === "*") to--;
  return parts.slice(from, to);
}

function patternTest(pattern: Pattern): TextTest {
  return { kind: "pattern", pattern, required: requiredTexts(pattern) };
}
