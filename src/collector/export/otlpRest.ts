// What of a record OTLP has no place for, as attributes that ride along: by which receiver it came, and what is not
// as its OTLP form says (a running total, an attribute that was added for others to read). So an import is exact.

import type { AnyRecordJson } from "../../shared/contract/json";
import type { Json } from "./otlpBack";

const receiverName = "sidelight.receiver";
const restName = "sidelight.rest";

/** A field, or a member of a field that is an object, and its value; without one it has none. */
type Change = readonly [path: readonly string[], value?: unknown];

/** Of this store, or of a list that cut it. */
const passing = new Set(["seq", "isCut", "pattern", "receiver"]);

/** `back`: what is read from the record's OTLP form alone. */
export function restOf(row: AnyRecordJson, back: Json): Readonly<Record<string, string>> {
  const changes: Change[] = [];
  const own: Json = { ...row };
  for (const name of namesOf(own, back)) {
    if (passing.has(name) || isSame(own[name], back[name])) continue;
    const [to, from] = [own[name], back[name]];
    if (!isObject(to) || !isObject(from)) changes.push(change([name], to));
    else {
      for (const member of namesOf(to, from)) {
        if (!isSame(to[member], from[member])) changes.push(change([name, member], to[member]));
      }
    }
  }
  return {
    [receiverName]: row.receiver,
    ...(changes.length === 0 ? {} : { [restName]: JSON.stringify(changes) }),
  };
}

/** Whether these attributes are of a record that was written here. */
export const isOwn = (attributes: Json): boolean => typeof attributes[receiverName] === "string";

export function withoutRest(attributes: Json): Json {
  return set(set(attributes, receiverName, undefined), restName, undefined);
}

/** The record as it was. `rest`: the attributes that `restOf` gave. */
export function withRest(back: Json, rest: Json): Json {
  let record = back;
  for (const one of changesIn(rest[restName])) {
    if (!Array.isArray(one) || !Array.isArray(one[0])) continue;
    const [path, value] = one as [unknown[], unknown];
    const [name, member] = path.map(String);
    if (name === undefined) continue;
    if (member === undefined) record = set(record, name, value);
    else {
      const field = record[name];
      record = set(record, name, set(isObject(field) ? field : {}, member, value));
    }
  }
  return { ...record, receiver: rest[receiverName] };
}

/** [] for what is none: the file may have been edited. */
function changesIn(text: unknown): readonly unknown[] {
  if (typeof text !== "string") return [];
  try {
    const changes: unknown = JSON.parse(text);
    return Array.isArray(changes) ? changes : [];
  } catch {
    return []; // the record is as its OTLP form says
  }
}

const change = (path: readonly string[], value: unknown): Change =>
  value === undefined ? [path] : [path, value];

/** Also a name like `__proto__` is a name. */
function set(fields: Json, name: string, value: unknown): Json {
  const members = new Map(Object.entries(fields));
  if (value === undefined) members.delete(name);
  else members.set(name, value);
  return Object.fromEntries(members);
}

const namesOf = (a: Json, b: Json) => new Set([...Object.keys(a), ...Object.keys(b)]);

const isSame = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
