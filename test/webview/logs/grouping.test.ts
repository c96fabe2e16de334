import { describe, expect, it } from "vitest";
import type { FieldInfo } from "../../../src/shared/contract/fields";
import type { GroupQuery, GroupRow, GroupTotalsQuery } from "../../../src/shared/contract/groups";
import { groupClause, groupsAsCsv } from "../../../webview/logs/groupFigures";
import { layoutOfGroups } from "../../../webview/logs/groupChartLayout";
import { Grouping } from "../../../webview/logs/grouping";

const { signal } = new AbortController();
const all = { signal: "logs", query: "level:error", from: "1" } as const;

function collector(answer: (query: GroupQuery) => GroupRow[]) {
  const asked: GroupQuery[] = [];
  const counted: GroupTotalsQuery[] = [];
  return {
    asked,
    counted,
    groups: (query: GroupQuery) => {
      asked.push(query);
      return Promise.resolve(answer(query));
    },
    groupTotals: (query: GroupTotalsQuery) => {
      counted.push(query);
      return Promise.resolve({ groups: 1204, rows: 2000 });
    },
    groupChart: () => Promise.reject(new Error("not asked here")),
  };
}

const field = (name: string): FieldInfo => ({
  ...{ name, type: "string", count: 1, total: 1, distinct: 1, top: [] },
});

describe("groups", () => {
  it("of several fields show several figures, and how many rows are behind them", async () => {
    const fake = collector(() => [{ group: { a: 2, b: null }, value: 9.5, values: [9.5, 4, 3] }]);
    const grouping = new Grouping(fake);
    grouping.groupBy("a");
    grouping.addField("b");
    grouping.takeFigure("p95", "took (ms)");
    grouping.addFigure("distinct", "user");

    await grouping.ask(all, signal);

    expect(grouping.rows.value).toEqual([{ group: { a: 2, b: null }, values: [9.5, 4], count: 3 }]);
    expect(fake.asked).toEqual([
      {
        ...all,
        by: ["a", "b"],
        aggregates: ['p95("took (ms)")', "distinct(user)", "count()"],
        order: { of: "distinct(user)", isAscending: false },
        limit: 501,
      },
    ]);
    expect(grouping.rowsOf.value).toMatchObject({ by: ["a", "b"], chosen: 1, source: "logs" });
  });

  it("of which there are more than a table has are said to be, with shares of all rows", async () => {
    const fake = collector(({ limit = 0 }) =>
      Array.from({ length: limit }, (_, i) => ({ group: { a: i, b: 1 }, value: 2, values: [2] })),
    );
    const grouping = new Grouping(fake);
    grouping.groupBy("a", "b");

    await grouping.ask(all, signal);

    expect(grouping.rows.value).toHaveLength(500);
    expect(grouping.cut.value).toEqual({ groups: 1204, rows: 2000 });
    expect(grouping.total.value).toBe(2000);
    expect(fake.counted).toEqual([{ ...all, by: ["a", "b"] }]);
  });

  it("all of which are shown are not asked about again", async () => {
    const fake = collector(() => [{ group: { a: 1 }, value: 3, values: [3] }]);
    const grouping = new Grouping(fake);
    grouping.groupBy("a");

    await grouping.ask(all, signal);

    expect(fake.counted).toEqual([]);
    expect(grouping.cut.value).toBeUndefined();
    expect(grouping.total.value).toBe(3);
  });

  it("count the rows once, where that is one of the figures", async () => {
    const fake = collector(() => [{ group: { a: 1 }, value: 3, values: [3, 0.5] }]);
    const grouping = new Grouping(fake);
    grouping.groupBy("a");
    grouping.addFigure("rate");

    await grouping.ask(all, signal);

    expect(fake.asked[0]?.aggregates).toEqual(["count()", "rate()"]);
    expect(grouping.rows.value).toEqual([{ group: { a: 1 }, values: [3, 0.5], count: 3 }]);
  });

  it("are sorted by any column, and the other way round when asked again", () => {
    const grouping = new Grouping(collector(() => []));
    grouping.groupBy("a", "b");
    grouping.addFigure("avg", "took");
    const order = () => [
      grouping.sortedBy.value || grouping.chosenFigure.value.name,
      grouping.isAscending.value,
    ];

    const orders = [order()];
    const steps = [
      () => grouping.sortByFigure(1),
      () => grouping.sortByFigure(0),
      () => grouping.sortByField("b"),
      () => grouping.sortByField("b"),
      () => grouping.removeField("b"),
    ];
    for (const step of steps) {
      step();
      orders.push(order());
    }

    expect(orders).toEqual([
      ["avg", false],
      ["avg", true],
      ["count", false],
      ["b", true],
      ["b", false],
      ["count", false],
    ]);
  });

  it("keep one figure at least, and the chosen one when another is removed", () => {
    const grouping = new Grouping(collector(() => []));
    grouping.addFigure("avg", "took");
    grouping.addFigure("max", "took");
    grouping.addFigure("avg", "took");

    grouping.removeFigure(0);
    const chosen = grouping.chosenFigure.value;
    grouping.removeFigure(0);
    grouping.removeFigure(0);

    expect(chosen).toEqual({ name: "avg", of: "took" });
    expect(grouping.figures.value).toEqual([{ name: "max", of: "took" }]);
    expect(grouping.chosenFigure.value).toEqual({ name: "max", of: "took" });
  });

  it("are not asked for while rows are shown", async () => {
    const fake = collector(() => []);

    await new Grouping(fake).ask(all, signal);

    expect(fake.asked).toEqual([]);
  });

  it("show the calls of an API by the field that names its methods, and by verb", () => {
    const grouping = new Grouping(collector(() => []));

    expect(grouping.showCalls([field("path"), field("method"), field("http.route")], true)).toBe(
      true,
    );
    expect(grouping.by.value).toEqual(["http.route", "method"]);
    expect(grouping.source.value).toBe("logs");
  });

  it("show them by the servers' spans where no log names them, and say when nothing does", async () => {
    const fake = collector(() => []);
    const grouping = new Grouping(fake);

    expect(grouping.showCalls([field("user")], false)).toBe(false);
    expect(grouping.showCalls([field("user")], true)).toBe(true);
    await grouping.ask(all, signal);

    expect(fake.asked[0]).toMatchObject({
      signal: "spans",
      query: "kind:(server OR consumer)",
      by: ["service", "name"],
      from: "1",
    });
  });

  it("lead back to their rows, whatever their values are", () => {
    expect(groupClause({ user: "o'brien x", code: -5, "a note": null, empty: "" })).toBe(
      'user:"o\'brien x" code:"-5" NOT _exists_:a\\ note empty:""',
    );
  });

  it("are saved as CSV as they are shown", () => {
    const rows = [{ group: { a: "=x", b: null }, values: [1.5, 2], count: 2 }];
    const figures = [
      { name: "avg", of: "took" },
      { name: "count", of: "" },
    ];

    expect(groupsAsCsv(["a", "b"], figures, rows)).toBe(
      "\ufeffa,b,avg of took,rows\r\n'=x,,1.5,2\r\n",
    );
  });
});

