// What can stand at the cursor: fields and values that were really seen, the most frequent first.

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

export async function completionsAt(
  text: string,
  at: number,
  model: LogsModel,
  signal: AbortSignal,
): Promise<Completion[]> {
  const place = placeAt(text, at);
  if (place === undefined) return [];
  if (place.field === undefined) return fieldsFor(place, model);
  const { field } = place;
  try {
    const seen = await model.connection.collector.values(
      { signal: "logs", query: "", field, prefix: place.typed, limit: mostOffered },
      signal,
    );
    return seen.map(({ value, count }) => ({
      label: value,
      detail: formatCountShortly(count),
      insert: clauseFor(field, value).slice(field.length + 1),
      from: place.from,
      to: at,
    }));
  } catch {
    return []; // a completion that fails or is overtaken offers nothing
  }
}

interface Place {
  /** Undefined where a field or a word is typed. */
  readonly field: string | undefined;
  readonly typed: string;
  readonly from: number;
}

/** The term that ends at the cursor; undefined where nothing is typed yet. */
export function placeAt(text: string, at: number): Place | undefined {
  const before = text.slice(0, at);
  const value = /(?:^|[\s(!-])([\p{L}_@$][\p{L}\p{N}_.@$/-]*):(?:[<>]=?)?("?)([^\s"():]*)$/u.exec(
    before,
  );
  if (value !== null) {
    const [, field, quote, typed] = value;
    return { field, typed: typed ?? "", from: at - (typed ?? "").length - (quote ?? "").length };
  }
  const word = /(?:^|[\s(!-])([\p{L}_@$][\p{L}\p{N}_.@$/-]*)$/u.exec(before)?.[1];
  return word === undefined ? undefined : { field: undefined, typed: word, from: at - word.length };
}

function fieldsFor(place: Place, model: LogsModel): Completion[] {
  const seen = model.fields.peek();
  const names = new Map<string, string>();
  for (const { name, count } of seen) names.set(name, formatCountShortly(count));
  for (const name of ownFields) if (!names.has(name)) names.set(name, "field");
  const typed = place.typed.toLowerCase();
  return [...names]
    .filter(([name]) => name.toLowerCase().includes(typed) && name !== place.typed)
    .sort(([a], [b]) => Number(startsWith(b, typed)) - Number(startsWith(a, typed)))
    .slice(0, mostOffered)
    .map(([name, detail]) => ({
      label: name,
      detail,
      insert: `${name}:`,
      from: place.from,
      to: place.from + place.typed.length,
    }));
}

const startsWith = (name: string, typed: string) => name.toLowerCase().startsWith(typed);
