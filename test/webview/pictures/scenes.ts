// What is photographed: each scene says what it is about in its name.

import type { Page } from "playwright-core";
import type { PanelKind } from "../../../src/shared/contract/hostApi";
import type { FakeApi } from "./fakeApi";
import { manyMetrics, noMetrics, storyMetrics } from "./metrics";
import {
  burst,
  failedScrape,
  logsOnly,
  manySpans,
  oneSpan,
  passedScrape,
  recentRequests,
} from "./requests";
import { aRequest } from "../../shared/timeline/builders";
import type { CompareResult } from "../../../src/shared/contract/compare";
import type { TimelineData } from "../../../src/shared/contract/requests";
import { aRanked, aResult } from "../compare/aResult";

export interface Scene {
  readonly name: string;
  readonly panel: PanelKind;
  readonly id?: string;
  readonly width?: number;
  readonly height?: number;
  readonly themes?: readonly ("dark" | "light" | "hc-dark" | "hc-light")[];
  readonly api: () => FakeApi;
  /** Brings the page to what is to be seen. */
  readonly act: (page: Page) => Promise<void>;
}

const all = ["dark", "light", "hc-dark", "hc-light"] as const;
const listed = async (page: Page) => {
  await page.waitForSelector(".list-row");
};
const ofRequest = (data: () => TimelineData): Pick<Scene, "panel" | "id" | "api" | "act"> => ({
  panel: "timeline",
  id: data().id,
  api: () => {
    const made = data();
    return { timeline: () => Promise.resolve(made) };
  },
  act: listed,
});
const ofRecent = (count: number): Pick<Scene, "panel" | "api" | "act"> => ({
  panel: "timeline",
  api: () => ({ requests: () => Promise.resolve(recentRequests(count)) }),
  act: listed,
});

function ofCompare(over: Partial<CompareResult> = {}): Pick<Scene, "panel" | "api" | "act"> {
  return {
    panel: "compare",
    api: () => ({
      compare: ({ by }) => Promise.resolve(aResult(by === undefined ? over : { ...over, by })),
      timeline: ({ id }) => Promise.resolve(id === "bad-request" ? failedScrape() : passedScrape()),
    }),
    act: async (page) => {
      await page.waitForSelector(".difference");
      await page.waitForTimeout(300);
    },
  };
}
const ofNoDifferences = (over: Partial<CompareResult>): Pick<Scene, "panel" | "api" | "act"> => ({
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
      ...(i % 3 === 2
        ? { kind: "template", field: "message", value: "gave up after <duration>: no answer" }
        : {}),
    }),
  ),
});

/** The failed request against one that passed. */
const againstPassed: Pick<Scene, "panel" | "id" | "api" | "act"> = {
  panel: "timeline",
  id: failedScrape().id,
  api: () => {
    const [failed, passed] = [failedScrape(), passedScrape()];
    const [offer] = recentRequests(1).map((info) => ({ ...info, id: passed.id, name: "scrape" }));
    return {
      timeline: ({ id }) => Promise.resolve(id === passed.id ? passed : failed),
      requests: () => Promise.resolve(offer === undefined ? [] : [offer]),
    };
  },
  act: async (page) => {
    await listed(page);
    await page.keyboard.press("c");
    await page.click(".against-bar .primary");
    await page.waitForSelector(".pair-detail");
  },
};

const ofMetrics = (api: () => FakeApi): Pick<Scene, "panel" | "api" | "act"> => ({
  panel: "metrics",
  api,
  act: async (page) => {
    await page.waitForSelector(".chart canvas");
    await page.waitForTimeout(300); // one more round of the charts
  },
});

export const scenes: readonly Scene[] = [
  { name: "timeline-failed", ...ofRequest(failedScrape), themes: all },
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
  { name: "timeline-one", ...ofRequest(oneSpan) },
  { name: "timeline-burst", ...ofRequest(burst), themes: all },
  { name: "timeline-burst-wide", ...ofRequest(burst), width: 1400 },
  { name: "timeline-logs-only", ...ofRequest(logsOnly) },
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
  { name: "against", ...againstPassed, themes: all },
  { name: "against-wide", ...againstPassed, width: 1400 },
  { name: "against-slim", ...againstPassed, width: 300 },
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
  { name: "recent", ...ofRecent(40), themes: all },
  { name: "recent-slim", ...ofRecent(40), width: 300 },
  {
    name: "recent-empty",
    ...ofRecent(0),
    act: async (page) => {
      await page.waitForSelector(".empty");
    },
  },
  { name: "metrics", ...ofMetrics(storyMetrics), themes: all },
  { name: "metrics-wide", ...ofMetrics(storyMetrics), width: 1400 },
  { name: "metrics-slim", ...ofMetrics(storyMetrics), width: 300 },
  { name: "metrics-many", ...ofMetrics(manyMetrics) },
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
    act: async (page) => {
      await page.waitForSelector(".empty");
    },
  },
  { name: "compare", ...ofCompare(), themes: all },
  { name: "compare-wide", ...ofCompare(tenDifferences()), width: 1400, themes: ["dark", "light"] },
  { name: "compare-slim", ...ofCompare(tenDifferences()), width: 300 },
  {
    name: "compare-records",
    ...ofCompare({ by: "record", typical: undefined }),
    themes: ["light"],
  },
  {
    name: "compare-edit",
    ...ofCompare(),
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
    act: async (page) => {
      await page.waitForSelector(".difference");
      await page.getByRole("button", { name: "By Request" }).click();
    },
  },
  { name: "compare-none", ...ofNoDifferences({ badRequests: 0 }), themes: ["dark", "light"] },
  {
    name: "compare-few",
    ...ofNoDifferences({
      badRequests: 3,
      tooLittle: "3 failed against 4 passed requests are too few: any difference could be chance.",
    }),
  },
  {
    name: "compare-busy",
    panel: "compare",
    api: () => ({ compare: () => new Promise(() => undefined) }),
    act: async (page) => {
      await page.waitForSelector(".loading");
    },
  },
];
