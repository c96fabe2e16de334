// The collector's contract over generated records, for the panels' tests: exact counts and pages, a live
// tail at any rate. Knows only as much of the query language as the tests use.

import type { CollectorApi, CollectorEvents } from "../../../src/shared/contract/collectorApi";
import type { FieldInfo } from "../../../src/shared/contract/fields";
import type { HistogramResult } from "../../../src/shared/contract/histogram";
import type { LogJson } from "../../../src/shared/contract/json";
import type {
  PatternInfo,
  PatternList,
  PatternsQuery,
} from "../../../src/shared/contract/patterns";
import type { RowIndex } from "../../../src/shared/contract/rows";
import type { Selection } from "../../../src/shared/contract/selection";
import type { Stats } from "../../../src/shared/contract/stats";
import { templateOf } from "../../../src/shared/patterns/templateOf";
import { partsOf, valuesIn } from "../../../src/shared/patterns/values";
import { type Rpc, RpcError, type Server } from "../../../src/shared/contract/rpc";
import { type FakeTimes, levelOf, noise, recordAt, serviceNameOf } from "./fakeRecords";

export interface FakeOptions {
  readonly count: number;
  readonly times: FakeTimes;
  /** What is different about the records of this test. */
  readonly changed?: (record: LogJson) => LogJson;
  /** The fields of all rows never come: so far a third of them is counted. */
  readonly isCounting?: boolean;
}

interface Subscription {
  readonly id: number;
  readonly test: (seq: number) => boolean;
  readonly maxRows: number;
  readonly events: CollectorEvents;
}

export class FakeCollector {
  lastSeq: number;
  firstSeq = 1;
  private readonly subscriptions = new Map<number, Subscription>();
  private nextId = 1;
  private readonly watchers: CollectorEvents[] = [];
  private readonly found = new Map<string, Seqs>();

  constructor(private readonly options: FakeOptions) {
    this.lastSeq = options.count;
  }

  /** New records, to the tails as one batch each. */
  emit(count: number): void {
    const from = this.lastSeq + 1;
    this.lastSeq += count;
    this.found.clear();
    for (const { id, test, maxRows, events } of this.subscriptions.values()) {
      const seqs = range(from, this.lastSeq).filter(test);
      if (seqs.length === 0) continue;
      const sent = seqs.slice(-maxRows);
      events.rows({
        subscription: id,
        rows: sent.map((seq) => this.record(seq)),
        matched: seqs.length,
        spared: seqs.length - sent.length,
        lastSeq: this.lastSeq,
      });
    }
  }

  /** Retention: the oldest records are gone. */
  evict(count: number): void {
    this.firstSeq += count;
    this.found.clear();
  }

  /** Sends the second's figures to all panels. */
  announceStats(): void {
    for (const events of this.watchers) events.stats(this.stats());
  }

