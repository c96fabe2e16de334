// Query → a function of records, for the live tail. Cheap tests of the raw JSON text come first, so that
// attributes are parsed only for records that may match.

import type { LogRecord, MetricPoint, Resource, Series, Signal, SpanRecord } from "../record";
import type { Query } from "./ast";
import {
  type JsonValue,
  keyInJson,
  parseAttributes,
  type ParsedAttributes,
  textOf,
  textsOf,
} from "./attributeText";
import type { Condition, NumberTest, TextTest } from "./condition";
import { isRelativeTime } from "./dateMath";
import { type Effort, hasGivenUp, type IsTime, never, type Steps, toEnd } from "./effort";
import { type FieldKey, searchedKeys, type Target, type TextKey } from "./fields";
import { fold } from "./fold";
import { resolveQuery } from "./resolve";
import { testNumber, testNumberText, type TextMatcher, textMatcher } from "./textMatcher";

/** Effort of a record at once: some two milliseconds. */
export const quickEffort = 2_000_000;
/** To fold a character and look for a text there; to read a value out of JSON. */
const charEffort = 3;
const valueEffort = 50;

export type AnyRecord = LogRecord | SpanRecord | MetricPoint | Series;
export type Predicate = (record: AnyRecord) => boolean;

/** A query as a test of records, of which one at a time is under way. */
export interface LiveTest {
  /** Undefined where the effort does not suffice. */
  quickly(record: AnyRecord, effort: Effort): boolean | undefined;
  inSteps(record: AnyRecord, isTime: IsTime): Steps<boolean>;
}

/** Ids of the patterns that a log record is a case of; what they are is known where records are stored. */
export type PatternIdsOf = (record: LogRecord) => readonly string[];

/** How often `now` of a running tail is taken anew. */
const nowEveryMs = 250;

/** The answer, however long it takes. */
export function compilePredicate(...compiled: Parameters<typeof compileLiveTest>): Predicate {
  const test = compileLiveTest(...compiled);
  const effort = { left: 0 };
  return (record) => {
    effort.left = quickEffort;
    return test.quickly(record, effort) ?? toEnd(test.inSteps(record, never));
  };
}

/**
 * Throws QueryError when the query makes no sense for the signal. The test takes records of that
 * signal only; for "metrics" points, or series where `target` says so.
 */
export function compileLiveTest(
  query: Query,
  signal: Signal,
  target: Target = signal === "metrics" ? "points" : signal,
  nowMs: () => number = Date.now,
  patternIdsOf: PatternIdsOf = () => [],
): LiveTest {
  const compileAt = (ms: number) =>
    new Compiler(target).compile(resolveQuery(query, target, BigInt(Math.floor(ms)) * 1_000_000n));
  let compiledMs = nowMs();
  let test = compileAt(compiledMs);
  const isOfNow = dependsOnNow(query);
  const facts = new Facts(target, patternIdsOf);
  const renew = () => {
    const ms = nowMs();
    if (Math.abs(ms - compiledMs) < nowEveryMs) return;
    compiledMs = ms;
    test = compileAt(ms);
  };
  return {
    quickly(record, effort) {
      facts.set(record);
      if (isOfNow) renew();
      const answer = test.quickly(facts, effort);
      return hasGivenUp(effort) ? undefined : answer;
    },
    inSteps(record, isTime) {
      facts.set(record);
      return test.inSteps(facts, isTime);
    },
  };
}

/** Whether the same record may match now and not later. */
function dependsOnNow(query: Query): boolean {
  switch (query.kind) {
    case "all":
      return false;
    case "and":
    case "or":
      return query.nodes.some(dependsOnNow);
    case "not":
      return dependsOnNow(query.node);
    case "term": {
      const { value } = query;
      if (value.kind === "text") return isRelativeTime(value.text);
      if (value.kind !== "range") return false;
      return [value.lower, value.upper].some((bound) => isRelativeTime(bound?.text ?? ""));
    }
  }
}

/** A part of the query. Both answer alike; what is quick gives up when the effort is spent. */
interface Test {
  quickly(facts: Facts, effort: Effort): boolean;
  inSteps(facts: Facts, isTime: IsTime): Steps<boolean>;
}

/** One record, and what has been read out of it so far. */
class Facts {
  private record: Readonly<Partial<Record<FieldKey, unknown>>> = {};
  private attributeText = "{}";
  private foldedAttributes: string | undefined;
  private parsed: ParsedAttributes | undefined;
  private resource: Resource | undefined;
  private isParsed = false;
  private point: MetricPoint | undefined;
  private log: LogRecord | undefined;

