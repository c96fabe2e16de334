// What can stand at the cursor: fields and values that were really seen, the most frequent first.

import { completingAt } from "../../src/shared/query/complete";
import { formatCountShortly } from "../lib/format";
import { clauseFor } from "../lib/valueActions";
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
    return fieldsLike(place.typed, model).map(([name, detail]) =>
      offer(name, detail, name + colon, from, to),
    );
  }
  const { field, typed: prefix } = place;
  if (field === "_exists_") {
    return fieldsLike(prefix, model).map(([name, detail]) => offer(name, detail, name, from, to));
  }
  try {
    const seen = await model.connection.collector.values(
      { signal: "logs", query: "", field, prefix, limit: mostOffered },
      signal,
    );
    return seen.map(({ value, count }) =>
      offer(value, formatCountShortly(count), clauseFor("x", value).slice(2), from, to),
    );
  } catch {
    return []; // a completion that fails or is overtaken offers nothing
  }
}

const operators = [
  ["AND", "both; also unwritten"],
  ["OR", "either"],
  ["NOT", "not what follows"],
] as const;

const offer = (label: string, detail: string, insert: string, from: number, to: number) => ({
  label,
  detail,
  insert,
  from,
  to,
});

/** Names with how many records have them; those that begin with what is typed before those that hold it. */
function fieldsLike(typed: string, model: LogsModel): [string, string][] {
  const names = new Map<string, string>();
  for (const { name, count } of model.resultFields.list.peek())
    names.set(name, formatCountShortly(count));
  for (const name of ownFields) if (!names.has(name)) names.set(name, "field");
  const wanted = typed.toLowerCase();
  return [...names]
    .filter(([name]) => name.toLowerCase().includes(wanted) && name !== typed)
    .sort(([a], [b]) => Number(startsWith(b, wanted)) - Number(startsWith(a, wanted)))
    .slice(0, mostOffered);
}

const startsWith = (name: string, typed: string) => name.toLowerCase().startsWith(typed);
