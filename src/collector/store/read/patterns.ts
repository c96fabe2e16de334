// What log messages are cases of: patterns with their counts, levels and trends.

import type {
  PatternInfo,
  PatternList,
  PatternsQuery,
  PatternValues,
} from "../../../shared/contract/patterns";
import { patternIdOf, patternOf } from "../../../shared/patterns/patternBook";
import { patternText } from "../../../shared/patterns/patternText";
import type { Template } from "../../../shared/patterns/templates";
import { partsOf, valuesIn } from "../../../shared/patterns/values";
import { type SeverityName, severityNames } from "../../../shared/severity";
import { formatTime } from "../../../shared/time";
import patternsSql from "../sql/patterns.sql";
import { paramsOf, planOf, sourcesOf } from "./plan";
import { readRows } from "./rows";
import { type ReadContext, timeOf, usedParams } from "./selection";

const defaultBars = 24;
const maxBars = 200;
const defaultLimit = 200;
const maxLimit = 1000;
const maxValues = 20;
/** Newest records of a pattern that are read for its values. */
const examined = 200;

interface PatternRow {
  readonly pattern: number;
  readonly count: number;
  readonly levels: readonly (number | null)[];
  readonly bars: readonly number[];
  readonly counts: readonly number[];
  readonly first_time: bigint;
  readonly last_time: bigint;
  readonly last_seq: number;
  readonly from_time: bigint;
  readonly to_time: bigint;
  readonly total: number;
  readonly patterns: number;
}

export async function readPatterns(
  query: PatternsQuery,
  context: ReadContext,
  signal: AbortSignal,
): Promise<PatternList> {
  const { patterns: book } = context.resources;
  const bars = between(query.bars ?? defaultBars, 1, maxBars);
  const from = timeOf(query.from);
  const to = timeOf(query.to);
  const newSince = timeOf(query.newSince);
  const selection = { ...query, signal: "logs" } as const;
  const sources = sourcesOf(await planOf(selection, ["pattern", "level"], context, signal));
  const selects = sources.map(
    ({ from: table, where }) => `select pattern_id, (severity_number::integer + 3) // 4 as level,
        time_unix_nano as time, seq
      from ${table}
      where pattern_id is not null and ${where.sql}`,
  );
  const sql = patternsSql.replace(/\/\* sources \*\/ .*/, () => selects.join(" union all "));
  const owners = ownersIn(book.all);
  const rows = await context.reader.all<PatternRow>(
    sql,
    usedParams(sql, {
      ...paramsOf(sources),
      first: from ?? null,
      last: to === undefined ? null : to - 1n,
      bars,
      cases: JSON.stringify(owners.map(({ number }) => number)),
      owners: JSON.stringify(owners.map((one) => patternOf(one).number)),
      wanted: newSince === undefined ? null : JSON.stringify(newOnes(book.all, newSince)),
      order: query.order ?? "count",
      newest: JSON.stringify(query.order === "new" ? newestFirst(book.all) : []),
      limit: between(query.limit ?? defaultLimit, 1, maxLimit),
    }),
    signal,
  );
  const cases = casesIn(book.all);
  const patterns: PatternInfo[] = [];
  for (const row of rows) {
    const template = book.byNumber(row.pattern);
    if (template === undefined) continue; // forgotten while this was read
    patterns.push(toInfo(row, template, bars, cases.get(template) ?? 1));
  }
  const [first] = rows;
  const list = { total: first?.total ?? 0, count: first?.patterns ?? 0 };
  const values = between(query.values ?? 0, 0, maxValues);
  return {
    ...list,
    ...(first === undefined
      ? {}
      : { from: formatTime(first.from_time), to: formatTime(first.to_time) }),
    patterns: values === 0 ? patterns : await withValues(patterns, query, values, context, signal),
  };
}

function toInfo(row: PatternRow, template: Template, bars: number, cases: number): PatternInfo {
  const trend = new Array<number>(bars).fill(0);
  row.bars.forEach((bar, i) => (trend[Math.max(0, bar)] = row.counts[i] ?? 0));
  const levels: Partial<Record<SeverityName, number>> = {};
  severityNames.forEach((name, i) => {
    const count = row.levels[i] ?? 0;
    if (count > 0) levels[name] = count;
  });
  return {
    id: patternIdOf(template),
    text: template.text,
    count: row.count,
    levels,
    trend,
    firstTime: formatTime(row.first_time),
    lastTime: formatTime(row.last_time),
    firstSeen: formatTime(template.firstSeenNanos),
    lastSeq: row.last_seq,
    cases,
  };
}

/** One pattern after the other: each finds its newest records at once, wherever they are. */
async function withValues(
  patterns: readonly PatternInfo[],
  query: PatternsQuery,
  top: number,
  context: ReadContext,
  signal: AbortSignal,
): Promise<PatternInfo[]> {
  const found: PatternInfo[] = [];
  for (const pattern of patterns) {
    const count = partsOf(pattern.text).filter(({ value }) => value !== undefined).length;
    if (count === 0) {
      found.push({ ...pattern, values: [] });
      continue;
    }
    const clause = `pattern:${pattern.id}`;
    const page = await readRows(
      {
        ...query,
        signal: "logs",
        query: query.query.trim() === "" ? clause : `(${query.query}) AND ${clause}`,
        order: "newest",
        limit: examined,
      },
      context,
      signal,
    );
    const messages = page.rows.map((row) =>
      "body" in row ? patternText({ body: row.body, eventName: row.eventName ?? "" }) : "",
    );
    found.push({ ...pattern, values: valuesOf(messages, pattern.text, count, top) });
  }
  return found;
}

function valuesOf(
  messages: readonly string[],
  pattern: string,
  count: number,
  top: number,
): PatternValues[] {
  const counts = Array.from({ length: count }, () => new Map<string, number>());
  let read = 0;
  for (const message of messages) {
    const values = valuesIn(message, pattern);
    if (values === undefined) continue;
    read++;
    values.forEach((value, i) => counts[i]?.set(value, (counts[i].get(value) ?? 0) + 1));
  }
  return counts.map((each) => ({
    distinct: each.size,
    examined: read,
    top: [...each]
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, top)
      .map(([value, times]) => ({ value, count: times })),
  }));
}

const ownersIn = (templates: Iterable<Template>) =>
  [...templates].filter(({ parent }) => parent !== undefined);

/** Patterns whose first record arrived then or later. */
function newOnes(templates: Iterable<Template>, sinceNanos: bigint): number[] {
  return [...templates]
    .filter(({ parent, firstSeenNanos }) => parent === undefined && firstSeenNanos >= sinceNanos)
    .map(({ number }) => number);
}

function newestFirst(templates: Iterable<Template>): number[] {
  return [...templates]
    .filter(({ parent }) => parent === undefined)
    .sort((a, b) => Number(b.firstSeenNanos - a.firstSeenNanos))
    .map(({ number }) => number);
}

/** How many templates each pattern holds together; itself does not count when it only stands for others. */
function casesIn(templates: Iterable<Template>): Map<Template, number> {
  const cases = new Map<Template, number>();
  for (const template of templates) {
    if (template.places !== undefined) continue;
    const pattern = patternOf(template);
    cases.set(pattern, (cases.get(pattern) ?? 0) + 1);
  }
  return cases;
}

const between = (value: number, least: number, most: number) =>
  Math.min(most, Math.max(least, Math.trunc(value)));
