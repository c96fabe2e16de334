import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import type { ConnectionState } from "../../../src/shared/contract/hostApi";
import type { ChartQuery, SeriesInfo } from "../../../src/shared/contract/metrics";
import { RpcError } from "../../../src/shared/contract/rpc";
import type { Connection } from "../../../webview/lib/connection";
import { cardsPerPage, MetricsPanelModel } from "../../../webview/metrics/model";
import { aLine, aSeries } from "./builders";

function aPanel(list: readonly SeriesInfo[]) {
  const asked: ChartQuery[] = [];
  const opened: unknown[] = [];
  const timers: (() => void)[] = [];
  const connection = {
    state: signal<ConnectionState>({ kind: "connected", endpoints: {} }),
    collector: {
      series: ({ query }: { query: string }) =>
        query === "type:"
          ? Promise.reject(
              new RpcError({ kind: "query", message: "Expected a value.", position: 5 }),
            )
          : Promise.resolve(list),
      chart: (query: ChartQuery) => {
        asked.push(query);
        return Promise.resolve({ stepNanos: "1000000000", lines: [aLine()] });
      },
    },
    host: { openPanel: (request: unknown) => Promise.resolve(void opened.push(request)) },
  } as unknown as Connection;
  const model = new MetricsPanelModel({
    connection,
    nowMs: () => 600_000,
    isVisible: () => true,
    setTimer: (run) => {
      timers.push(run);
      return () => void timers.splice(timers.indexOf(run), 1);
    },
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const tick = async () => {
    for (const run of timers.splice(0)) run();
    await settle();
  };
  return { model, asked, opened, settle, tick };
}

describe("the metrics panel", () => {
  it("asks for charts of the cards in sight only", async () => {
    const { model, asked, settle, tick } = aPanel([aSeries({ name: "a" }), aSeries({ name: "b" })]);
    await settle();

    model.setInSight("counter a", 300);
    await tick();
    await tick();

    expect(asked.length).toBeGreaterThan(0);
    expect(new Set(asked.map((query) => query.series.join()))).toEqual(
      new Set([String(model.cards.value[0]?.series[0]?.id)]),
    );
    expect(asked[0]).toMatchObject({
      from: "1970-01-01T00:05:00.000Z",
      to: "1970-01-01T00:10:00.000Z",
      maxPoints: 100,
      by: "",
    });
    expect(model.chartOf("counter b").value).toBeUndefined();
  });

  it("shows a page of cards and more on request", async () => {
    const { model, settle } = aPanel(
      Array.from({ length: 500 }, (_, i) => aSeries({ name: `m${i}` })),
    );
    await settle();
    expect(model.shown.value.length).toBe(cardsPerPage);

    model.pages.value = 2;

    expect(model.shown.value.length).toBe(2 * cardsPerPage);
  });

  it("keeps what it shows while a query is wrong, and says where it is wrong", async () => {
    const { model, settle } = aPanel([aSeries()]);
    await settle();

    model.setQuery("type:");
    await settle();

    expect(model.failure.value).toMatchObject({ message: "Expected a value.", position: 5 });
    expect(model.cards.value.length).toBe(1);
  });

  it("opens the logs around a point, of the services it is about", async () => {
    const { model, opened, settle } = aPanel([aSeries({ service: "web" })]);
    await settle();
    const [card] = model.cards.value;

    if (card !== undefined) await model.openLogsAt(card, 60_000, 5_000);

    expect(opened).toEqual([
      {
        panel: "logs",
        query: 'time:["1970-01-01T00:00:55.000Z" TO "1970-01-01T00:01:10.000Z"] service:web',
      },
    ]);
  });

  it("shows a metric that another view asks for, opened", async () => {
    const { model, settle } = aPanel([aSeries({ name: "fetch.errors" })]);

    model.show({ metric: "fetch.errors" });
    await settle();

    expect(model.query.value).toBe("name:fetch.errors");
    expect(model.expanded.value).toBe("counter fetch.errors");
  });

  it("draws a few gauges each for itself, and splits by a tag where asked to", async () => {
    const { model, settle } = aPanel([
      aSeries({ type: "gauge", name: "depth", attributes: { q: "a" } }),
      aSeries({ type: "gauge", name: "depth", attributes: { q: "b" } }),
    ]);
    await settle();
    const card = model.cards.value[0]!;
    expect(model.splitOf(card)).toBe("*");

    model.setSplit(card, "q");

    expect(model.splitOf(card)).toBe("q");
  });
});
