// The Timeline, Metrics and Compare panels: each scene says what it is about in its name.

import type { Page } from "playwright-core";
import { type FakeApi, FakeAnswers } from "./fakeApi";
import {
  manyMetrics,
  noMetrics,
  otherQuantiles,
  silentMetrics,
  storyMetrics,
  thousandSeries,
} from "./metrics";
import {
  burst,
  failedScrape,
  logsOnly,
  manySpans,
  metricsAlone,
  oddSpans,
  oneSpan,
  passedScrape,
  recentRequests,
  withStrays,
} from "./requests";
import { allThemes, type Scene } from "./scene";
import { aRequest } from "../../shared/timeline/builders";
import type { CompareResult } from "../../../src/shared/contract/compare";
import type { TimelineData } from "../../../src/shared/contract/requests";
import { aRanked, aResult } from "../compare/aResult";

const answering = (api: () => FakeApi) => () => new FakeAnswers(api());
const listed = async (page: Page) => {
  await page.waitForSelector(".list-row");
};
const ofRequest = (data: () => TimelineData): Pick<Scene, "panel" | "id" | "end" | "act"> => ({
  panel: "timeline",
  id: data().id,
  end: answering(() => {
    const made = data();
    return { timeline: () => Promise.resolve(made) };
  }),
  act: listed,
});
const ofRecent = (count: number): Pick<Scene, "panel" | "end" | "act"> => ({
  panel: "timeline",
  end: answering(() => ({ requests: () => Promise.resolve(recentRequests(count)) })),
  act: listed,
});

function ofCompare(over: Partial<CompareResult> = {}): Pick<Scene, "panel" | "end" | "act"> {
  return {
    panel: "compare",
    end: answering(() => ({
      compare: ({ by }) => Promise.resolve(aResult(by === undefined ? over : { ...over, by })),
      timeline: ({ id }) => Promise.resolve(id === "bad-request" ? failedScrape() : passedScrape()),
    })),
    act: async (page) => {
      await page.waitForSelector(".difference");
      await page.waitForTimeout(300);
    },
  };
}
/** Two requests of more lines than are compared; what is said of the rest is below them. */
const ofBeginnings = (): Pick<Scene, "panel" | "end" | "act"> => {
  const ofLines = (data: TimelineData, lines: number): TimelineData => ({
    ...data,
    logs: Array.from({ length: lines }, (_, i) => data.logs[i % data.logs.length]!),
  });
  return {
    ...ofCompare(),
    end: answering(() => ({
      compare: () => Promise.resolve(aResult()),
      timeline: ({ id }) =>
        Promise.resolve(
          id === "bad-request" ? ofLines(failedScrape(), 412) : ofLines(passedScrape(), 1_640),
        ),
    })),
    act: async (page) => {
      await page.locator(".pair .note").scrollIntoViewIfNeeded();
      await page.waitForTimeout(200);
    },
  };
};
const ofNoDifferences = (over: Partial<CompareResult>): Pick<Scene, "panel" | "end" | "act"> => ({
  ...ofCompare({ differences: [], typical: undefined, ...over }),
  act: async (page) => {
    await page.waitForSelector(".empty");
  },
});
const tenDifferences = (): Partial<CompareResult> => ({
  differences: Array.from({ length: 10 }, (_, i) =>
    aRanked(i + 1, {
      value: `w${i + 1}`,
      badShare: 0.9 - i / 15,
      pattern: i % 3 === 2 ? "0123456789ab" : "",
      ...(i === 1 ? { among: { of: "spans", bad: 18, good: 201 } } : {}),
      ...(i === 3
        ? { kind: "count", field: "tried", value: ">= 3", badCount: 750, named: 400 }
        : {}),
      ...(i % 3 === 2
        ? { kind: "template", field: "message", value: "gave up after <duration>: no answer" }
        : {}),
    }),
  ),
});