  constructor(
    private readonly target: Target,
    private readonly patternIdsOf: PatternIdsOf,
  ) {}

  set(record: AnyRecord): void {
    this.point = "series" in record ? record : undefined;
    this.log = "body" in record ? record : undefined;
    const owner = "series" in record ? record.series : record;
    this.record = owner;
    this.attributeText = owner.attributes;
    this.resource = owner.resource;
    this.foldedAttributes = undefined;
    this.isParsed = false;
  }

  text(key: FieldKey): string {
    const value = this.record[key];
    return typeof value === "string" ? value : "";
  }

  get patternIds(): readonly string[] {
    return this.log === undefined ? [] : this.patternIdsOf(this.log);
  }

  integer(key: FieldKey): bigint | undefined {
    const isOfPoint = key === "timeUnixNano" || key === "seq";
    const value = isOfPoint && this.point !== undefined ? this.point[key] : this.record[key];
    if (typeof value === "bigint") return value;
    return typeof value === "number" ? BigInt(value) : undefined;
  }

  number(): number | undefined {
    return this.target === "points" ? this.point?.value : undefined;
  }

  get json(): string {
    return this.attributeText;
  }

  get foldedJson(): string {
    return (this.foldedAttributes ??= fold(this.attributeText));
  }

  get attributes(): ParsedAttributes {
    if (!this.isParsed || this.parsed === undefined) {
      this.parsed = parseAttributes(this.attributeText);
      this.isParsed = true;
    }
    return this.parsed;
  }

  get owner(): Resource | undefined {
    return this.resource;
  }
}

class Compiler {
  constructor(private readonly target: Target) {}

  compile(condition: Condition): Test {
    switch (condition.kind) {
      case "constant":
        return atOnce(() => condition.value);
      case "and":
        return every(condition.parts.map((part) => this.compile(part)));
      case "or":
        return some(condition.parts.map((part) => this.compile(part)));
      case "not":
        return not(this.compile(condition.part));
      case "anywhere":
        return this.anywhere(condition.test);
      case "text":
        return condition.key === "pattern"
          ? ofPatternIds(textMatcher(condition.test))
          : ofText(condition.key, textMatcher(condition.test));
      case "integer": {
        const { key, min, max } = condition;
        return atOnce((facts) => {
          const value = facts.integer(key);
          if (value === undefined || (min !== undefined && value < min)) return false;
          return max === undefined || value <= max;
        });
      }
      case "number": {
        const matches = testNumber(condition.test);
        return atOnce((facts) => {
          const value = facts.number();
          return value !== undefined && !Number.isNaN(value) && matches(value);
        });
      }
      case "attribute":
        return attribute(condition.name, condition.test);
    }
  }

  private anywhere(test: TextTest): Test {
    const keys = searchedKeys[this.target];
    const matcher = textMatcher(test);
    const needle = test.kind === "contains" ? escaped(test.text) : requiredOf(test);
    const isInList = (folded: string) =>
      test.kind === "contains" && folded.startsWith("[") && folded.includes(needle);
    return {
      quickly(facts, effort) {
        for (const key of keys) {
          const text = facts.text(key);
          if (text !== "" && isFound(matcher, text, effort)) return true;
        }
        effort.left -= facts.json.length * charEffort;
        if (hasGivenUp(effort)) return false;
        if (facts.json === "{}" || !facts.foldedJson.includes(needle)) return false;
        for (const value of Object.values(facts.attributes)) {
          if (value === null) continue;
          effort.left -= valueEffort;
          const text = fold(textOf(value));
          if (matcher.quickly(text, effort) || isInList(text)) return true;
          if (hasGivenUp(effort)) return false;
        }
        return false;
      },
      *inSteps(facts, isTime) {
        for (const key of keys) {
          if (isTime()) yield;
          const text = facts.text(key);
          if (text !== "" && (yield* matcher.inSteps(fold(text), isTime))) return true;
        }
        if (facts.json === "{}" || !facts.foldedJson.includes(needle)) return false;
        for (const value of Object.values(facts.attributes)) {
          if (isTime()) yield;
          if (value === null) continue;
          const text = fold(textOf(value));
          if ((yield* matcher.inSteps(text, isTime)) || isInList(text)) return true;
        }
        return false;
      },
    };
  }
}

