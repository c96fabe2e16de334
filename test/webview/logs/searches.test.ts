import { describe, expect, it } from "vitest";
import { signal } from "@preact/signals";
import { applySearch, searchesMenu, searchOf } from "../../../webview/logs/searches";
import type { LogsModel } from "../../../webview/logs/model";
import { Grouping } from "../../../webview/logs/grouping";
import { Question } from "../../../webview/logs/question";

/** What of the panel's model searches are about. */
class Panel extends Question {
  readonly columns = signal<readonly string[]>([]);
  readonly canOpenSource = signal(true);
  readonly grouping = new Grouping({
    groups: () => Promise.resolve([]),
    groupTotals: () => Promise.reject(new Error("not asked here")),
    groupChart: () => Promise.reject(new Error("not asked here")),
  });
  readonly saved: unknown[] = [];
  readonly connection = {
    host: {
      saveSearch: (search: unknown) => Promise.resolve(this.saved.push(search)),
      openSearches: () => Promise.resolve(),
    },
  };
  tell(): void {
    // nothing goes wrong here
  }
  get model(): LogsModel {
    return this as unknown as LogsModel;
  }
}
const aPanel = () => new Panel(() => 0);

describe("a saved search", () => {
  it("is what the panel shows, its toggles part of the query", () => {
    const panel = aPanel();
    panel.search("a OR b");
    panel.toggleLevel("DEBUG");
    panel.zoom({ kind: "last", ms: 900_000 });
    panel.columns.value = ["user"];
    panel.grouping.groupBy("service", "user");

    expect(searchOf(panel.model)).toEqual({
      query: "(a OR b) NOT level:DEBUG",
      columns: ["user"],
      groupBy: ["service", "user"],
      last: "15m",
    });
  });

  it("shows exactly what was saved", () => {
    const panel = aPanel();
    panel.toggleLevel("DEBUG");
    panel.toggleService("db");
    panel.columns.value = ["old"];

    applySearch(panel.model, { name: "n", query: "took:>3", groupBy: ["user"], last: "1h" });

    expect(panel.asked()).toMatchObject({ query: "took:>3", hiddenLevels: [], hiddenServices: [] });
    expect(panel.range.value).toEqual({ kind: "last", ms: 3_600_000 });
    expect([panel.columns.value, panel.grouping.by.value]).toEqual([[], ["user"]]);
    expect(panel.history.value[0]).toBe("took:>3");
  });

  it("that is of all rows and ungrouped leaves the time and the groups that were shown", () => {
    const panel = aPanel();
    panel.zoom({ kind: "last", ms: 900_000 });
    panel.grouping.groupBy("user");

    applySearch(panel.model, { name: "n", query: "a" });

    expect(panel.range.value).toEqual({ kind: "all" });
    expect(panel.grouping.isOn.value).toBe(false);
  });

  it("of the history is asked again, the newest first, and no more than are read at a glance", () => {
    const panel = aPanel();
    for (let i = 0; i < 20; i++) panel.remember(`query ${i}`);

    const queries = searchesMenu(panel.model, []).filter(
      (entry) => entry !== "separator" && entry.icon === "history",
    ) as { label: string; run: () => void }[];
    queries[3]!.run();

    expect(queries.map(({ label }) => label)).toEqual(
      Array.from({ length: 12 }, (_, i) => `query ${19 - i}`),
    );
    expect(panel.asked().query).toBe("query 16");
    expect(panel.history.value[0]).toBe("query 16");
  });

  it("stands in one menu with the history of queries", () => {
    const panel = aPanel();
    panel.remember("older");
    panel.remember("newer");

    const menu = searchesMenu(panel.model, [{ name: "Slow", query: "took:>3" }]);

    const labels = menu.map((entry) => (entry === "separator" ? "-" : entry.label));
    expect(labels).toEqual([
      "Slow",
      "-",
      "Save This Search…",
      "Edit Saved Searches",
      "-",
      "newer",
      "older",
    ]);
  });
});
