// The matching records by the values of fields, with a figure for each group, as a table and over time: what
// is asked, and what came. Of logs, or of spans where these tell who called what.

import { batch, computed, signal } from "@preact/signals";
import type { CollectorApi } from "../../src/shared/contract/collectorApi";
import type { GroupChart } from "../../src/shared/contract/groupChart";
import type { GroupRow, GroupTotals } from "../../src/shared/contract/groups";
import type { Client } from "../../src/shared/contract/rpc";
import type { Selection } from "../../src/shared/contract/selection";
import type { ZoneOffset } from "../../src/shared/zoneOffsets";
import type { KnownField } from "./knownFields";

type Collector = Pick<Client<CollectorApi>, "groups" | "groupTotals" | "groupChart">;

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

/** A column of figures. */
export interface Figure {
  readonly name: string;
  /** The field whose values it is of; "" for those of none. */
  readonly of: string;
}
const rowCount: Figure = { name: "count", of: "" };
/** A table of more columns is hard to read, and the collector takes no more than 16. */
export const mostFigures = 8;

/** "p95(took_ms)": what the collector is asked for. */
export const aggregateOf = ({ name, of }: Figure) => `${name}(${of === "" ? "" : quoted(of)})`;

const isSame = (a: Figure, b: Figure) => a.name === b.name && a.of === b.of;

const mostGroups = 500;
const chartBars = 120;
const chartLines = 8;
/** What one may group by at once; the collector takes no more. */
export const mostFields = 8;

export interface CountedGroup {
  readonly group: GroupRow["group"];
  /** Of the figures, in their order. */
  readonly values: readonly (number | null)[];
  /** Rows in it. */
  readonly count: number;
}

/** What an answer is of: until the next one comes it stands under its own heads. */
export interface Grouped {
  readonly by: readonly string[];
  readonly figures: readonly Figure[];
  readonly chosen: number;
  readonly source: string;
}

export class Grouping {
  /** Fields, in the order of the columns; none: the rows are shown. */
  readonly by = signal<readonly string[]>([]);
  /** One at least. */
  readonly figures = signal<readonly Figure[]>([rowCount]);
  /** Which of them the bars and the chart show. */
  readonly chosen = signal(0);
  /** What the table is sorted by: one of `by`; "": the chosen figure. */
  readonly sortedBy = signal("");
  readonly isAscending = signal(false);
  readonly view = signal<string>("table");
  readonly source = signal<string>("logs");
  readonly rows = signal<readonly CountedGroup[]>([]);
  /** Undefined until there are any. */
  readonly rowsOf = signal<Grouped | undefined>(undefined);
  readonly chart = signal<GroupChart | undefined>(undefined);
  readonly chartOf = signal<Grouped | undefined>(undefined);
  /** Where there are more than are shown: how many there are. */
  readonly cut = signal<GroupTotals | undefined>(undefined);
  /** Rows of all groups, whether they are shown or not. */
  readonly total = computed(
    () => this.cut.value?.rows ?? this.rows.value.reduce((sum, { count }) => sum + count, 0),
  );
  readonly isOn = computed(() => this.by.value.length > 0);
  /** Another object for each other question; undefined while rows are shown. */
  readonly question = computed(() =>
    this.isOn.value
      ? {
          ...{ by: this.by.value, figures: this.figures.value, chosen: this.chosen.value },
          ...{ sortedBy: this.sortedBy.value, isAscending: this.isAscending.value },
          view: this.view.value,
        }
      : undefined,
  );
  readonly chosenFigure = computed(() => this.figures.value[this.chosen.value] ?? rowCount);