/** The failed request against one that passed. */
const againstPassed: Pick<Scene, "panel" | "id" | "end" | "act"> = {
  panel: "timeline",
  id: failedScrape().id,
  end: answering(() => {
    const [failed, passed] = [failedScrape(), passedScrape()];
    const [offer] = recentRequests(1).map((info) => ({ ...info, id: passed.id, name: "scrape" }));
    return {
      timeline: ({ id }) => Promise.resolve(id === passed.id ? passed : failed),
      requests: () => Promise.resolve(offer === undefined ? [] : [offer]),
    };
  }),
  act: async (page) => {
    await listed(page);
    await page.keyboard.press("c");
    await page.click(".against-bar .primary");
    await page.waitForSelector(".pair-detail");
  },
};

const ofMetricsAlone: Pick<Scene, "panel" | "id" | "end" | "act"> = {
  ...ofRequest(metricsAlone),
  act: async (page) => {
    await page.waitForSelector(".metric-line");
  },
};

const ofMetrics = (api: () => FakeApi): Pick<Scene, "panel" | "end" | "act"> => ({
  panel: "metrics",
  end: answering(api),
  act: async (page) => {
    await page.waitForSelector(".chart canvas");
    await page.waitForTimeout(300); // one more round of the charts
  },
});

/** Two cards split by a tag, a third as it is. */
const ofOtherQuantiles: Pick<Scene, "panel" | "end" | "act"> = {
  ...ofMetrics(otherQuantiles),
  act: async (page) => {
    await page.waitForSelector(".chart canvas");
    for (const [name, tag] of [
      ["rpc.duration", "route"],
      ["job.duration", "job"],
    ]) {
      await page.click(`[aria-label="Actions of ${name}"]`);
      await page.click(`[role^="menuitem"] >> text=By ${tag}`);
    }
    await page.getByText("samples of").waitFor();
    await page.click("text=go_gc_duration_seconds");
    await page.waitForTimeout(1500);
  },
};

const waitForEmpty = (page: Page) => page.waitForSelector(".empty h2").then(() => undefined);
const nothingStored: Partial<CompareResult> = {
  badRequests: 0,
  goodRequests: 0,
  records: 0,
  compared: 0,
  identifying: [],
  routes: [],
  tookMs: 4,
};
const twoClocks = [
  { service: "payment", host: "h-2", correctionNanos: 41e6 },
  { service: "ledger", host: "", correctionNanos: -12e6 },
];
/** What a user sees first, in the editor. */
const firstViews: readonly Scene[] = [
  { name: "first-timeline", ...ofRecent(0) },
  { name: "first-metrics", ...ofMetrics(noMetrics) },
  { name: "first-compare", ...ofNoDifferences(nothingStored) },
].flatMap(({ name, ...scene }): Scene[] => [
  { ...scene, name, isInEditor: true, themes: allThemes, act: waitForEmpty },
  { ...scene, name: `${name}-slim`, isInEditor: true, width: 300, act: waitForEmpty },
]);

