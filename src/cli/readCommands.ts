// tail, query, timeline and stats: questions to a running collector.

import type { GroupOrder, GroupRow } from "../shared/contract/groups";
import type { RowQuery } from "../shared/contract/rows";
import type { Selection } from "../shared/contract/selection";
import type { TailBatch } from "../shared/contract/tail";
import type { Signal } from "../shared/record";
import { buildTimeline } from "../shared/timeline/build";
import { toText } from "../shared/timeline/text";
import {
  exitCodes,
  numberFlag,
  oneOf,
  parseFlags,
  type ParsedArguments,
  refuseWords,
  textFlag,
  UsageError,
} from "./arguments";
import { connect, withCollector } from "./client";
import type { Command } from "./command";
import { exportFlags, exportFlagsOf, exportQuery } from "./exportQuery";
import { printMeant } from "./meant";
import { printJson, printLine, recordLine } from "./output";
import { printStats } from "./statsTable";
import { printAgainst } from "./timelineAgainst";

const signals = ["logs", "spans", "metrics"] as const satisfies readonly Signal[];
const pageRows = 1000;
const defaultQueryRows = 1000;
const defaultGroups = 100;
/** One less than an answer holds: whether there are more is said. */
const mostGroups = 9999;

export const tail: Command = {
  name: "tail",
  usage: "tail [QUERY] [--signal logs|spans|metrics] [--json]",
  summary: "shows matching records as they arrive, until interrupted",
  async run(args, dataPath) {
    const parsed = parseFlags(args, { signal: { type: "string" }, json: { type: "boolean" } });
    const isJson = parsed.flags.json === true;
    const print = (batch: TailBatch) => {
      for (const row of batch.rows) void (isJson ? printJson(row) : printLine(recordLine(row)));
      if (batch.spared > 0) console.error(`… ${batch.spared} more matched; they are in the store`);
    };
    const signal = oneOf(parsed, "signal", signals, "logs");
    const connection = await connect(dataPath, { rows: print });
    const ended = new Promise<void>((resolve) => {
      connection.rpc.onClose(resolve);
      process.once("SIGINT", () => resolve());
      process.once("SIGTERM", () => resolve());
      process.stdout.once("error", () => resolve()); // the reader of the pipe has had enough
    });
    try {
      const query = queryText(parsed);
      await connection.collector.tail({ signal, query, maxRows: 500 });
      // Beside what arrives meanwhile; without an answer nothing is lost.
      void printMeant(connection.collector, { signal, query }).catch(() => undefined);
      await ended;
    } finally {
      connection.rpc.dispose();
    }
    return exitCodes.done;
  },
};

