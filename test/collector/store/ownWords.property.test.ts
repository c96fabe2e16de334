// What a user wrote reaches the database as parameters alone: any word of the SQL that random queries, fields and
// figures become stands in the program's own source.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FieldCompiler } from "../../../src/collector/store/fieldSql";
import { compileAggregate } from "../../../src/collector/store/read/aggregate";
import { ResourceIndex } from "../../../src/collector/store/resourceIndex";
import { compileWhere } from "../../../src/collector/store/where";
import { RpcError } from "../../../src/shared/contract/rpc";
import { parseQuery } from "../../../src/shared/query/parser";
import { QueryError } from "../../../src/shared/query/queryError";
import { resolveQuery } from "../../../src/shared/query/resolve";
import { drawnQueries, nowNanos } from "./drawn";

const runs = Number(process.env["SIDELIGHT_PROPERTY_RUNS"] ?? 100);
const folder = join(import.meta.dirname, "../../../src/collector/store");
const wordsOf = (text: string) => text.match(/[\p{L}\p{N}\p{So}\p{M}_]+/gu) ?? [];
const ownWords = new Set(
  ["where.ts", "anywhereSql.ts", "testSql.ts", "fieldSql.ts", "read/aggregate.ts"].flatMap((name) =>
    wordsOf(readFileSync(join(folder, name), "utf8")),
  ),
);
/** Placeholders, names that are counted up, and places in lists. */
const isNumbered = (word: string) => /^[a-z]{0,2}\d{1,2}$/.test(word);

/** Undefined for what is refused. */
function sqlOf(compile: () => string): string | undefined {
  try {
    return compile();
  } catch (error) {
    if (error instanceof QueryError || error instanceof RpcError) return undefined;
    throw error;
  }
}

function expectOwn(sql: string | undefined, of: string): void {
  const foreign = wordsOf((sql ?? "").replace(/\$\w+/g, "")).filter(
    (word) => !ownWords.has(word) && !isNumbered(word),
  );
  expect(foreign, `${of}\n${sql}`).toEqual([]);
}

describe.each(["logs", "spans", "points", "series"] as const)("of %s", (target) => {
  const resources = new ResourceIndex();

  it("no text of a query is in the SQL", () => {
    let compiled = 0;
    fc.assert(
      fc.property(drawnQueries, (texts) => {
        for (const text of texts) {
          const sql = sqlOf(() => {
            const condition = resolveQuery(parseQuery(text), target, nowNanos);
            return compileWhere(condition, target, resources).sql;
          });
          if (sql !== undefined) compiled++;
          expectOwn(sql, text);
        }
      }),
      { numRuns: runs },
    );
    expect(compiled).toBeGreaterThan(runs);
  });

  it("no name of a field, and no text of a figure", () => {
    const name = fc.oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
      fc.constantFrom(
        "a'b",
        "x) or (1=1",
        "zz_1; drop table logs",
        'q"zz',
        "name",
        "pattern",
        "$w0",
      ),
    );
    const figure = fc.constantFrom("count", "distinct", "avg", "p90", "stddev", "median");
    fc.assert(
      fc.property(name, figure, (field, of) => {
        const fields = new FieldCompiler(target, resources);
        const { text, json, number, join: joined } = fields.compile(field);
        const keys = fields.keysOf(field);
        const all = [text, json, number, joined, ...keys.keys, keys.text(keys.keys)];
        expectOwn(all.join(" "), field);
        const aggregate = sqlOf(() => {
          const { sql, value, join: more } = compileAggregate(`${of}(${field})`, fields, "1");
          return [sql, value, more].join(" ");
        });
        expectOwn(aggregate, `${of}(${field})`);
      }),
      { numRuns: runs * 5 },
    );
  });
});
