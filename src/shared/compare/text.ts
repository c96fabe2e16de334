// A ranking in words: for the command line, for a text document, and the phrases of the panel.

import type { SourceJson } from "../contract/json";
import type { Signal } from "../record";
import { percent } from "../percent";
import { offsetText } from "../timeline/duration";
import type { ClockSkew } from "../timeline/model";
import { nameOfClock } from "../timeline/serviceClocks";
import type {
  Among,
  Difference,
  DifferenceKind,
  OfMetric,
  RankedDifference,
  Ranking,
} from "./model";

/** Related differences of one that are listed in words. */
const maxShown = 8;

/** Characters of a query that are shown: one of ids is thousands long. */
const maxQuery = 200;

/** A difference as `--json` prints it. */
export interface DifferenceJson {
  readonly rank: number;
  readonly kind: DifferenceKind;
  readonly field: string;
  readonly value: string;
  readonly badShare: number;
  readonly goodShare: number;
  readonly badCount: number;
  readonly goodCount: number;
  readonly among?: Among;
  readonly score: number;
  readonly query: string;
  /** What the query is asked of, where it is not logs. */
  readonly signal?: Signal;
  /** Of the failed requests so many, where the query cannot name them all. */
  readonly named?: number;
  readonly source?: SourceJson;
}

export function differenceJson(difference: Difference, rank: number): DifferenceJson {
  const { kind, field, value, badShare, goodShare, badCount, goodCount, among } = difference;
  const { score, query, signal, named, source } = difference;
  return {
    rank,
    kind,
    field,
    value,
    badShare,
    goodShare,
    badCount,
    goodCount,
    ...(among === undefined ? {} : { among }),
    score,
    query,
    ...(signal === "logs" ? {} : { signal }),
    ...(named === undefined || named >= badCount ? {} : { named }),
    ...(source === undefined ? {} : { source }),
  };
}

/** Characters of a value in a title: a stack trace is told by its beginning. */
const maxTitleValue = 120;

/** "worker = w7", "missing: “wrote row”": what it is, in one line. */
export function titleOf({ kind, field: wholeField, value: wholeValue }: Difference): string {
  const field = inOneLine(wholeField);
  const value = inOneLine(wholeValue);
  switch (kind) {
    case "field":
      return value === "(any)"
        ? `${field} is there`
        : value === "(none)"
          ? `no ${field}`
          : value === "(beyond ASCII)"
            ? `${field} has characters beyond ASCII`
            : `${field} = ${value}`;
    case "range":
      return /^[<>]/.test(value) ? `${field} ${value}` : `${field} from ${value}`;
    case "template":
      return `“${value}”`;
    case "missing-template":
      return `missing: “${value}”`;
    case "order":
      return `“${field}” ${value.replace(/^before (.*)$/s, "before “$1”")}`;
    case "count":
      return `“${field}” at least ${value.replace(/^>= /, "")} times`;
    case "duration":
      return `“${field}” took ${value.replace(/^> /, "more than ").replace(/^< /, "less than ")}`;
    case "service":
      return value.startsWith("NOT ") ? `never came to ${value.slice(4)}` : `went through ${value}`;
  }
}

function inOneLine(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length === text.length && text.length <= maxTitleValue
    ? text
    : `${line.slice(0, maxTitleValue).trimEnd()}…`;
}

/** What is counted where records are grouped `by`: requests, traces, single records, or groups of a field. */
export const unitOf = (by: string) =>
  by === "request" || by === "trace" || by === "record" ? by : "group";

/** What kind of thing it is, where it is, and its middle values. */
export function aboutOf(difference: Difference, unit = "request"): string {
  const { kind, service, medians, ofMetric, among } = difference;
  const of = service === "" ? "" : ` of ${service}`;
  const kinds: Readonly<Record<DifferenceKind, string>> = {
    field: `field${of}`,
    range: `number${of}`,
    template: `record${of} that passed ${unit}s lack`,
    "missing-template": `record${of} that passed ${unit}s have`,
    order: `order${of}, turned round`,
    count: `repeated${of}`,
    duration: `span duration${of}`,
    service: "service",
  };
  const ofMetrics: Readonly<Record<OfMetric, string>> = {
    moment: `metric${of} when the ${unit} began`,
    request: `metric${of} with the ${unit}'s id`,
  };
  return [
    ofMetric === undefined ? kinds[kind] : ofMetrics[ofMetric],
    ...(medians === undefined
      ? []
      : [`median ${amount(kind, medians.bad)} against ${amount(kind, medians.good)}`]),
    ...(among === undefined ? [] : [amongText(among, ofMetric, unit)]),
  ].join(" · ");
}

function amongText({ bad, good }: Among, ofMetric: OfMetric | undefined, unit: string): string {
  const those = {
    moment: "before which it had a value",
    request: "of which it has a sample",
    spans: "whose spans were recorded",
  };
  return `among ${countsText(bad, good, unit)} ${those[ofMetric ?? "spans"]}`;
}