export const scenes: readonly Scene[] = [
  { name: "timeline-failed", ...ofRequest(failedScrape), themes: allThemes },
  { name: "timeline-failed-wide", ...ofRequest(failedScrape), width: 1400 },
  { name: "timeline-failed-slim", ...ofRequest(failedScrape), width: 300 },
  {
    name: "timeline-zoomed-find",
    ...ofRequest(failedScrape),
    act: async (page) => {
      await listed(page);
      await page.keyboard.press("+");
      await page.keyboard.press("+");
      await page.keyboard.press("/");
      await page.keyboard.type("retry");
      await page.keyboard.press("Enter");
    },
  },
  { name: "timeline-many", ...ofRequest(manySpans), themes: ["dark", "light"] },
  { name: "timeline-many-slim", ...ofRequest(manySpans), width: 300 },
  { name: "timeline-metrics", ...ofMetricsAlone, themes: allThemes },
  { name: "timeline-metrics-slim", ...ofMetricsAlone, width: 300 },
  { name: "timeline-one", ...ofRequest(oneSpan) },
  { name: "timeline-burst", ...ofRequest(burst), themes: allThemes },
  { name: "timeline-burst-wide", ...ofRequest(burst), width: 1400 },
  { name: "timeline-logs-only", ...ofRequest(logsOnly), themes: allThemes },
  {
    name: "timeline-find-source",
    ...ofRequest(logsOnly),
    isInEditor: true,
    themes: allThemes,
    act: async (page) => {
      await listed(page);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await page.hover(".list-row >> nth=4");
    },
  },
  {
    name: "timeline-find-source-slim",
    ...ofRequest(logsOnly),
    width: 300,
    isInEditor: true,
    themes: allThemes,
    act: async (page) => {
      await listed(page);
      await page.click(".list-row >> nth=4");
    },
  },
  { name: "timeline-odd", ...ofRequest(oddSpans), themes: allThemes },
  { name: "timeline-odd-slim", ...ofRequest(oddSpans), width: 300 },
  { name: "timeline-stray", ...ofRequest(withStrays), themes: allThemes },
  { name: "timeline-stray-slim", ...ofRequest(withStrays), width: 300 },
  {
    name: "timeline-by-time",
    ...ofRequest(failedScrape),
    act: async (page) => {
      await listed(page);
      await page.keyboard.press("t");
    },
  },
  {
    name: "timeline-not-found",
    ...ofRequest(() => aRequest({ id: "nope" })),
    act: async (page) => {
      await page.waitForSelector(".empty");
    },
  },
  { name: "against", ...againstPassed, themes: allThemes },
  { name: "against-wide", ...againstPassed, width: 1400 },
  { name: "against-slim", ...againstPassed, width: 300, themes: allThemes },
  {
    name: "against-choice",
    ...againstPassed,
    act: async (page) => {
      await listed(page);
      await page.keyboard.press("c");
      await page.waitForSelector(".against-bar .primary");
    },
  },
  {
    name: "against-choice-slim",
    ...againstPassed,
    width: 300,
    act: async (page) => {
      await listed(page);
      await page.keyboard.press("c");
      await page.waitForSelector(".against-bar .primary");
    },
  },
  { name: "recent", ...ofRecent(40), themes: allThemes },
  { name: "recent-ten", ...ofRecent(10) },
  { name: "recent-many", ...ofRecent(200), width: 1400 },
  { name: "recent-slim", ...ofRecent(40), width: 300, themes: allThemes },
  {
    name: "recent-empty",
    ...ofRecent(0),
    themes: allThemes,
    act: async (page) => {
      await page.waitForSelector(".empty");
    },
  },
  { name: "metrics", ...ofMetrics(storyMetrics), themes: allThemes },
  { name: "metrics-wide", ...ofMetrics(storyMetrics), width: 1400 },
  { name: "metrics-slim", ...ofMetrics(storyMetrics), width: 300 },
  { name: "metrics-many", ...ofMetrics(manyMetrics) },
  { name: "metrics-thousand", ...ofMetrics(thousandSeries), themes: allThemes },
  { name: "metrics-thousand-wide", ...ofMetrics(thousandSeries), width: 1400 },
  { name: "metrics-thousand-slim", ...ofMetrics(thousandSeries), width: 300 },
  {
    name: "metrics-thousand-expanded",
    ...ofMetrics(thousandSeries),
    act: async (page) => {
      await page.waitForSelector(".chart canvas");
      await page.click("text=http.server.request.duration");
      await page.waitForTimeout(1500);
    },
  },
  { name: "metrics-quantiles", ...ofOtherQuantiles, themes: allThemes },
  { name: "metrics-quantiles-wide", ...ofOtherQuantiles, width: 1400 },
  { name: "metrics-quantiles-slim", ...ofOtherQuantiles, width: 300, themes: allThemes },
  { name: "metrics-silent", ...ofMetrics(silentMetrics), themes: allThemes },
  { name: "metrics-silent-slim", ...ofMetrics(silentMetrics), width: 300 },
  {
    name: "metrics-pinned",
    ...ofMetrics(storyMetrics),
    themes: allThemes,
    act: async (page) => {
      await page.waitForSelector(".chart canvas");
      await page.click('[aria-label="Pin users.active"]');
      await page.click("text=broker.depth");
      await page.reload(); // what was arranged is there again
      await page.waitForSelector(".expanded canvas");
      await page.waitForTimeout(1500);
    },
  },
  {
    name: "metrics-expanded",
    ...ofMetrics(storyMetrics),
    themes: ["dark", "light"],
    act: async (page) => {
      await page.waitForSelector(".chart canvas");
      await page.click("text=fetch.errors");
      await page.hover(".expanded canvas", { position: { x: 500, y: 100 } });
      await page.waitForTimeout(1500);
    },
  },
  {
    name: "metrics-exemplars",
    ...ofMetrics(storyMetrics),
    act: async (page) => {
      await page.waitForSelector(".chart canvas");
      await page.click("text=fetch.duration");
      await page.waitForSelector(".exemplars");
      await page.locator(".exemplars").scrollIntoViewIfNeeded();
      await page.waitForTimeout(1500);
    },
  },
  {
    name: "metrics-empty",
    ...ofMetrics(noMetrics),
    themes: allThemes,
    act: async (page) => {
      await page.waitForSelector(".empty");
    },
  },
  { name: "compare", ...ofCompare(), isInEditor: true, themes: allThemes },
  { name: "compare-wide", ...ofCompare(tenDifferences()), width: 1400, themes: ["dark", "light"] },
  { name: "compare-slim", ...ofCompare(tenDifferences()), width: 300, themes: allThemes },
  { name: "compare-beginnings", ...ofBeginnings(), isInEditor: true, themes: allThemes },
  {
    name: "compare-beginnings-slim",
    ...ofBeginnings(),
    width: 300,
    isInEditor: true,
    themes: allThemes,
  },
  { name: "compare-clocks", ...ofCompare({ clocks: twoClocks }), themes: allThemes },
  { name: "compare-clocks-slim", ...ofCompare({ clocks: twoClocks }), width: 300 },
  {
    name: "compare-records",
    ...ofCompare({ by: "record", typical: undefined }),
    themes: ["light"],
  },
  {
    name: "compare-edit",
    ...ofCompare(),
    themes: allThemes,
    act: async (page) => {
      await page.waitForSelector(".difference");
      await page.keyboard.press("e");
      await page.waitForSelector(".edit-groups");
    },
  },
  {
    name: "compare-edit-slim",
    ...ofCompare(),
    width: 300,
    act: async (page) => {
      await page.waitForSelector(".difference");
      await page.keyboard.press("e");
      await page.waitForSelector(".edit-groups");
    },
  },
  {
    name: "compare-menu",
    ...ofCompare(),
    width: 300,
    themes: allThemes,
    act: async (page) => {
      await page.waitForSelector(".difference");
      await page.getByRole("button", { name: "By Request" }).click();
    },
  },
  {
    name: "compare-none",
    ...ofNoDifferences({ badRequests: 0, goodRequests: 412, records: 5821 }),
    themes: allThemes,
  },
  {
    name: "compare-none-slim",
    ...ofNoDifferences({ badRequests: 0, goodRequests: 412, records: 5821 }),
    width: 300,
  },
  ...firstViews,
  { name: "compare-empty", ...ofNoDifferences(nothingStored) },
  { name: "compare-chance", ...ofNoDifferences({}), themes: allThemes },
  { name: "compare-chance-slim", ...ofNoDifferences({}), width: 300 },
  {
    name: "compare-few",
    ...ofNoDifferences({
      badRequests: 3,
      goodRequests: 4,
      records: 61,
      compared: 38,
      tookMs: 9,
      tooLittle: "3 failed against 4 passed requests are too few: any difference could be chance.",
    }),
    themes: allThemes,
  },
  {
    name: "compare-failure",
    panel: "compare",
    themes: allThemes,
    end: answering(() => ({
      compare: () => {
        throw new Error("column 7: expected a value");
      },
    })),
    act: async (page) => {
      await page.waitForSelector(".empty");
    },
  },
  {
    name: "compare-busy",
    panel: "compare",
    themes: allThemes,
    end: answering(() => ({ compare: () => new Promise(() => undefined) })),
    act: async (page) => {
      await page.waitForSelector(".empty");
    },
  },
];