  serve(rpc: Rpc): void {
    const events = rpc.events<CollectorEvents>();
    this.watchers.push(events);
    const mine: number[] = [];
    rpc.onClose(() => mine.forEach((id) => this.subscriptions.delete(id)));
    const answers: Partial<Server<CollectorApi>> = {
      hello: async () => ({
        version: "0.0.0",
        protocol: 1,
        pid: 1,
        startTime: new Date(0).toISOString(),
        endpoints: {
          http: "http://127.0.0.1:4318",
          grpc: "127.0.0.1:4317",
          statsd: "127.0.0.1:8125",
          syslog: "127.0.0.1:5514",
        },
        ui: "",
        dataPath: "",
      }),
      stats: async () => this.stats(),
      watchStats: async () => events.stats(this.stats()),
      tail: async ({ query, maxRows }) => {
        const id = this.nextId++;
        mine.push(id);
        this.subscriptions.set(id, { id, test: testOf(query), maxRows, events });
        return { subscription: id, seq: this.lastSeq };
      },
      untail: async ({ subscription }) => void this.subscriptions.delete(subscription),
      rowIndex: async (selection) => this.rowIndex(selection),
      rows: async (query) => {
        const all = this.seqs(query);
        const from = firstAfter(all, query.afterSeq ?? 0);
        const to = firstAfter(all, (query.beforeSeq ?? Infinity) - 1);
        const isNewest = query.order === "newest";
        const start = isNewest ? Math.max(from, to - query.limit) : from;
        const page = slice(all, start, isNewest ? to : Math.min(to, from + query.limit));
        return {
          rows: (isNewest ? page.reverse() : page).map((seq) => this.record(seq)),
          hasMore: to - from > page.length,
        };
      },
      record: async ({ seq }) => (seq >= this.firstSeq ? this.record(seq) : undefined),
      histogram: async (query) =>
        this.histogram(this.seqs(query), query.bars ?? 100, query.by ?? "level"),
      groups: async (query) => {
        const rows = this.grouped(query).map(({ group, count }) => ({ group, value: count }));
        const { aggregates } = query;
        if (aggregates === undefined) return rows;
        return rows.map((row) => ({ ...row, values: aggregates.map(() => row.value) }));
      },
      groupTotals: async (query) => {
        const groups = this.grouped(query);
        return { groups: groups.length, rows: groups.reduce((sum, { count }) => sum + count, 0) };
      },
      groupChart: async (query) => {
        const { startMs, stepMs } = this.options.times;
        const bars = 40;
        const widthMs = ((this.lastSeq - this.firstSeq + 1) * stepMs) / bars;
        const times = Array.from({ length: bars }, (_, i) => startMs + i * widthMs);
        return {
          intervalNanos: String(Math.round(widthMs * 1e6)),
          timesMs: times,
          endMs: startMs + bars * widthMs,
          lines: this.grouped(query)
            .slice(0, query.lines)
            .map(({ group, count }, line) => ({
              group,
              value: count,
              values: times.map((_, i) =>
                Math.round((count / bars) * (0.8 + noise(i + line * 50) / 2)),
              ),
            })),
        };
      },
      patterns: async (query) => this.patterns(query),
      fields: async (query) => {
        const total = this.seqs(query).length;
        if (this.options.isCounting === true && query.job !== undefined) {
          events.fieldsProgress({
            job: query.job,
            total,
            done: 3,
            of: 9,
            fields: this.fields(total).slice(0, 3),
          });
          await new Promise(() => undefined);
        }
        return this.fields(Math.min(query.newest ?? Infinity, total));
      },
      values: async ({ field, prefix }) =>
        (field === "service" ? ["broker", "db", "fetcher", "scraper"] : ["w1", "w7"])
          .filter((value) => value.startsWith(prefix ?? ""))
          .map((value, at) => ({ value, count: 900 - at })),
    };
    rpc.serve<CollectorApi>(answers as Server<CollectorApi>);
  }

  /** By the fields asked for, largest first; of many records a sample. */
  private grouped({ by, ...query }: Selection & { by: readonly string[] }) {
    const groups = new Map<string, { group: Record<string, string>; count: number }>();
    const all = this.seqs(query);
    const step = Math.max(1, Math.floor(all.length / sampleSize));
    for (let at = 0; at < all.length; at += step) {
      const values = by.map((field) => this.valueOf(field, all.at(at)));
      const key = values.join(" ");
      const found = groups.get(key);
      if (found !== undefined) found.count += step;
      else {
        const group = Object.fromEntries(by.map((field, i) => [field, values[i]!]));
        groups.set(key, { group, count: step });
      }
    }
    return [...groups.values()].sort((a, b) => b.count - a.count);
  }

  private valueOf(field: string, seq: number): string {
    const own = fieldValues[field]?.(seq);
    return own ?? String(this.record(seq).attributes[field] ?? "");
  }

  private patterns(query: PatternsQuery): PatternList {
    const asked = /pattern:([0-9a-f]{12})/.exec(query.query)?.[1];
    const found = new Map<string, number[]>();
    const all = this.seqs({ ...query, signal: "logs" });
    const step = Math.max(1, Math.floor(all.length / sampleSize));
    for (let at = 0; at < all.length; at += step) {
      const { pattern = "" } = this.record(all.at(at));
      if (asked !== undefined && asked !== pattern) continue;
      const seqs = found.get(pattern);
      if (seqs === undefined) found.set(pattern, [all.at(at)]);
      else seqs.push(all.at(at));
    }
    const patterns = [...found].map(([id, seqs]) =>
      this.pattern(id, seqs, step, query.values ?? 0),
    );
    patterns.sort((a, b) => b.count - a.count);
    const isNewOnly = query.newSince !== undefined;
    const shown = patterns.filter(({ count }) => !isNewOnly || count * 20 < all.length);
    return {
      total: shown.reduce((sum, { count }) => sum + count, 0),
      count: shown.length,
      patterns: shown.slice(0, query.limit ?? 200),
    };
  }

