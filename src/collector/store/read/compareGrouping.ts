// Which records belong together when groups are compared: those of a request, of a trace, with one value of
// a field; or each record alone. Makes the SQL of their ids.

import type { RequestName } from "../../../shared/compare/model";
import type { Signal } from "../../../shared/record";
import { FieldCompiler, type FieldSql } from "../fieldSql";
import type { SqlParams } from "../reader";
import type { ChosenRequest } from "./joinedRequests";
import { type ReadContext, targetOf } from "./selection";

export type ComparedSignal = Exclude<Signal, "metrics">;

export interface Grouping {
  /** Ids of both kinds may stand on one record, and then are of one request. */
  readonly hasTwoIds: boolean;
  /** Placeholders of the ids' expressions. */
  readonly params: SqlParams;
  /** compareHits.sql with the ids of this grouping. */
  inHits(sql: string, of: ComparedSignal): string;
  /** compareRecords.sql with them. */
  inRecords(sql: string): string;
  nameOf(request: Pick<ChosenRequest, "firstIds" | "secondIds">): RequestName;
}

interface Ids {
  readonly first: string;
  readonly second: string;
  readonly join: string;
}

/** `by`: "request", "trace", "record", or the name of a field. Resources must be known (refresh). */
export function groupingBy(by: string, { resources }: ReadContext): Grouping {
  const compilers = {
    logs: new FieldCompiler(targetOf.logs, resources),
    spans: new FieldCompiler(targetOf.spans, resources),
  };
  const idsOf = (of: ComparedSignal): Ids => {
    switch (by) {
      case "request":
        return { first: `${of}.trace_id`, second: `${of}.request_id`, join: "" };
      case "trace":
        return { first: `${of}.trace_id`, second: "null", join: "" };
      case "record":
        return { first: `${of}.seq::varchar`, second: "null", join: "" };
      default:
        return ofField(compilers[of].compile(by));
    }
  };
  const ids = { logs: idsOf("logs"), spans: withOwnParams(idsOf("spans")) };
  return {
    hasTwoIds: by === "request",
    params: {
      ...compilers.logs.params,
      ...Object.fromEntries(
        Object.entries(compilers.spans.params).map(([name, value]) => [ownParam(name), value]),
      ),
    },
    inHits: (sql, of) =>
      sql
        .replace("/* first id */ trace_id", () => ids[of].first)
        .replace("/* second id */ request_id", () => ids[of].second)
        .replace("/* source */ logs", () => `${of}${ids[of].join}`),
    inRecords: (sql) =>
      (["logs", "spans"] as const).reduce(
        (text, of) =>
          text
            .replace(`/* join of ${of} */`, () => ids[of].join)
            .replace(`/* first id of ${of} */ ${of}.trace_id`, () => ids[of].first)
            .replace(`/* second id of ${of} */ ${of}.request_id`, () => ids[of].second),
        sql,
      ),
    nameOf: ({ firstIds, secondIds }) => {
      const [first = ""] = firstIds;
      if (by === "record") return { field: "seq", id: first };
      if (by !== "request" && by !== "trace") return { field: by, id: first };
      const [name = { field: "request_id", id: "" }, ...also] = [
        ...firstIds.map((id) => ({ field: "trace_id", id })),
        ...secondIds.map((id) => ({ field: "request_id", id })),
      ];
      return also.length === 0 ? name : { ...name, also };
    },
  };
}

const ofField = ({ text, join }: FieldSql): Ids => ({
  first: `nullif(${text}, '')`,
  second: "null",
  join,
});

/** One statement may ask both tables: their placeholders have names of their own. */
const withOwnParams = ({ first, second, join }: Ids): Ids => ({
  first: first.replace(/\$f\d+/g, ownParam),
  second,
  join: join.replace(/\$f\d+/g, ownParam),
});
const ownParam = (name: string) => name.replace(/^(\$?)f/, "$1of_spans_");
