// Fields whose values differ between the groups: single values, that they are there at all, and ranges.

import { addToGroup } from "../groups";
import { clauseFor, escapeField, quotePhrase } from "../query/clause";
import { fieldOf } from "../query/fields";
import { fold } from "../query/fold";
import { askedOfField, type FieldTest, isSameValue, numberOf } from "./asked";
import { isClauseOf, placeClause } from "./clauses";
import type { Signal } from "../record";
import { type Base, type Evidenced, isIn, without } from "./bases";
import { type Column, mergeColumns } from "./column";
import type { Findings } from "./findings";
import type { Gathered } from "./gather";
import { measuredName } from "./names";
import type { Place } from "./place";
import { countRuns, type Range, rangeClause, rangesIn } from "./ranges";
import { findShapes } from "./shapes";
import type { Visits } from "./visits";

/** From this share of requests on that hold several values of a field, its places are looked at one by one. */
const varyingShare = 0.02;
/** Places that are looked at one by one, those with most values first. */
const maxPlacesOfField = 20;

/** Names of fields whose values name single requests. */
export function* findFields(
  gathered: Gathered,
  visits: Visits,
  evidenced: Evidenced,
  excluded: ReadonlySet<string>,
  findings: Findings,
): Generator<undefined, string[]> {
  /** `among`: all columns of the name. */
  const find = (column: Column, columns: readonly Column[], among: readonly Column[]) => {
    const bases = evidenced.of(columns.map(({ place }) => place)).there;
    const field = { column, bases, among, visits };
    findValues(field, gathered, findings);
    findRange(field, gathered, findings);
  };
  const identifying = new Set<string>();
  const byName = new Map<string, Column[]>();
  for (const place of gathered.places.all) {
    yield;
    for (const column of place.columns.values()) {
      if (column.gap !== undefined) {
        if (!excluded.has(column.name)) find(column, [column], [column]);
        continue;
      }
      addToGroup(byName, `${column.isOwn} ${column.name}`, column);
    }
  }
  for (const columns of byName.values()) {
    const name = columns[0]?.name ?? "";
    if (excluded.has(name)) continue;
    yield;
    // A value that a statement always writes tells that the statement ran, and no more.
    const open = columns.filter((column) => column.isIdentifying || column.values.length > 1);
    findPresence(name, columns, gathered, visits, evidenced, findings);
    const [first] = open;
    if (first === undefined) continue;
    const all = open.length === 1 ? first : mergeColumns(name, open, gathered.isBad.length);
    find(all, columns, columns);
    if (!all.isFull) {
      const bases = evidenced.of(columns.map(({ place }) => place)).there;
      findShapesOf({ column: all, bases, among: columns, visits }, gathered, findings);
    }
    if (namesRequests(all)) identifying.add(name);
    if (open.length === 1 || !isVarying(all)) continue;
    const largest = [...open].sort((a, b) => b.requests.length - a.requests.length);
    for (const column of largest.slice(0, maxPlacesOfField)) {
      find(column, [column], columns);
    }
  }
  return [...identifying];
}

interface FieldOf {
  readonly column: Column;
  readonly bases: readonly Base[];
  readonly among: readonly Column[];
  readonly visits: Visits;
}