export const query: Command = {
  name: "query",
  usage:
    "query [QUERY] [--signal logs|spans|metrics] [--from T] [--to T] [--limit N] [--group-by FIELD]… [--agg FN(FIELD)]… [--sort FIELD|FN(FIELD)[:asc]] [--histogram 1m] [--json] [--output FILE [--format jsonl|csv|parquet|otlp] [--columns A,B]]",
  summary:
    "prints matching records, oldest first; groups or counts them over time; writes them to a file",
  async run(args, dataPath) {
    const parsed = parseFlags(args, {
      signal: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
      limit: { type: "string" },
      "group-by": { type: "string", multiple: true },
      agg: { type: "string", multiple: true },
      sort: { type: "string" },
      histogram: { type: "string" },
      json: { type: "boolean" },
      ...exportFlags,
    });
    const selection = selectionOf(parsed);
    const groupBy = groupFields(parsed);
    const aggregates = listFlag(parsed, "agg");
    const order = orderFlag(parsed);
    const interval = textFlag(parsed, "histogram");
    refuseUnheard(parsed, groupBy);
    const intervalNanos = interval === undefined ? undefined : String(parseInterval(interval));
    const limit = numberFlag(parsed, "limit", 1, 100_000_000);
    const file = exportFlagsOf(parsed);
    if (file !== undefined) {
      const isCounted = groupBy.length > 0 || aggregates.length > 0 || interval !== undefined;
      if (isCounted) throw new UsageError("--output writes records: it goes without groups.");
      await exportQuery(
        dataPath,
        { ...selection, ...(limit === undefined ? {} : { limit }) },
        file,
      );
      return exitCodes.done;
    }
    await withCollector(dataPath, async ({ collector }) => {
      let isNothing = false;
      if (intervalNanos !== undefined) {
        const [by] = groupBy;
        const result = await collector.histogram({
          ...selection,
          intervalNanos,
          ...(by === undefined ? {} : { by }),
        });
        isNothing = result.bars.every(({ count }) => count === 0);
        for (const bar of result.bars)
          await printJson({ time: bar.time, count: bar.count, by: bar.by });
      } else if (groupBy.length > 0 || aggregates.length > 0) {
        const shown = Math.min(limit ?? defaultGroups, mostGroups);
        const grouped = { ...selection, by: groupBy };
        const groups = await collector.groups({
          ...grouped,
          ...(aggregates.length === 0 ? {} : { aggregates }),
          ...(order === undefined ? {} : { order }),
          limit: shown + 1,
        });
        isNothing = groups.length === 0;
        for (const row of groups.slice(0, shown)) await printJson(groupLine(row, aggregates));
        if (groups.length > shown) {
          const all = await collector.groupTotals(grouped);
          const how = shown < mostGroups ? "--limit shows more" : "a query leaves fewer";
          console.error(`… the first ${shown} of ${all.groups} groups: ${how}`);
        }
      } else {
        const print =
          parsed.flags.json === true
            ? printJson
            : (row: Parameters<typeof recordLine>[0]) => printLine(recordLine(row));
        // Without a limit the newest, so that a question over millions answers at once.
        const newest = await newestRows(collector.rows, selection, limit ?? defaultQueryRows);
        isNothing = newest.length === 0;
        const { signal } = selection;
        for (const row of newest.reverse()) {
          const isCut = "isCut" in row && row.isCut;
          const whole = isCut ? await collector.record({ signal, seq: row.seq }) : row;
          await print(whole ?? row);
        }
      }
      if (isNothing) await printMeant(collector, selection);
    });
    return exitCodes.done;
  },
};

type Rows = (
  query: RowQuery,
) => Promise<{ rows: readonly Parameters<typeof recordLine>[0][]; hasMore: boolean }>;

async function newestRows(rows: Rows, selection: Selection, limit: number) {
  const found: Parameters<typeof recordLine>[0][] = [];
  let beforeSeq: number | undefined;
  while (found.length < limit) {
    const page = await rows({
      ...selection,
      order: "newest",
      limit: Math.min(pageRows, limit - found.length),
      ...(beforeSeq === undefined ? {} : { beforeSeq }),
    });
    found.push(...page.rows);
    beforeSeq = page.rows.at(-1)?.seq;
    if (!page.hasMore || beforeSeq === undefined) break;
  }
  return found;
}

export const timeline: Command = {
  name: "timeline",
  usage: "timeline ID [--against ID2] [--json]",
  summary:
    "prints all of one request, by request id, trace id or span id; two side by side with what differs",
  async run(args, dataPath) {
    const parsed = parseFlags(args, { json: { type: "boolean" }, against: { type: "string" } });
    const [id, ...rest] = parsed.positionals;
    const against = textFlag(parsed, "against");
    if (id === undefined || id === "" || rest.length > 0) {
      throw new UsageError("timeline takes one id.");
    }
    if (against === "") throw new UsageError("--against takes the id of another request.");
    const isJson = parsed.flags.json === true;
    if (against !== undefined) return await printAgainst(dataPath, id, against, isJson);
    let code: number = exitCodes.done;
    await withCollector(dataPath, async ({ collector }) => {
      const data = await collector.timeline({ id });
      const count = data.spans.length + data.logs.length + data.points.length;
      if (count === 0) {
        console.error(`Nothing is stored of ${id}.`);
        code = exitCodes.failed;
      } else if (isJson) {
        const records = [...data.spans, ...data.logs, ...data.points];
        records.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.seq - b.seq));
        for (const record of records) await printJson(record);
      } else {
        await printLine(toText(buildTimeline(data)).trimEnd());
      }
    });
    return code;
  },
};

export const stats: Command = {
  name: "stats",
  usage: "stats [--json]",
  summary: "prints what was received, stored and dropped, by receiver and reason",
  async run(args, dataPath) {
    const parsed = parseFlags(args, { json: { type: "boolean" } });
    refuseWords(parsed, "stats");
    await withCollector(dataPath, async ({ collector }) => {
      const current = await collector.stats();
      if (parsed.flags.json === true) await printJson(current);
      else await printStats(current);
    });
    return exitCodes.done;
  },
};