  constructor(
    private readonly collector: Collector,
    private readonly zone: () => readonly ZoneOffset[] = () => [],
  ) {}

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
    batch(() => {
      if (this.sortedBy.peek() === field) this.choose(this.chosen.peek());
      this.by.value = this.by.peek().filter((other) => other !== field);
    });
  }

  /** In place of all others. */
  takeFigure(name: FigureName, of = ""): void {
    batch(() => {
      this.figures.value = [{ name, of }];
      this.choose(0);
    });
  }

  /** Another column; one that is there already is chosen. */
  addFigure(name: FigureName, of = ""): void {
    const shown = this.figures.peek();
    const at = shown.findIndex((each) => isSame(each, { name, of }));
    if (at < 0 && shown.length >= mostFigures) return;
    batch(() => {
      if (at < 0) this.figures.value = [...shown, { name, of }];
      this.choose(at < 0 ? shown.length : at);
    });
  }

  removeFigure(at: number): void {
    const shown = this.figures.peek();
    if (shown.length < 2) return;
    const chosen = this.chosen.peek();
    batch(() => {
      this.figures.value = shown.filter((_, i) => i !== at);
      this.chosen.value = Math.min(chosen > at ? chosen - 1 : chosen, shown.length - 2);
    });
  }

  /** Bars, chart and order follow; chosen once more the order turns round. */
  sortByFigure(at: number): void {
    const isSorted = this.sortedBy.peek() === "" && this.chosen.peek() === at;
    const isAscending = isSorted && !this.isAscending.peek();
    batch(() => {
      this.choose(at);
      this.isAscending.value = isAscending;
    });
  }

  sortByField(field: string): void {
    const isSorted = this.sortedBy.peek() === field;
    batch(() => {
      this.isAscending.value = isSorted ? !this.isAscending.peek() : true;
      this.sortedBy.value = field;
    });
  }

  /** Place of a figure among those asked for now; -1 when it is none of them any more. */
  placeOf(figure: Figure): number {
    return this.figures.value.findIndex((each) => isSame(each, figure));
  }

  private choose(at: number): void {
    this.chosen.value = at;
    this.sortedBy.value = "";
    this.isAscending.value = false;
  }

  close(): void {
    batch(() => {
      this.by.value = [];
      this.rows.value = [];
      this.rowsOf.value = undefined;
      this.chart.value = undefined;
      this.chartOf.value = undefined;
      this.cut.value = undefined;
    });
  }

  /** "Calls of every API method by name": the field that names them, else the servers' spans. */
  showCalls(fields: readonly KnownField[], hasSpans: boolean): boolean {
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
    try {
      await this.askFor(selection, abort);
    } catch (error) {
      // That there are none is not known of what was asked.
      if (!abort.aborted && this.rows.peek().length === 0) this.rowsOf.value = undefined;
      throw error;
    }
  }

  private async askFor(selection: Selection, abort: AbortSignal): Promise<void> {
    const by = this.by.peek();
    if (by.length === 0) return;
    const query = { ...this.selectionOf(selection), by };
    const shown = this.figures.peek();
    const aggregate = aggregateOf(this.chosenFigure.peek());
    const of = { by, figures: shown, chosen: this.chosen.peek(), source: this.source.peek() };
    if (this.view.peek() === "chart") {
      const chart = await this.collector.groupChart(
        { ...query, aggregate, bars: chartBars, zone: this.zone(), lines: chartLines + 1 },
        abort,
      );
      const cut =
        chart.lines.length > chartLines
          ? await this.collector.groupTotals(query, abort)
          : undefined;
      batch(() => {
        this.chart.value = { ...chart, lines: chart.lines.slice(0, chartLines) };
        this.chartOf.value = of;
        this.cut.value = cut;
      });
      return;
    }
    const order = {
      of: by.includes(this.sortedBy.peek()) ? this.sortedBy.peek() : aggregate,
      isAscending: this.isAscending.peek(),
    };
    const rows = await this.collector.groups(
      { ...query, aggregates: asked(shown), order, limit: mostGroups + 1 },
      abort,
    );
    const cut =
      rows.length > mostGroups ? await this.collector.groupTotals(query, abort) : undefined;
    batch(() => {
      this.rows.value = rows.slice(0, mostGroups).map((row) => toCounted(row, shown));
      this.rowsOf.value = of;
      this.cut.value = cut;
    });
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

/** The rows of each group are always counted. */
function asked(shown: readonly Figure[]): string[] {
  const all = shown.some((each) => isSame(each, rowCount)) ? shown : [...shown, rowCount];
  return all.map(aggregateOf);
}

function toCounted({ group, values = [] }: GroupRow, shown: readonly Figure[]): CountedGroup {
  const counts = shown.findIndex((each) => isSame(each, rowCount));
  return {
    group,
    values: values.slice(0, shown.length),
    count: values[counts < 0 ? shown.length : counts] ?? 0,
  };
}

/** Names that servers give the methods of their API, the most telling first. */
const methodNames = [
  ...["rpc.method", "http.route", "graphql.operation.name", "url.template", "route", "endpoint"],
  ...["api_method", "operation", "handler", "action", "http.target", "url.path", "path"],
];
/** A route is one method for each verb. */
const verbNames = ["http.request.method", "http.method", "method", "verb"];

function methodFields(fields: readonly KnownField[]): string[] {
  const seen = new Set(fields.filter(({ count }) => count > 0).map(({ name }) => name));
  const name = methodNames.find((each) => seen.has(each));
  if (name === undefined) return [];
  const verb = name === "rpc.method" ? undefined : verbNames.find((each) => seen.has(each));
  return verb === undefined ? [name] : [name, verb];
}

const quoted = (field: string) => (/[()"]/.test(field) ? `"${field}"` : field);