  private pattern(id: string, seqs: number[], step: number, values: number): PatternInfo {
    const text = templateOf(this.record(seqs[0]!).body);
    const trend = new Array<number>(24).fill(0);
    for (const seq of seqs) {
      const place = ((seq - this.firstSeq) * 24) / (this.lastSeq - this.firstSeq + 1);
      trend[Math.floor(place)]! += step;
    }
    const first = this.record(seqs[0]!);
    const last = this.record(seqs.at(-1)!);
    const level = first.severity ?? "INFO";
    const holes = partsOf(text).filter(({ value }) => value !== undefined);
    return {
      id,
      text,
      count: seqs.length * step,
      levels: { [level]: seqs.length * step },
      trend,
      firstTime: first.time,
      lastTime: last.time,
      firstSeen: first.time,
      lastSeq: last.seq,
      cases: 1,
      ...(values === 0
        ? {}
        : {
            values: holes.map((_, at) => {
              const value = valuesIn(first.body, text)?.[at] ?? "";
              return { distinct: 1, examined: 200, top: [{ value, count: 200 }] };
            }),
          }),
    };
  }

  private record(seq: number) {
    const record = recordAt(seq, this.options.times);
    return this.options.changed?.(record) ?? record;
  }

  private seqs(selection: Selection): Seqs {
    const { startMs, stepMs } = this.options.times;
    const bySeq = (nanos: string | undefined, otherwise: number) =>
      nanos === undefined ? otherwise : (Number(BigInt(nanos) / 1_000_000n) - startMs) / stepMs;
    const from = Math.max(
      this.firstSeq,
      (selection.sinceSeq ?? 0) + 1,
      Math.ceil(bySeq(selection.from, 0)),
    );
    const to = Math.min(
      this.lastSeq,
      selection.untilSeq ?? Infinity,
      Math.ceil(bySeq(selection.to, Infinity)) - 1,
    );
    const length = Math.max(0, to - from + 1);
    if (selection.query === "") return { length, at: (rank) => from + rank };
    const key = `${selection.query} ${from} ${to}`;
    let seqs = this.found.get(key);
    if (seqs === undefined) {
      const list = range(from, to).filter(testOf(selection.query));
      seqs = { length: list.length, at: (rank) => list[rank]! };
      if (this.found.size > 4) this.found.clear();
      this.found.set(key, seqs);
    }
    return seqs;
  }

  private rowIndex(selection: Selection): RowIndex {
    const seqs = this.seqs(selection);
    const width = Math.max(1, Math.ceil(seqs.length / 512));
    const buckets = [];
    for (let at = 0; at < seqs.length; at += width) {
      const end = Math.min(seqs.length, at + width);
      buckets.push({ fromSeq: seqs.at(at), toSeq: seqs.at(end - 1), count: end - at });
    }
    return { total: seqs.length, buckets };
  }

  private histogram(seqs: Seqs, bars: number, by: string): HistogramResult {
    const { startMs, stepMs } = this.options.times;
    if (seqs.length === 0) return { intervalNanos: "1", total: 0, bars: [] };
    const first = seqs.at(0);
    const width = Math.max(1, Math.ceil((seqs.at(seqs.length - 1) - first + 1) / bars));
    const step = Math.max(1, Math.floor(seqs.length / sampleSize));
    const found = new Map<number, { count: number; by: Record<string, number> }>();
    for (let rank = 0; rank < seqs.length; rank += step) {
      const seq = seqs.at(rank);
      const at = Math.floor((seq - first) / width);
      const bar = found.get(at) ?? { count: 0, by: {} };
      if (Math.floor(seq / 97) % 5 !== 0 || seqs.length < 50) {
        bar.count += step;
        const value = this.valueOf(by, seq);
        bar.by[value] = (bar.by[value] ?? 0) + step;
      }
      found.set(at, bar);
    }
    return {
      intervalNanos: String(BigInt(Math.round(width * stepMs * 1e6))),
      total: seqs.length,
      bars: [...found].map(([at, bar]) => ({
        time: new Date(startMs + (first + at * width) * stepMs).toISOString(),
        ...bar,
      })),
    };
  }