function findValues(
  { column, bases, among, visits }: FieldOf,
  gathered: Gathered,
  findings: Findings,
): void {
  const { values, requests, codes } = column;
  if (column.isFull || values.length < 2) return;
  const bad = new Int32Array(values.length);
  const good = new Int32Array(values.length);
  const seen = new Int32Array(values.length).fill(-1);
  for (let i = 0; i < requests.length; i++) {
    const request = requests[i] ?? 0;
    const code = codes[i] ?? 0;
    if (seen[code] === request) continue;
    seen[code] = request;
    const counts = gathered.isBad[request] === true ? bad : good;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  findings.families++;
  for (let code = 0; code < values.length; code++) {
    const counts = { bad: bad[code] ?? 0, good: good[code] ?? 0 };
    if (counts.bad < 2) continue;
    const value = String(values[code]);
    findings.offer(
      bases.map((base) => ({
        kind: "field",
        field: nameOf(column),
        value,
        counts,
        base,
        tests: values.length,
        place: column.place,
        column,
        asked: () =>
          column.gap === undefined
            ? askedOfField(column.parts, among, valueTest(column, values[code] ?? ""), visits)
            : { signal: signalOf(column), query: gapClause(column, value, gathered.places.all) },
        isGiven: !isUnnamed(column) && !measuredName.test(column.name),
        isUnnamed: isUnnamed(column),
        isOfErrors: isUnnamed(column) && column.isOfErrors(code),
        isOfResource: column.parts.every(({ place }) => place?.kind === "service"),
        medians: undefined,
        holders: (visit) => {
          const { moments } = column;
          for (let i = 0; i < requests.length; i++) {
            if (codes[i] === code) visit(requests[i] ?? 0, moments[i] ?? 0);
          }
        },
      })),
    );
  }
}

function findRange(
  { column, bases, among, visits }: FieldOf,
  gathered: Gathered,
  findings: Findings,
): void {
  const { numbers, requests } = column;
  if (column.numberCount < requests.length * 0.9) return;
  if (!column.isIdentifying && column.values.length < 3) return;
  const ranges = rangesIn(bases, requests, numbers, gathered.isBad, findings);
  const unit = column.gap?.unit ?? "";
  findings.offer(
    ranges.map(({ base, range }) => ({
      kind: "range",
      field: nameOf(column),
      value: unit === "" ? range.text : `${range.text} ${unit}`,
      counts: range.counts,
      base,
      tests: range.tests,
      place: column.place,
      column,
      asked: () =>
        column.gap === undefined
          ? askedOfField(column.parts, among, rangeTest(column.name, range), visits)
          : { signal: signalOf(column), query: undefined },
      isGiven: !isUnnamed(column) && !measuredName.test(column.name),
      isUnnamed: isUnnamed(column),
      isOfResource: column.parts.every(({ place }) => place?.kind === "service"),
      medians: range.medians,
      holders: (visit) => {
        const { moments } = column;
        for (let i = 0; i < requests.length; i++) {
          if (range.has(numbers[i] ?? NaN)) visit(requests[i] ?? 0, moments[i] ?? 0);
        }
      },
    })),
  );
}

function findShapesOf(
  { column, bases, among, visits }: FieldOf,
  gathered: Gathered,
  findings: Findings,
): void {
  const ofField = {
    field: nameOf(column),
    place: column.place,
    column,
    isGiven: !measuredName.test(column.name),
    isOfResource: column.parts.every(({ place }) => place?.kind === "service"),
    askedOf: (clause: string, isLike: (text: string) => boolean) =>
      askedOfField(column.parts, among, textTest(clause, isLike), visits),
  };
  findShapes(column, bases, gathered.isBad, ofField, findings);
}

/** A field that some records of a place have and others have not. */
function findPresence(
  name: string,
  columns: readonly Column[],
  gathered: Gathered,
  visits: Visits,
  evidenced: Evidenced,
  findings: Findings,
): void {
  const isOptional = columns.some(
    ({ place, requests }) =>
      place !== undefined &&
      place.kind !== "service" &&
      countRuns(requests) < visits.requestsOf(place.id),
  );
  if (!isOptional) return;
  const has = new Uint8Array(gathered.isBad.length);
  for (const { requests } of columns) for (const request of requests) has[request] = 1;
  const counts = { bad: 0, good: 0 };
  has.forEach((is, request) => {
    if (is === 1) counts[gathered.isBad[request] === true ? "bad" : "good"]++;
  });
  findings.families++;
  const [first] = columns;
  const single = columns.length === 1 && first?.values.length === 1 ? first.values[0] : undefined;
  const common = {
    kind: "field" as const,
    field: name,
    tests: 2,
    place: columns.length === 1 ? first?.place : undefined,
    column: first,
    isGiven: !measuredName.test(name),
    medians: undefined,
  };
  const bases = evidenced.of(columns.map(({ place }) => place));
  findings.offer(
    bases.there.map((base) => ({
      ...common,
      value: single === undefined ? "(any)" : String(single),
      counts,
      base,
      asked: () =>
        askedOfField(
          columns,
          columns,
          single === undefined ? presenceTest(name) : valueTest(columns[0], single),
          visits,
        ),
      holders: (visit) => {
        for (const { requests, moments } of columns) {
          requests.forEach((request, i) => visit(request, moments[i] ?? 0));
        }
      },
    })),
  );
  findings.offer(
    bases.missing.map((base) => ({
      ...common,
      value: "(none)",
      counts: without(counts, base),
      base,
      asked: () => ({ signal: "logs", query: undefined }),
      holders: (visit) => {
        has.forEach((is, request) => {
          if (is === 0 && isIn(base, request)) {
            visit(request, visits.firstMomentAt(columns, request));
          }
        });
      },
    })),
  );
}

/** Nearly each value is another one, and they are no measurements. */
function namesRequests({ isIdentifying, values, requests, numberCount }: Column): boolean {
  if (numberCount > requests.length / 2) return false;
  return isIdentifying || (values.length >= 10 && values.length > requests.length * 0.8);
}

function isVarying({ requests, codes, isIdentifying }: Column): boolean {
  if (isIdentifying) return true;
  let varying = 0;
  let total = 0;
  let isCounted = false;
  for (let i = 0; i < requests.length; i++) {
    if (i === 0 || requests[i] !== requests[i - 1]) {
      total++;
      isCounted = false;
    } else if (!isCounted && codes[i] !== codes[i - 1]) {
      varying++;
      isCounted = true;
    }
  }
  return varying > total * varyingShare;
}

const isUnnamed = ({ gap, name }: Column) => gap !== undefined && name === "";

const nameOf = (column: Column) =>
  isUnnamed(column) ? (column.place?.template ?? "") : column.name;

/** Undefined where no query can tell its records from others. */
function gapClause(
  { place, gap, values }: Column,
  value: string,
  places: readonly Place[],
): string | undefined {
  const ofPlace = place === undefined ? undefined : placeClause(place, places);
  if (place === undefined || ofPlace === undefined || gap === undefined) return undefined;
  if (places.some((other) => other !== place && isClauseOf(place, other))) return undefined;
  const written = (one: string) => `${gap.before}${one}${gap.after}`.trim();
  const text = fold(written(value));
  const isOfOther = values.some(
    (other) => String(other) !== value && fold(written(String(other))).includes(text),
  );
  return isOfOther ? undefined : `message:${quotePhrase(written(value))} AND ${ofPlace}`;
}

const signalOf = ({ place }: Column): Signal => (place?.kind === "spans" ? "spans" : "logs");

function valueTest(column: Column | undefined, value: string | number): FieldTest {
  const name = column?.name ?? "";
  const text = fold(String(value));
  // Of what a span says of its status a part is looked for.
  const isPart = column?.parts[0]?.isOwn === true && fieldOf("spans", name)?.type === "message";
  return {
    clause: clauseFor(name, String(value)),
    has: ({ values, codes }, i) => values[codes[i] ?? -1] === value,
    finds: isPart ? (other) => fold(String(other)).includes(text) : isSameValue(value),
  };
}

function rangeTest(name: string, range: Range): FieldTest {
  return {
    clause: rangeClause(name, range),
    has: ({ numbers }, i) => range.has(numbers[i] ?? NaN),
    finds: (value) => range.has(numberOf(value)),
  };
}

function textTest(clause: string, isLike: (text: string) => boolean): FieldTest {
  return {
    clause,
    has: ({ values, codes }, i) => isLike(String(values[codes[i] ?? -1] ?? "")),
    finds: (value) => isLike(String(value)),
  };
}

const presenceTest = (name: string): FieldTest => ({
  clause: `_exists_:${escapeField(name)}`,
  has: () => true,
  finds: () => true,
});