/** Words of the command line are one query: `sidelight tail level:error checkout`. */
function queryText({ positionals }: ParsedArguments): string {
  return positionals.join(" ");
}

function selectionOf(parsed: ParsedArguments): Selection {
  const from = textFlag(parsed, "from");
  const to = textFlag(parsed, "to");
  return {
    signal: oneOf(parsed, "signal", signals, "logs"),
    query: queryText(parsed),
    ...(from === undefined ? {} : { from: parseMoment(from) }),
    ...(to === undefined ? {} : { to: parseMoment(to) }),
  };
}

function groupFields(parsed: ParsedArguments): string[] {
  const fields = listFlag(parsed, "group-by").flatMap((item) => item.split(","));
  if (fields.includes("")) throw new UsageError("--group-by takes names of fields, as in a,b.");
  return fields;
}

/** A flag that would change nothing is a question that is not answered. */
function refuseUnheard(parsed: ParsedArguments, groupBy: readonly string[]): void {
  const isGiven = (name: string) => parsed.flags[name] !== undefined;
  if (isGiven("histogram")) {
    const isCount = listFlag(parsed, "agg").every((text) => text.trim() === "count()");
    if (!isCount || isGiven("sort")) {
      throw new UsageError("--histogram counts: it goes without --sort and any other --agg.");
    }
    if (groupBy.length > 1) throw new UsageError("--histogram takes one --group-by.");
  } else if (isGiven("sort") && groupBy.length === 0 && !isGiven("agg")) {
    throw new UsageError("--sort orders groups: it goes with --group-by or --agg.");
  }
}

function listFlag({ flags }: ParsedArguments, name: string): string[] {
  const given = flags[name];
  return Array.isArray(given) ? given.filter((item) => typeof item === "string") : [];
}

/** `p95(took_ms)` the largest first, `took_ms:asc` the smallest. */
function orderFlag(parsed: ParsedArguments): GroupOrder | undefined {
  const text = textFlag(parsed, "sort");
  if (text === undefined) return undefined;
  const of = text.replace(/:(?:asc|desc)$/, "");
  return { of, isAscending: text.endsWith(":asc") };
}

/** With several figures each of them by its name, beside the first one as `value`. */
function groupLine({ group, value, values = [] }: GroupRow, aggregates: readonly string[]): object {
  if (aggregates.length < 2) return { group, value };
  return {
    group,
    value,
    values: Object.fromEntries(aggregates.map((text, i) => [text, values[i] ?? null])),
  };
}

const unitNanos: Readonly<Record<string, number>> = {
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
  d: 86_400e9,
};

/** "1m" → nanoseconds. */
function parseInterval(text: string): bigint {
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(text);
  const unit = unitNanos[match?.[2] ?? ""];
  const amount = Number(match?.[1] ?? 0);
  if (unit === undefined || amount === 0) {
    throw new UsageError(
      `An interval is a number and ms, s, m, h or d (1m), not ${JSON.stringify(text)}.`,
    );
  }
  return BigInt(amount) * BigInt(unit);
}

/** Of a date alone, and of what may stand behind it. `Date.parse` takes "now-5" for a May. */
const aDate = /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d|$)/;

/** RFC 3339, decimal nanoseconds, or "now", "now-5m" → RFC 3339 or decimal nanoseconds. */
export function parseMoment(text: string, nowMs = Date.now()): string {
  const relative = /^now(?:-(\d+(?:ms|s|m|h|d)))?$/.exec(text);
  if (relative !== null) {
    const back = relative[1] === undefined ? 0n : parseInterval(relative[1]);
    return String(BigInt(nowMs) * 1_000_000n - back);
  }
  if (/^\d{15,19}$/.test(text)) return text;
  if (!aDate.test(text) || Number.isNaN(Date.parse(text))) {
    throw new UsageError(`A time is RFC 3339, nanoseconds or now-5m, not ${JSON.stringify(text)}.`);
  }
  return /[Zz]|[+-]\d\d:?\d\d$/.test(text) ? text : new Date(text).toISOString();
}