  private fields(total: number): FieldInfo[] {
    if (total === 0) return [];
    const field = (name: string, share: number, values: readonly string[]): FieldInfo => ({
      name,
      type: "string",
      count: Math.round(total * share),
      total,
      distinct: values.length,
      top: values.slice(0, 8).map((value, at) => ({
        value,
        count: Math.round((total * share) / (at + 2.2)),
      })),
    });
    return [
      field("level", 1, ["INFO", "DEBUG", "WARN", "ERROR"]),
      field("service", 1, ["fetcher", "broker", "scraper", "tester", "db"]),
      field("worker", 1, ["w7", "w2", "w1", "w4", "w3", "w5", "w6"]),
      {
        ...field("took_ms", 0.58, []),
        type: "number",
        distinct: 90,
        stats: { min: 0, max: 3012, avg: 88.4, stddev: 120, p50: 41, p95: 1631, p99: 2800 },
      },
      field("host", 0.04, ["cdn-2", "cdn-1"]),
      { ...field("status", 0.044, ["503", "200"]), type: "number" },
      field(
        "request_id",
        1,
        Array.from({ length: 400 }, (_, at) => `6fafaa9${at}`),
      ),
      field("url", 1, ["shop.test/p/77", "shop.test/p/78"]),
    ];
  }

  private stats(): Stats {
    const receiver = { receiver: "otlp", title: "OTLP", address: "http://127.0.0.1:4318" };
    return {
      time: new Date().toISOString(),
      uptimeSeconds: 60,
      receivers: [
        {
          ...receiver,
          received: this.lastSeq,
          stored: this.lastSeq,
          recordsPerSecond: 2_140,
          dropped: {},
          refused: this.lastSeq > 1_000 ? { "not protobuf": 3 } : {},
          leftOut: this.lastSeq > 1_000 ? { duplicate: 12 } : {},
        },
      ],
      rows: { logs: this.lastSeq, spans: 0, metrics: 0 },
      series: 0,
      levels: {},
      recordsPerSecond: this.lastSeq === 0 ? 0 : 2_140,
      errorsPerSecond: 0,
      queueBytes: 0,
      queueLimitBytes: 1,
      diskBytes: 82_000_000,
      diskLimitBytes: 1_073_741_824,
      memoryBytes: 1,
      evicted: this.firstSeq > 1 ? { size: this.firstSeq - 1 } : {},
      firstSeq: this.firstSeq,
      lastSeq: this.lastSeq,
      clients: 1,
    };
  }
}

const sampleSize = 20_000;

/** The matching records in order. */
interface Seqs {
  readonly length: number;
  at(rank: number): number;
}

/** Rank of the first record after a seq. */
function firstAfter(seqs: Seqs, seq: number): number {
  let low = 0;
  let high = seqs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (seqs.at(middle) <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

const slice = (seqs: Seqs, from: number, to: number) =>
  range(from, to - 1).map((rank) => seqs.at(rank));

const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);

/** `level:X`, `NOT level:X`, `service:X`, `NOT service:X`, and words, side by side. */
const fieldValues: Readonly<Record<string, (seq: number) => string | undefined>> = {
  level: levelOf,
  service: serviceNameOf,
  request_id: (seq) => recordAt(seq, { startMs: 0, stepMs: 1 }).requestId,
  pattern: (seq) => recordAt(seq, { startMs: 0, stepMs: 1 }).pattern,
};

function testOf(query: string): (seq: number) => boolean {
  if (query.includes("took_ms:[")) {
    const position = query.indexOf("[");
    throw new RpcError({
      kind: "query",
      message: `Column ${position + 1}: The range is not closed. Expected ] or }.`,
      position,
      length: query.length - position,
    });
  }
  const tests: ((seq: number) => boolean)[] = [];
  for (const [, not, field, value] of query.matchAll(
    /(NOT )?(?:(level|service|pattern):)?"?([\w./-]+)"?/g,
  )) {
    if (value === undefined || value === "NOT") continue;
    const of = field === undefined ? undefined : fieldValues[field];
    const test =
      of === undefined
        ? (seq: number) => recordAt(seq, { startMs: 0, stepMs: 1 }).body.includes(value)
        : (seq: number) => of(seq) === value;
    tests.push(not === undefined ? test : (seq) => !test(seq));
  }
  return (seq) => tests.every((test) => test(seq));
}
