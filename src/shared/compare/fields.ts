// Fields whose values differ between the groups: single values, that they are there at all, and ranges.

import { addToGroup } from "../groups";
import { clauseFor, escapeField, quotePhrase } from "../query/clause";
import { placeClause } from "./clauses";
import type { Signal } from "../record";
import { type Base, type Evidenced, isIn, without } from "./bases";
import { type Column, mergeColumns } from "./column";
import type { Findings } from "./findings";
import type { Gathered } from "./gather";
import { measuredName } from "./names";
import { countRuns, rangeClause, rangesIn } from "./ranges";
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
  const find = (column: Column, columns: readonly Column[], isOfPlace = false) => {
    const bases = evidenced.of(columns.map(({ place }) => place)).there;
    findValues(column, bases, gathered, findings, isOfPlace);
    findRange(column, bases, gathered, findings, isOfPlace);
  };
  const identifying = new Set<string>();
  const byName = new Map<string, Column[]>();
  for (const place of gathered.places.all) {
    yield;
    for (const column of place.columns.values()) {
      if (column.gap !== undefined) {
        if (!excluded.has(column.name)) find(column, [column]);
        continue;
      }
      addToGroup(byName, column.name, column);
    }
  }
  for (const [name, columns] of byName) {
    if (excluded.has(name)) continue;
    yield;
    // A value that a statement always writes tells that the statement ran, and no more.
    const open = columns.filter((column) => column.isIdentifying || column.values.length > 1);
    findPresence(name, columns, gathered, visits, evidenced, findings);
    const [first] = open;
    if (first === undefined) continue;
    const all = open.length === 1 ? first : mergeColumns(name, open, gathered.isBad.length);
    find(all, columns);
    if (!all.isFull)
      findShapesOf(all, evidenced.of(columns.map(({ place }) => place)).there, gathered, findings);
    if (namesRequests(all)) identifying.add(name);
    if (open.length === 1 || !isVarying(all)) continue;
    const largest = [...open].sort((a, b) => b.requests.length - a.requests.length);
    for (const column of largest.slice(0, maxPlacesOfField)) {
      find(column, [column], true);
    }
  }
  return [...identifying];
}

/** `isOfPlace`: of one among several places that have the field, so a query must name it. */
function findValues(
  column: Column,
  bases: readonly Base[],
  gathered: Gathered,
  findings: Findings,
  isOfPlace: boolean,
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
        signal: signalOf(column.parts, (part) => part.has(values[code] ?? "")),
        query: clauseOf(column, clauseFor(column.name, value), value, isOfPlace),
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
  column: Column,
  bases: readonly Base[],
  gathered: Gathered,
  findings: Findings,
  isOfPlace: boolean,
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
      signal: signalOf(column.parts, () => true),
      query:
        column.gap === undefined
          ? clauseOf(column, rangeClause(column.name, range), "", isOfPlace)
          : undefined,
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
  column: Column,
  bases: readonly Base[],
  gathered: Gathered,
  findings: Findings,
): void {
  const ofField = {
    field: nameOf(column),
    place: column.place,
    column,
    signal: signalOf(column.parts, () => true),
    isGiven: !measuredName.test(column.name),
    isOfResource: column.parts.every(({ place }) => place?.kind === "service"),
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
    signal: signalOf(columns, () => true),
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
      query:
        single === undefined ? `_exists_:${escapeField(name)}` : clauseFor(name, String(single)),
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
      query: undefined,
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
function clauseOf(
  { place, gap }: Column,
  clause: string,
  value: string,
  isOfPlace: boolean,
): string | undefined {
  if (place === undefined) return clause;
  const ofPlace = placeClause(place);
  if (ofPlace === undefined) return undefined;
  if (gap !== undefined) {
    return `message:${quotePhrase(`${gap.before}${value}${gap.after}`.trim())} AND ${ofPlace}`;
  }
  return isOfPlace ? `${clause} AND ${ofPlace}` : clause;
}

/** Logs where logs have it: they are what is read first. */
function signalOf(columns: readonly Column[], hasIt: (column: Column) => boolean): Signal {
  const kinds = columns.filter(hasIt).map(({ place }) => place?.kind);
  if (kinds.includes("logs") || kinds.includes("service")) return "logs";
  return kinds.includes("spans") ? "spans" : kinds.includes("metrics") ? "metrics" : "logs";
}
