import { describe, expect, it } from "vitest";
import type { SeriesInfo } from "../../../src/shared/contract/metrics";
import { exemplarsOf, groupCards, topContributor } from "../../../webview/metrics/cards";
import { maxSeriesRows, seriesRows } from "../../../webview/metrics/seriesTable";
import { ends } from "../../ends";
import { aSeries } from "./builders";

const worker = (name: string, total: number) =>
  aSeries({ name: "fetch.errors", attributes: { worker: name }, last: { total } });

describe("cards", () => {
  it("are one a name and type, by name, pinned ones first", () => {
    const series = [
      aSeries({ name: "b" }),
      aSeries({ name: "a" }),
      aSeries({ name: "a", attributes: { x: "1" } }),
      aSeries({ name: "c", type: "gauge" }),
    ];

    const cards = groupCards(series, ["gauge c"]);

    expect(cards.map((card) => [card.key, card.series.length])).toEqual([
      ["gauge c", 1],
      ["counter a", 2],
      ["counter b", 1],
    ]);
  });

  it("know the tags by which their series differ", () => {
    const [card] = groupCards(
      [
        aSeries({ service: "web", attributes: { worker: "w1", region: "eu" } }),
        aSeries({ service: "web", attributes: { worker: "w2", region: "eu" } }),
        aSeries({ service: "web", attributes: { worker: "w3", region: "eu", canary: true } }),
      ],
      [],
    );

    expect(card?.tags).toEqual([
      { name: "worker", values: 3 },
      { name: "canary", values: 1 },
    ]);
  });

  it("name the tag value that makes up most of a counter", () => {
    const [card] = groupCards([worker("w7", 94), worker("w1", 3), worker("w2", 3)], []);

    expect(card && topContributor(card)).toEqual({ tag: "worker", value: "w7", share: 0.94 });
  });

  it("name nobody where the shares are even, or where there is nothing to share", () => {
    const [even] = groupCards([worker("w1", 5), worker("w2", 4)], []);
    const [idle] = groupCards([worker("w1", 0), worker("w2", 0)], []);

    expect(even && topContributor(even)).toBeUndefined();
    expect(idle && topContributor(idle)).toBeUndefined();
  });

  it("look once at each series, whether it shares its card or not", () => {
    const alone = Array.from({ length: 200_000 }, (_, i) => aSeries({ name: `m${i}` }));
    const together = new Array<SeriesInfo>(1_000_000).fill(aSeries({ name: "m" }));

    const cards = ends(() => groupCards([...together, ...alone], []));

    expect(cards.length).toBe(200_001);
  });

  it("lead to requests by exemplars, newest first", () => {
    const [card] = groupCards(
      [
        aSeries({
          last: {
            exemplars: [
              { time: "2026-11-22T10:00:00Z", value: 1, traceId: "old" },
              { time: "2026-11-22T10:00:01Z", value: 2 },
              { time: "2026-11-22T10:00:02Z", value: 3, traceId: "new" },
            ],
          },
        }),
      ],
      [],
    );

    expect(card && exemplarsOf(card, 5).map((exemplar) => exemplar.traceId)).toEqual([
      "new",
      "old",
    ]);
  });
});

describe("the series of a card", () => {
  it("are listed largest first with their shares, a bounded number of them", () => {
    const series = Array.from({ length: 80 }, (_, i) => worker(`w${i}`, i));
    const [card] = groupCards(series, []);

    const rows = card === undefined ? [] : seriesRows(card);

    expect(rows.length).toBe(maxSeriesRows);
    expect(rows[0]).toMatchObject({ value: "79 total", labels: [["worker", "w79"]] });
    expect(rows[0]?.share).toBeCloseTo(79 / 3160);
  });
});