function atOnce(matches: (facts: Facts) => boolean): Test {
  return {
    quickly: matches,

    *inSteps(facts) {
      return matches(facts);
    },
  };
}

function every(parts: readonly Test[]): Test {
  return {
    quickly: (facts, effort) => parts.every((part) => part.quickly(facts, effort)),
    *inSteps(facts, isTime) {
      for (const part of parts) if (!(yield* part.inSteps(facts, isTime))) return false;
      return true;
    },
  };
}

function some(parts: readonly Test[]): Test {
  return {
    quickly: (facts, effort) =>
      parts.some((part) => !hasGivenUp(effort) && part.quickly(facts, effort)),
    *inSteps(facts, isTime) {
      for (const part of parts) if (yield* part.inSteps(facts, isTime)) return true;
      return false;
    },
  };
}

function not(part: Test): Test {
  return {
    quickly: (facts, effort) => !part.quickly(facts, effort),
    *inSteps(facts, isTime) {
      return !(yield* part.inSteps(facts, isTime));
    },
  };
}

function ofText(key: TextKey, matcher: TextMatcher): Test {
  return {
    quickly(facts, effort) {
      const text = facts.text(key);
      return text !== "" && isFound(matcher, text, effort);
    },
    *inSteps(facts, isTime) {
      if (isTime()) yield;
      const text = facts.text(key);
      return text !== "" && (yield* matcher.inSteps(fold(text), isTime));
    },
  };
}

function ofPatternIds(matcher: TextMatcher): Test {
  return {
    quickly: (facts, effort) => facts.patternIds.some((id) => matcher.quickly(id, effort)),
    *inSteps(facts, isTime) {
      for (const id of facts.patternIds) if (yield* matcher.inSteps(id, isTime)) return true;
      return false;
    },
  };
}

/** The matcher takes folded text. */
function isFound(matcher: TextMatcher, text: string, effort: Effort): boolean {
  effort.left -= text.length * charEffort;
  return !hasGivenUp(effort) && matcher.quickly(fold(text), effort);
}

function attribute(name: string, test: TextTest | NumberTest): Test {
  const key = keyInJson(name);
  const matcher = test.kind === "between" ? ofNumbers(test) : textMatcher(test);
  const isAnyValue = test.kind === "exists";
  const find = (attributes: ParsedAttributes) =>
    Object.hasOwn(attributes, name) ? (attributes[name] ?? undefined) : undefined;
  // Few resources emit many records: what a resource says is found out once.
  const known = new WeakMap<Resource, boolean>();
  const quickly = (value: JsonValue | undefined, effort: Effort): boolean =>
    value !== undefined &&
    (isAnyValue || textsOf(value).some((text) => isFound(matcher, text, effort)));
  const inSteps = function* (value: JsonValue | undefined, isTime: IsTime): Steps<boolean> {
    if (value === undefined || isAnyValue) return value !== undefined;
    for (const text of textsOf(value)) {
      if (isTime()) yield;
      if (yield* matcher.inSteps(fold(text), isTime)) return true;
    }
    return false;
  };
  const ofRecord = (facts: Facts) =>
    facts.json.includes(key) ? find(facts.attributes) : undefined;
  const ofResource = ({ attributes }: Resource) => find(parseAttributes(attributes));
  return {
    quickly(facts, effort) {
      effort.left -= facts.json.length;
      if (hasGivenUp(effort)) return false;
      const value = ofRecord(facts);
      if (value !== undefined) return quickly(value, effort);
      const { owner } = facts;
      if (owner === undefined) return false;
      let answer = known.get(owner);
      if (answer === undefined) {
        answer = quickly(ofResource(owner), effort);
        if (!hasGivenUp(effort)) known.set(owner, answer);
      }
      return answer;
    },
    *inSteps(facts, isTime) {
      if (isTime()) yield;
      const value = ofRecord(facts);
      if (value !== undefined) return yield* inSteps(value, isTime);
      const { owner } = facts;
      if (owner === undefined) return false;
      let answer = known.get(owner);
      if (answer === undefined) {
        answer = yield* inSteps(ofResource(owner), isTime);
        known.set(owner, answer);
      }
      return answer;
    },
  };
}

function ofNumbers(test: NumberTest): TextMatcher {
  const matches = testNumberText(test);
  return {
    quickly: matches,

    *inSteps(text) {
      return matches(text);
    },
  };
}

/** Text as it stands inside a JSON string. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function requiredOf(test: TextTest): string {
  return test.kind === "pattern" ? (test.required[0] ?? "") : "";
}
