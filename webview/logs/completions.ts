// What can stand at the cursor: fields and values that were really seen, the most frequent first.

import { completingAt } from "../../src/shared/query/complete";
import { formatCountShortly, formatShare } from "../lib/format";
import { clauseFor, countedValue, escapeField } from "../lib/valueActions";
import type { LogsModel } from "./model";

export interface Completion {
  readonly label: string;
  readonly detail: string;
  /** Replaces [from, to) of the text. */
  readonly insert: string;
  readonly from: number;
  readonly to: number;
}

const mostOffered = 12;
const ownFields = [
  "level",
  "service",
  "message",
  "logger",
  "trace_id",
  "span_id",
  "request_id",
  "file",
  "line",
  "function",
  "receiver",
  "run",
  "event",
];

/** `isAskedFor`: by a key, and so also where nothing is typed yet. Best first; [] when there is nothing. */
export async function completionsAt(
  text: string,
  at: number,
  model: LogsModel,
  isAskedFor: boolean,
  signal: AbortSignal,
): Promise<Completion[]> {
  const place = completingAt(text, at);
  const { from, to } = place;
  if (place.kind === "operator") {
    return isAskedFor
      ? operators.map(([label, detail]) => offer(label, detail, label, from, to))
      : [];
  }
  if (place.kind === "field") {
    if (place.typed === "" && !isAskedFor) return [];
    const colon = text[to] === ":" ? "" : ":";
    return (await fieldsLike(place.typed, model)).map(({ name, detail }) =>
      offer(name, detail, escapeField(name) + colon, from, to),
    );
  }
  const { field, typed: prefix } = place;
  if (field === "_exists_") {
    return (await fieldsLike(prefix, model)).map(({ name, detail }) =>
      offer(name, detail, escapeField(name), from, to),
    );
  }
  try {
    const seen = await model.connection.collector.values(
      { signal: "logs", query: "", field, prefix, limit: mostOffered },
      signal,
    );
    const values = seen.map(({ value, count }) =>
      offer(
        value,
        formatCountShortly(count),
        clauseFor("x", countedValue(value)).slice(2),
        from,
        to,
      ),
    );
    if (prefix !== "" || text[from - 1] !== ":" || !isOrdered(field, model)) return values;
    const comparing = comparisons.map(([sign, detail]) => offer(sign, detail, sign, from, to));
    return [...values.slice(0, mostOffered - comparing.length), ...comparing];
  } catch {
    return []; // a completion that fails or is overtaken offers nothing
  }
}

const operators = [
  ["AND", "both; also unwritten"],
  ["OR", "either"],
  ["NOT", "not what follows"],
] as const;

/** Of a field with numbers, or with an order of its own. */
const comparisons = [
  [">=", "at least"],
  ["<=", "at most"],
  [">", "more than"],
  ["<", "less than"],
] as const;

const isOrdered = (field: string, model: LogsModel) =>
  ["level", "line", "time"].includes(field) ||
  model.resultFields.list
    .peek()
    .some(({ name, type, stats }) => name === field && (type === "number" || stats !== undefined));

const offer = (label: string, detail: string, insert: string, from: number, to: number) => ({
  label,
  detail,
  insert,
  from,
  to,
});

interface OfferedField {
  readonly name: string;
  readonly detail: string;
}

/** Those that begin with what is typed before those that hold it, and of each the most frequent first. */
async function fieldsLike(typed: string, model: LogsModel): Promise<OfferedField[]> {
  const names = new Map<string, string>();
  const known = [...(await model.knownFields.list()), ...model.resultFields.list.peek()];
  for (const { name, count, total } of known)
    if (!names.has(name)) names.set(name, formatShare(count, total));
  for (const name of ownFields) if (!names.has(name)) names.set(name, "not seen yet");
  const wanted = typed.toLowerCase();
  return [...names]
    .map(([name, detail]) => ({ name, detail }))
    .filter(({ name }) => name.toLowerCase().includes(wanted) && name !== typed)
    .sort((a, b) => Number(startsWith(b.name, wanted)) - Number(startsWith(a.name, wanted)))
    .slice(0, mostOffered);
}

const startsWith = (name: string, typed: string) => name.toLowerCase().startsWith(typed);
