// From the Logs panel to "Why do these fail?": which requests are asked about.

import type { PanelView } from "../../src/shared/contract/hostApi";
import type { LogJson } from "../../src/shared/contract/json";
import { clauseFor } from "../../src/shared/query/clause";
import { type Asked, wholeQuery } from "./selection";

/** Requests with a record that is shown (by query, toggles and brushed time), against all others. */
export function groupsOf(asked: Omit<Asked, "sinceSeq">): PanelView {
  const { range } = asked;
  const query = wholeQuery(asked);
  const brushed =
    range.kind === "between"
      ? `time:[${new Date(range.fromMs).toISOString()} TO ${new Date(range.toMs).toISOString()}}`
      : "";
  const parts = [query === "" || query === "*" ? "" : `(${query})`, brushed];
  const bad = parts.filter((part) => part !== "").join(" AND ");
  // Nothing is asked for: then it is about what failed.
  return bad === "" ? {} : { query: brushed === "" ? query : bad };
}

/** Requests with a record of this statement, against those without. */
export function groupsOfRow({ body, pattern, service, severity }: LogJson): PanelView {
  const statement =
    pattern === undefined
      ? clauseFor("message", body.split("\n", 1)[0] ?? "")
      : clauseFor("pattern", pattern);
  const clauses = [
    statement,
    ...(service === undefined ? [] : [clauseFor("service", service)]),
    ...(severity === "ERROR" || severity === "FATAL" ? ["level:>=error"] : []),
  ];
  return { query: clauses.join(" AND ") };
}
