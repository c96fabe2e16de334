// The matching records by the values of fields, with a figure for each group, as a table and over time: what
// is asked, and what came. Of logs, or of spans where these tell who called what.

import { batch, computed, signal } from "@preact/signals";
import type {
  CollectorApi,
  FieldInfo,
  GroupRow,
  Selection,
} from "../../src/shared/contract/collectorApi";
import type { GroupChart } from "../../src/shared/contract/groupChart";
import type { Client } from "../../src/shared/contract/rpc";

type Collector = Pick<Client<CollectorApi>, "groups" | "groupChart">;

/** As the menu lists them; those with `of` are of a field's values. */
export const figures = [
  { name: "count", title: "Count", of: false },
  { name: "rate", title: "Rate per Second", of: false },
  { name: "distinct", title: "Distinct Values of …", of: true },
  { name: "avg", title: "Average of …", of: true },
  { name: "sum", title: "Sum of …", of: true },
  { name: "min", title: "Minimum of …", of: true },
  { name: "max", title: "Maximum of …", of: true },
  { name: "p50", title: "p50 of …", of: true },
  { name: "p90", title: "p90 of …", of: true },
  { name: "p95", title: "p95 of …", of: true },
  { name: "p99", title: "p99 of …", of: true },
  { name: "stddev", title: "Standard Deviation of …", of: true },
] as const;
export type FigureName = (typeof figures)[number]["name"];

const mostGroups = 500;
const chartBars = 120;
const chartLines = 8;
/** What one may group by at once; the collector takes no more. */
export const mostFields = 8;

export interface CountedGroup extends GroupRow {
  /** Rows in it. */
  readonly count: number;
}

export class Grouping {
  /** Fields, in the order of the columns; none: the rows are shown. */
  readonly by = signal<readonly string[]>([]);
  readonly figure = signal<string>("count");
  /** The field of the figure; "" for those of none. */
  readonly of = signal("");
  readonly view = signal<string>("table");
  readonly source = signal<string>("logs");
  readonly rows = signal<readonly CountedGroup[]>([]);
  readonly chart = signal<GroupChart | undefined>(undefined);
  readonly isLoading = signal(false);
  readonly isOn = computed(() => this.by.value.length > 0);
  /** "p95(took_ms)": what the collector is asked for. */
  readonly aggregate = computed(() =>
    this.of.value === ""
      ? `${this.figure.value}()`
      : `${this.figure.value}(${quoted(this.of.value)})`,
  );

  constructor(private readonly collector: Collector) {}

  groupBy(...fields: readonly string[]): void {
    batch(() => {
      this.source.value = "logs";
      this.by.value = fields.slice(0, mostFields);
    });
  }

  addField(field: string): void {
    const by = this.by.peek();
    if (!by.includes(field) && by.length < mostFields) this.by.value = [...by, field];
  }

  removeField(field: string): void {
    this.by.value = this.by.peek().filter((other) => other !== field);
  }

  takeFigure(name: FigureName, of = ""): void {
    batch(() => {
      this.figure.value = name;
      this.of.value = of;
    });
  }

  close(): void {
    batch(() => {
      this.by.value = [];
      this.rows.value = [];
      this.chart.value = undefined;
      this.isLoading.value = false;
    });
  }

  /** "Calls of every API method by name": the field that names them, else the servers' spans. */
  showCalls(fields: readonly FieldInfo[], hasSpans: boolean): boolean {
    const names = methodFields(fields);
    if (names.length === 0 && !hasSpans) return false;
    batch(() => {
      this.takeFigure("count");
      this.source.value = names.length > 0 ? "logs" : "spans";
      this.by.value = names.length > 0 ? names : ["service", "name"];
    });
    return true;
  }

  /** Asks for what is shown now; the newest question wins, because its signal aborts the one before. */
  async ask(selection: Selection, abort: AbortSignal): Promise<void> {
    const by = this.by.peek();
    if (by.length === 0) return;
    const query = { ...this.selectionOf(selection), by };
    const aggregate = this.aggregate.peek();
    this.isLoading.value = true;
    try {
      if (this.view.peek() === "chart") {
        this.chart.value = await this.collector.groupChart(
          { ...query, aggregate, bars: chartBars, lines: chartLines },
          abort,
        );
      } else {
        const counted = this.collector.groups({ ...query, limit: mostCounted }, abort);
        const rows =
          aggregate === "count()"
            ? await counted
            : await this.collector.groups({ ...query, aggregate, limit: mostGroups }, abort);
        this.rows.value = joined(rows, await counted);
      }
    } finally {
      if (!abort.aborted) this.isLoading.value = false;
    }
  }

  private selectionOf(selection: Selection): Selection {
    if (this.source.peek() === "logs") return selection;
    const { from, to } = selection;
    return {
      signal: "spans",
      query: "kind:(server OR consumer)",
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    };
  }
}

/** Counts are looked up for the groups that are shown, which may be rare ones. */
const mostCounted = 10_000;

function joined(rows: readonly GroupRow[], counted: readonly GroupRow[]): CountedGroup[] {
  const counts = new Map(counted.map(({ group, value }) => [JSON.stringify(group), value ?? 0]));
  return rows
    .slice(0, mostGroups)
    .map((row) => ({ ...row, count: counts.get(JSON.stringify(row.group)) ?? 0 }));
}

/** Names that servers give the methods of their API, the most telling first. */
const methodNames = [
  ...["rpc.method", "http.route", "graphql.operation.name", "url.template", "route", "endpoint"],
  ...["api_method", "operation", "handler", "action", "http.target", "url.path", "path"],
];
/** A route is one method for each verb. */
const verbNames = ["http.request.method", "http.method", "method", "verb"];

function methodFields(fields: readonly FieldInfo[]): string[] {
  const seen = new Set(fields.filter(({ count }) => count > 0).map(({ name }) => name));
  const name = methodNames.find((each) => seen.has(each));
  if (name === undefined) return [];
  const verb = name === "rpc.method" ? undefined : verbNames.find((each) => seen.has(each));
  return verb === undefined ? [name] : [name, verb];
}

const quoted = (field: string) => (/[()"]/.test(field) ? `"${field}"` : field);
