// The requests that set out like the shown one: those with a record of the statement that it began with.

import type { LogJson } from "../../src/shared/contract/json";
import { templateOf } from "../../src/shared/patterns/templateOf";
import { placeholder } from "../../src/shared/patterns/tokens";
import type { TimelineModel } from "../../src/shared/timeline/model";
import type { Connection } from "../lib/connection";
import { clauseFor } from "../lib/valueActions";

/** "" when nothing is shown. Values in the name are any: an order number would name that one request alone. */
export async function routeQuery(
  { nodes, summary: { name } }: TimelineModel,
  collector: Connection["collector"],
): Promise<string> {
  if (nodes.some((node) => node.kind === "span")) return statementClause("name", name);
  const first = nodes.find((node) => node.kind === "log");
  if (first === undefined) return "";
  const pattern = await patternOf(first.log, collector);
  return pattern === undefined ? statementClause("message", name) : `pattern:${pattern}`;
}

/** A list's row says of which pattern it is; a word that differs is a value there, too. */
async function patternOf(
  { seq }: LogJson,
  collector: Connection["collector"],
): Promise<string | undefined> {
  const query = { signal: "logs", query: `seq:${seq}`, order: "newest", limit: 1 } as const;
  const page = await collector.rows(query).catch(() => undefined); // its text tells nearly as much
  const row = page?.rows[0];
  return row !== undefined && "pattern" in row ? row.pattern : undefined;
}

/** `name:GET\ \/orders\/*` */
function statementClause(field: string, text: string): string {
  if (text === "") return "";
  const pieces = templateOf(text).split(placeholder);
  return pieces.length === 1 ? clauseFor(field, text) : `${field}:${pieces.map(escaped).join("*")}`;
}

const escaped = (piece: string) => piece.replace(/[^\p{L}\p{N}_.@-]/gu, "\\$&");
