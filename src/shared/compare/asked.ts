// The query that finds the records of a difference: of which signal it is asked, and whether it finds just the
// requests that have it. What a query cannot tell from other records is named by its requests' ids instead.

import { fieldOf } from "../query/fields";
import { fold } from "../query/fold";
import { parseNumber } from "../query/number";
import type { Signal } from "../record";
import { isClauseOf, maxLength, maxTerms, placeClause } from "./clauses";
import type { Column } from "./column";
import type { Place } from "./place";
import type { Visits } from "./visits";

export interface Asked {
  readonly signal: Signal;
  /** The records that show it; undefined where none can, or no query tells them from others. */
  readonly query: string | undefined;
  /** Records show it only together, as more or in another order than elsewhere: `query` is of those requests. */
  readonly isOfRequests?: boolean;
}

/** What of a field is looked for, and how a query asks for it. */
export interface FieldTest {
  readonly clause: string;
  /** Has the record this value of the column, at this index of its lists? */
  has(column: Column, index: number): boolean;
  /** Does the query find this value? */
  finds(value: string | number): boolean;
}

type RecordSignal = "logs" | "spans";
/** Logs are what is read first. */
const signals: readonly RecordSignal[] = ["logs", "spans"];
/** A query that has to say from which places: of more it is no longer read. */
const maxPlaces = 4;

/** `parts`: the columns in which it was found, of all that have the field's name. */
export function askedOfField(
  parts: readonly Column[],
  columns: readonly Column[],
  test: FieldTest,
  visits: Visits,
): Asked {
  const all = requestsWith(parts, test);
  const found = signals.map((signal) => {
    const seen = parts.filter((column) => isSeenIn(signal, column, columns));
    return { signal, seen, requests: requestsIn(signal, seen, test, visits) };
  });
  const [logs, spans] = found;
  const best = (spans?.requests.size ?? 0) > (logs?.requests.size ?? 0) ? spans : logs;
  if (best === undefined || best.requests.size === 0) return { signal: "logs", query: undefined };
  const { signal, seen, requests } = best;
  // Ids name all requests, as long as they are few enough.
  if (requests.size < all.size && all.size <= maxTerms) return { signal, query: undefined };
  return { signal, query: queryOf(signal, seen, columns, test, visits) };
}

function queryOf(
  signal: RecordSignal,
  seen: readonly Column[],
  columns: readonly Column[],
  test: FieldTest,
  { places }: Visits,
): string | undefined {
  if (seen.some((column) => findsOthers(column, test))) return undefined;
  const others = columns.filter((column) => !seen.includes(column) && isIn(signal, column));
  const mistaken = others.filter((column) => mayFindIn(column, test));
  if (mistaken.length === 0) return test.clause;
  const having = seen.filter((column) => column.codes.some((_, i) => test.has(column, i)));
  const isMistaken = (place: Place) =>
    mistaken.some(({ place: other }) => other !== undefined && isFoundAt(place, other));
  const clauses = having.map(({ place }) =>
    place === undefined || isMistaken(place) ? undefined : placeClause(place, places),
  );
  if (clauses.length > maxPlaces || clauses.includes(undefined)) return undefined;
  const atPlaces =
    clauses.length === 1
      ? clauses.join("")
      : `(${clauses.map((one) => `(${one ?? ""})`).join(" OR ")})`;
  return `${test.clause} AND ${atPlaces}`;
}

/** Does the clause of a place find fields of another one, too? What a process says, all its records say. */
const isFoundAt = (place: Place, other: Place) =>
  place.kind === "service" || other.kind === "service"
    ? other.service === place.service
    : isClauseOf(place, other);

/** A value that the query takes for it: "EU" for "eu", 7 for "007". */
function findsOthers(column: Column, test: FieldTest): boolean {
  const { codes, values } = column;
  const isTold = new Uint8Array(values.length);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? -1;
    if (code < 0 || isTold[code] === 1) continue;
    isTold[code] = 1;
    if (!test.has(column, i) && test.finds(values[code] ?? "")) return true;
  }
  return false;
}

const mayFindIn = (column: Column, test: FieldTest) =>
  column.isFull || column.values.some((value) => test.finds(value));

function requestsWith(columns: readonly Column[], test: FieldTest): Set<number> {
  const found = new Set<number>();
  for (const column of columns) {
    const { requests } = column;
    for (let i = 0; i < requests.length; i++) {
      if (test.has(column, i)) found.add(requests[i] ?? 0);
    }
  }
  return found;
}

/** What a process says of itself is found where the request left such records of it. */
function requestsIn(
  signal: RecordSignal,
  columns: readonly Column[],
  test: FieldTest,
  visits: Visits,
): Set<number> {
  const found = new Set<number>();
  for (const column of columns) {
    const { place } = column;
    const came = place?.kind === "service" ? visits.cameTo(place.service, signal) : undefined;
    for (const request of requestsWith([column], test)) {
      if (came === undefined || came[request] === 1) found.add(request);
    }
  }
  return found;
}

/** May a query of this signal see the column's values? */
function isSeenIn(signal: RecordSignal, column: Column, columns: readonly Column[]): boolean {
  const { place, name, isOwn } = column;
  if (place === undefined || !isIn(signal, column)) return false;
  if (isOwn) return true;
  // Fields that all records have hide attributes of their names, as attributes hide what the resource says.
  if (fieldOf(signal, name) !== undefined) return false;
  return (
    place.kind !== "service" ||
    !columns.some((one) => one.place?.kind === signal && one.place.service === place.service)
  );
}

/** Events of spans are found by no query. */
const isIn = (signal: RecordSignal, { place }: Column) =>
  place !== undefined && !place.isEvent && (place.kind === signal || place.kind === "service");

/** Records of a service. */
export function askedOfService(service: string, query: string, visits: Visits): Asked {
  const [logs = 0, spans = 0] = signals.map((signal) =>
    visits.cameTo(service, signal).reduce((sum, is) => sum + is, 0),
  );
  const either = visits
    .cameTo(service, "logs")
    .reduce((sum, is, request) => sum + (is | (visits.cameTo(service, "spans")[request] ?? 0)), 0);
  const signal = spans > logs ? "spans" : "logs";
  const isWhole = Math.max(logs, spans) === either || either > maxTerms;
  return { signal, query: isWhole ? query : undefined };
}

/** The query language compares texts without case, and numbers as such. */
export function isSameValue(wanted: string | number): (value: string | number) => boolean {
  const text = fold(String(wanted));
  const number = parseNumber(text);
  return (value) => {
    const other = fold(String(value));
    return other === text || (number !== undefined && parseNumber(other) === number);
  };
}

export const numberOf = (value: string | number): number =>
  typeof value === "number" ? value : (parseNumber(value) ?? NaN);

/** Is a query of this text too long to be asked? */
export const isTooLong = (query: string) => query.length > maxLength;