function amount(kind: DifferenceKind, value: number): string {
  if (kind !== "duration") return String(Number(value.toPrecision(4)));
  const ms = value / 1e6;
  return ms >= 1000 ? `${Number((ms / 1000).toPrecision(3))} s` : `${Number(ms.toPrecision(3))} ms`;
}

export const sharesOf = ({ badShare, goodShare, among }: Difference) =>
  `${percent(badShare)} of ${groupName("failed", among)} · ${percent(goodShare)} of ${groupName("passed", among)}`;

/** "failed", or "traced failed" where it could be seen in these alone. */
export const groupName = (group: "failed" | "passed", among: Among | undefined) =>
  among === undefined ? group : `${among.of === "metrics" ? "measured" : "traced"} ${group}`;

/** "34 failed and 16 passed requests": who has it. */
export const countsText = (bad: number, good: number, unit: string) =>
  `${bad.toLocaleString("en-US")} failed and ${count(good, `passed ${unit}`)}`;

/** "31 passed requests": a count with what is counted. */
export const count = (n: number, what: string) =>
  `${n.toLocaleString("en-US")} ${what}${n === 1 ? "" : "s"}`;

export function rankingText(
  ranking: Ranking,
  by = "request",
  clocks: readonly ClockSkew[] = [],
): string {
  const unit = unitOf(by);
  const of = unit === "group" ? ` by ${by}` : "";
  const head = `${ranking.badRequests} failed against ${count(ranking.goodRequests, `passed ${unit}`)}${of} · ${count(ranking.records, "record")}`;
  const blocks = ranking.differences.map((one) => differenceText(one, unit));
  return [head, ...blocks, footText(ranking), ...clocksText(clocks)].join("\n\n") + "\n";
}

function differenceText(difference: RankedDifference, unit: string): string {
  const { rank, badCount, goodCount, score, source, signal, related } = difference;
  const where = source === undefined ? "" : ` · ${source.file}:${source.line ?? "?"}`;
  const number = `${rank}.`.padEnd(4);
  return [
    `${number}${titleOf(difference)}   ${sharesOf(difference)}`,
    `    ${aboutOf(difference, unit)} · ${countsText(badCount, goodCount, unit)} · score ${score}${where}`,
    `    ${signal === "logs" ? "" : `(${signal}) `}${queryText(difference, unit)}`,
    ...related
      .slice(0, maxShown)
      .map((one) => `      ${linkOf(one)}: ${titleOf(one)}   ${sharesOf(one)}`),
    ...(related.length > maxShown ? [`      … and ${related.length - maxShown} more`] : []),
  ].join("\n");
}

/** The query to look at: its beginning where it is long, and how many requests it names where these are not all. */
export function queryText({ query, named, badCount }: Difference, unit = "request"): string {
  const shown = query.length <= maxQuery ? query : `${query.slice(0, maxQuery)}…`;
  return named === undefined || (named === badCount && shown === query)
    ? shown
    : `${shown} (it names ${namedText(named, badCount, unit)})`;
}

/** "31 failed requests", "400 of 750 failed requests" */
export function namedText(named: number, badCount: number, unit: string): string {
  const all = count(badCount, `failed ${unit}`);
  return named < badCount ? `${named.toLocaleString("en-US")} of ${all}` : all;
}

/** Whether it goes with the cause or comes after it. */
export const linkOf = ({ isOutcome }: Difference) => (isOutcome ? "then" : "with it");

/** Clocks that are named; the others are counted. */
const maxClocks = 4;

/** A sentence on the clocks whose times were moved; none where there are none. */
export function clocksText(clocks: readonly ClockSkew[]): string[] {
  const [first] = clocks;
  if (first === undefined) return [];
  const by = "put right by the calls between services";
  const textOf = ({ correctionNanos }: ClockSkew) => offsetText(correctionNanos);
  if (clocks.length === 1)
    return [`The clock of ${nameOfClock(first)} was ${by}: ${textOf(first)}.`];
  const named = clocks.slice(0, maxClocks).map((clock) => `${nameOfClock(clock)} ${textOf(clock)}`);
  const more = clocks.length - named.length;
  if (more > 0) named.push(`${more} more`);
  return [`${clocks.length} clocks were ${by}: ${named.join(", ")}.`];
}

/** What was compared, and what of it says nothing. */
export function footText({ differences, compared, identifying, tooLittle }: Ranking): string {
  const parts = [
    ...(tooLittle === undefined ? [] : [tooLittle]),
    differences.length === 0
      ? `${count(compared, "field")}, templates and orders were compared; none differs beyond chance.`
      : `${count(compared, "field")}, templates and orders were compared.`,
  ];
  if (identifying.length > 0) {
    const shown = identifying.slice(0, 5).join(", ");
    const more = identifying.length > 5 ? ` and ${identifying.length - 5} more` : "";
    parts.push(
      `${shown}${more} ${identifying.length === 1 ? "identifies" : "identify"} single requests and ${identifying.length === 1 ? "explains" : "explain"} nothing.`,
    );
  }
  return parts.join(" ");
}
