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
import { type FieldKey, searchedKeys, type Target } from "./fields";
import { fold } from "./fold";
import { resolveQuery } from "./resolve";
import { testNumber, testNumberText, testText } from "./textMatcher";

export type AnyRecord = LogRecord | SpanRecord | MetricPoint | Series;
export type Predicate = (record: AnyRecord) => boolean;

/** Ids of the patterns that a log record is a case of; what they are is known where records are stored. */
export type PatternIdsOf = (record: LogRecord) => readonly string[];

/** How often `now` of a running tail is taken anew. */
const nowEveryMs = 250;

/**
 * Throws QueryError when the query makes no sense for the signal. The predicate takes records of that
 * signal only; for "metrics" points, or series where `target` says so.
 */
export function compilePredicate(
  query: Query,
  signal: Signal,
  target: Target = signal === "metrics" ? "points" : signal,
  nowMs: () => number = Date.now,
  patternIdsOf: PatternIdsOf = () => [],
): Predicate {
  const compileAt = (ms: number) =>
    new Compiler(target).compile(resolveQuery(query, target, BigInt(Math.floor(ms)) * 1_000_000n));
  let compiledMs = nowMs();
  let test = compileAt(compiledMs);
  const facts = new Facts(target, patternIdsOf);
  const run: Predicate = (record) => {
    facts.set(record);
    return test(facts);
  };
  if (!dependsOnNow(query)) return run;
  return (record) => {
    const ms = nowMs();
    if (Math.abs(ms - compiledMs) >= nowEveryMs) {
      compiledMs = ms;
      test = compileAt(ms);
    }
    return run(record);
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

type Test = (facts: Facts) => boolean;

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
        return () => condition.value;
      case "and": {
        const tests = condition.parts.map((part) => this.compile(part));
        return (facts) => tests.every((test) => test(facts));
      }
      case "or": {
        const tests = condition.parts.map((part) => this.compile(part));
        return (facts) => tests.some((test) => test(facts));
      }
      case "not": {
        const test = this.compile(condition.part);
        return (facts) => !test(facts);
      }
      case "anywhere":
        return this.anywhere(condition.test);
      case "text": {
        const { key } = condition;
        const matches = testText(condition.test);
        if (key === "pattern") return (facts) => facts.patternIds.some((id) => matches(id));
        return (facts) => {
          const text = facts.text(key);
          return text !== "" && matches(fold(text));
        };
      }
      case "integer": {
        const { key, min, max } = condition;
        return (facts) => {
          const value = facts.integer(key);
          if (value === undefined || (min !== undefined && value < min)) return false;
          return max === undefined || value <= max;
        };
      }
      case "number": {
        const matches = testNumber(condition.test);
        return (facts) => {
          const value = facts.number();
          return value !== undefined && !Number.isNaN(value) && matches(value);
        };
      }
      case "attribute":
        return attribute(condition.name, condition.test);
    }
  }

  private anywhere(test: TextTest): Test {
    const keys = searchedKeys[this.target];
    const matches = testText(test);
    const needle = test.kind === "contains" ? escaped(test.text) : requiredOf(test);
    const inList = test.kind === "contains" ? needle : undefined;
    return (facts) => {
      for (const key of keys) {
        const text = facts.text(key);
        if (text !== "" && matches(fold(text))) return true;
      }
      if (facts.json === "{}" || !facts.foldedJson.includes(needle)) return false;
      for (const value of Object.values(facts.attributes)) {
        if (value === null) continue;
        const text = fold(textOf(value));
        if (matches(text)) return true;
        if (inList !== undefined && text.startsWith("[") && text.includes(inList)) return true;
      }
      return false;
    };
  }
}

function attribute(name: string, test: TextTest | NumberTest): Test {
  const key = keyInJson(name);
  const matches = test.kind === "between" ? testNumberText(test) : folding(testText(test));
  const find = (attributes: ParsedAttributes) =>
    Object.hasOwn(attributes, name) ? (attributes[name] ?? undefined) : undefined;
  const isMatch = (value: JsonValue) => test.kind === "exists" || textsOf(value).some(matches);
  // Few resources emit many records: what a resource says is found out once.
  const known = new WeakMap<Resource, boolean>();
  const ofResource = (resource: Resource): boolean => {
    let answer = known.get(resource);
    if (answer === undefined) {
      const value = find(parseAttributes(resource.attributes));
      answer = value !== undefined && isMatch(value);
      known.set(resource, answer);
    }
    return answer;
  };
  return (facts) => {
    const value = facts.json.includes(key) ? find(facts.attributes) : undefined;
    if (value !== undefined) return isMatch(value);
    const { owner } = facts;
    return owner !== undefined && ofResource(owner);
  };
}

const folding = (matches: (folded: string) => boolean) => (text: string) => matches(fold(text));

/** Text as it stands inside a JSON string. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function requiredOf(test: TextTest): string {
  return test.kind === "pattern" ? test.required : "";
}
