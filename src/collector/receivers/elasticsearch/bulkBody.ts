// Body of _bulk → actions: a line that says what to do, and a line with the document but for `delete`
// (Elasticsearch's "Bulk index or delete documents").

import { isPlainObject, parseJson } from "../../pipeline/parseJson";

const operations = ["index", "create", "update", "delete"] as const;
export type Operation = (typeof operations)[number];

export interface Action {
  readonly operation: Operation;
  /** "" when neither line nor path names one. */
  readonly index: string;
  /** "" when the server is to invent one. */
  readonly id: string;
  /** What is stored; undefined for `delete` and for what is not understood. */
  readonly document: Readonly<Record<string, unknown>> | undefined;
  /** Why there is no document. */
  readonly fault?: Fault;
}

export type Fault = "bad-document" | "no-document" | "document-too-large" | "script-update";

export type BulkBody =
  | { readonly count: number; readonly malformed?: undefined }
  /** An action line that is none: the whole request is refused, as Elasticsearch does. */
  | { readonly count: number; readonly malformed: string }
  | "too-many";

/** Actions of one request: each takes some hundred bytes in memory, whatever it has on the wire. */
export const maxActions = 100_000;
/** Elasticsearch's own limit (bytes), which is the key of a resource here. */
const maxIndexLength = 255;
/** A document is a log entry; a line beyond this is refused alone. */
export const maxDocumentLength = 10 * 1024 * 1024;

/** Gives one action after the other to `take`: no two documents are held at once. */
export function readBulk(
  text: string,
  pathIndex: string,
  take: (action: Action) => void,
): BulkBody {
  const lines = new Lines(text);
  let count = 0;
  // Shippers repeat one action line before each document.
  let known: { readonly line: string; readonly head: Head } | undefined;
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    const head = line === known?.line ? known.head : readHead(line);
    if (head === undefined) {
      const malformed = `Malformed action/metadata line [${lines.number}], expected one of [create, delete, index, update]`;
      return { count, malformed };
    }
    if (count++ === maxActions) return "too-many";
    known = { line, head };
    const { operation, meta } = head;
    const index = (textOf(meta._index) || pathIndex).slice(0, maxIndexLength);
    const action = { operation, index, id: textOf(meta._id) };
    if (operation === "delete") take({ ...action, document: undefined });
    else take({ ...action, ...readSource(operation, lines.next()) });
  }
  return { count };
}

interface Head {
  readonly operation: Operation;
  readonly meta: Readonly<Record<string, unknown>>;
}

function readHead(line: string): Head | undefined {
  const head = parseJson(line);
  if (!isPlainObject(head)) return undefined;
  // Clients may leave members of their own beside the action (winston-elasticsearch: `attempts`).
  const operation = operations.find((name) => name in head);
  if (operation === undefined) return undefined;
  const meta = head[operation];
  if (meta === null) return { operation, meta: {} };
  return isPlainObject(meta) ? { operation, meta } : undefined;
}

/** The document of a line, or what is wrong with it. */
export function readSource(
  operation: Operation,
  line: string | undefined,
): Pick<Action, "document" | "fault"> {
  if (line === undefined) return { document: undefined, fault: "no-document" };
  if (line.length > maxDocumentLength) return { document: undefined, fault: "document-too-large" };
  const source = parseJson(line);
  if (!isPlainObject(source)) return { document: undefined, fault: "bad-document" };
  if (operation !== "update") return { document: source };
  const upsert = isPlainObject(source.upsert) ? source.upsert : undefined;
  const doc = isPlainObject(source.doc) ? source.doc : undefined;
  return upsert === undefined && doc === undefined
    ? { document: undefined, fault: "script-update" }
    : { document: { ...upsert, ...doc } };
}

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : "";

/** Lines that are not blank, one after the other: no array of a large body's lines. */
class Lines {
  number = 0;
  private at = 0;
  constructor(private readonly text: string) {}

  next(): string | undefined {
    while (this.at < this.text.length) {
      const end = this.text.indexOf("\n", this.at);
      const line = this.text.slice(this.at, end < 0 ? undefined : end).trim();
      this.at = end < 0 ? this.text.length : end + 1;
      this.number++;
      if (line !== "") return line;
    }
    return undefined;
  }
}