describe("lines over time", () => {
  const chart = (values: readonly (number | null)[]) => ({
    intervalNanos: "1000000000",
    timesMs: values.map((_, i) => i * 1_000),
    endMs: values.length * 1_000,
    lines: [{ group: { a: 1 }, value: 1, values }],
  });

  it("stand on a round scale, with gaps where there is no figure", () => {
    const layout = layoutOfGroups(chart([0, 10, null, 30]), {
      widthPx: 400,
      heightPx: 100,
      isWhole: false,
    });

    expect(layout?.marks.map(({ value }) => value)).toEqual([0, 10, 20, 30]);
    expect(layout?.lines[0]).toEqual({
      path: "M50.0 100.0L150.0 66.7M350.0 0.0",
      dots: [{ x: 350, y: 0 }],
    });
    expect([layout?.fromMs, layout?.toMs]).toEqual([0, 4_000]);
  });

  it("has whole numbers as marks where rows are counted", () => {
    const marksOf = (isWhole: boolean) =>
      layoutOfGroups(chart([0, 2]), { widthPx: 100, heightPx: 100, isWhole })?.marks;

    expect(marksOf(true)?.map(({ value }) => value)).toEqual([0, 1, 2]);
    expect(marksOf(false)?.map(({ value }) => value)).toEqual([0, 0.5, 1, 1.5, 2]);
  });

  it("may go below zero, and stay flat where all is zero", () => {
    const below = layoutOfGroups(chart([-7, 3]), { widthPx: 100, heightPx: 100, isWhole: false });
    const flat = layoutOfGroups(chart([0, 0]), { widthPx: 100, heightPx: 100, isWhole: false });

    expect(below?.marks.map(({ value }) => value)).toEqual([-10, -5, 0, 5]);
    expect(flat?.lines[0]?.path).toBe("M25.0 100.0L75.0 100.0");
    expect(
      layoutOfGroups(chart([]), { widthPx: 100, heightPx: 100, isWhole: false }),
    ).toBeUndefined();
  });
});
