// The Logs panel never waits without saying so: each question shows that it waits, ends in the collector when a
// newer one is asked, and when it fails says why and waits no more.

import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import type { CollectorApi } from "../../../src/shared/contract/collectorApi";
import { FakeCollector } from "../fake/fakeCollector";
import { HeldAnswers } from "../fake/heldAnswers";
import { panelsInBrowser } from "../fake/panelsInBrowser";

const answers = new HeldAnswers(new FakeCollector({ count: 0, times: { startMs: 0, stepMs: 1 } }));
let page: Page;
const panels = panelsInBrowser(answers, (opened) => (page = opened));
beforeEach(async () => {
  answers.release();
  const times = { startMs: Date.UTC(2026, 10, 22), stepMs: 1 };
  answers.end = new FakeCollector({ count: 60_000, times });
  await page.goto(panels.url("logs"));
  await page.waitForSelector(".cell-message");
  await quiet();
});

const searching = () => page.getByRole("status", { name: "Searching…" }).count();
const busy = () => expect.poll(searching).toBe(1);
const quiet = () => expect.poll(searching).toBe(0);

const search = async (query: string) => {
  await page.fill(".query-input", query);
  await page.keyboard.press("Enter");
};
const menuOf = async (field: string, entry: string) => {
  const actions = page.getByRole("button", { name: `Actions for ${field}`, exact: true });
  await page.locator(".field-head", { has: actions }).hover();
  await actions.click();
  await page.getByRole("menu").getByText(entry, { exact: true }).click();
};
const heads = () => page.locator(".groups thead .group-value").allInnerTexts();
const patternHead = (at: number) => page.locator(".pattern-head").nth(at);

interface Question {
  readonly of: string;
  readonly names: readonly (keyof CollectorApi)[];
  /** What is there before it. */
  readonly before?: () => Promise<void>;
  /** Asks one, then a newer one, then one more. */
  readonly asks: readonly [() => Promise<void>, () => Promise<void>, () => Promise<void>];
  /** What the second one shows. */
  readonly shows: () => Promise<void>;
}

const questions: readonly Question[] = [
  {
    of: "rows",
    names: ["rows", "rowIndex"],
    asks: [() => search("retry"), () => search("queued"), () => search("wrote")],
    shows: () =>
      page
        .locator(".cell-message", { hasText: /^queued/ })
        .last()
        .waitFor(),
  },
  {
    of: "the histogram",
    names: ["histogram"],
    asks: [
      () => menuOf("worker", "Split Histogram by It"),
      () => menuOf("service", "Split Histogram by It"),
      () => page.click(".histogram-by"),
    ],
    shows: async () => {
      await page.hover(".histogram-canvas", { position: { x: 400, y: 30 } });
      await page.locator(".readout", { hasText: "scraper" }).waitFor();
    },
  },
  {
    of: "groups, as a table",
    names: ["groups"],
    asks: [
      () => menuOf("worker", "Group Rows by It"),
      () => menuOf("service", "Group by It as Well"),
      () => page.click("[data-tip='Do not group by worker']"),
    ],
    shows: async () => {
      await page.waitForSelector(".groups tbody tr");
      expect(await heads()).toEqual(["worker", "service"]);
    },
  },
  {
    of: "groups, as a chart",
    names: ["groupChart"],
    before: async () => {
      await menuOf("worker", "Group Rows by It");
      await page.waitForSelector(".groups tbody tr");
    },
    asks: [
      () => page.click('[aria-label="As chart over time"]'),
      () => menuOf("service", "Group Rows by It"),
      () => menuOf("level", "Group Rows by It"),
    ],
    shows: () => page.locator(".legend-line", { hasText: "scraper" }).waitFor(),
  },
  {
    of: "the list of patterns",
    names: ["patterns"],
    asks: [
      () => page.keyboard.press("p"),
      () => choose("Most Frequent First", "Rarest First"),
      () => choose("Rarest First", "Newest First"),
    ],
    shows: () => page.locator(".pattern-head").first().waitFor(),
  },
  {
    of: "the values of a pattern",
    names: ["patterns"],
    before: async () => {
      await page.keyboard.press("p");
      await page.waitForSelector(".pattern-head");
    },
    asks: [
      () => patternHead(0).click(),
      () => page.locator(".pattern-head", { hasText: "retry <num>" }).click(),
      () => patternHead(0).click(),
    ],
    shows: () => page.locator(".pattern-values dt").first().waitFor(),
  },
  {
    of: "the pattern that rows are of",
    names: ["patterns"],
    asks: [
      () => search("pattern:000000000001"),
      () => search("pattern:000000000003"),
      () => search("pattern:000000000005"),
    ],
    shows: () => page.locator(".pattern-notice", { hasText: "retry" }).waitFor(),
  },
  {
    of: "the rows around a row",
    names: ["rows"],
    before: async () => {
      await page.locator(".list-row").nth(-4).click();
      await page.waitForSelector(".detail");
    },
    asks: [
      () => page.keyboard.press("c"),
      async () => {
        await search("level:ERROR");
        await page.focus(".list");
      },
      async () => {
        await page.locator(".list-row").nth(-4).click();
        await page.keyboard.press("c");
      },
    ],
    shows: async () => {
      await page.locator(".list-row .level-ERROR, .list-row.level-ERROR").first().waitFor();
      expect(await page.locator(".is-anchor").count()).toBe(0);
    },
  },
];
async function choose(shown: string, entry: string): Promise<void> {
  await page.getByRole("button", { name: shown, exact: true }).click();
  await page.getByRole("menu").getByText(entry, { exact: true }).click();
}

test.each(questions)("$of", async ({ names, before, asks, shows }) => {
  await before?.();
  await quiet();
  const [first, newer, last] = asks;

  answers.hold(...names);
  await first();
  await expect.poll(() => answers.waiting(...names)).not.toEqual([]);
  await busy();

  const older = answers.waiting(...names);
  await newer();
  await expect.poll(() => older.every(({ signal }) => signal.aborted)).toBe(true);
  await expect.poll(() => answers.waiting(...names)).not.toEqual([]);
  await busy();

  answers.release();
  await quiet();
  await shows();

  answers.hold(...names);
  await last();
  await expect.poll(() => answers.waiting(...names)).not.toEqual([]);
  await busy();
  for (const one of answers.waiting(...names)) one.fail("The store is full.");
  await page.locator(".notice.is-problem", { hasText: "The store is full." }).waitFor();
  await quiet();
});

test("fields say in their own line that they are looked for, and when that failed of which rows they are", async () => {
  // Those of the list, not those that completion asks for.
  const counts = () =>
    answers.waiting("fields").filter(({ params }) => "job" in (params as object));
  const state = () => page.locator(".fields-state").innerText();
  answers.hold("fields");
  await search("queued");
  await expect.poll(state).toBe("looking at the rows…");
  await expect.poll(() => counts()).toHaveLength(1);
  const [older] = counts();

  await search("retry");
  await expect.poll(() => older?.signal.aborted).toBe(true);
  await expect.poll(() => counts()).toHaveLength(1);
  expect(await state()).toBe("looking at the rows…");
  answers.release();
  await expect.poll(state).toMatch(/^of [\d,]+ rows$/);

  answers.hold("fields");
  await search("wrote");
  await expect.poll(() => counts()).toHaveLength(1);
  counts()[0]?.fail("The store is full.");
  await page.locator(".notice.is-problem", { hasText: "The store is full." }).waitFor();
  await expect.poll(state).toBe("of the rows before");

  answers.release();
  await page.click('[aria-label="Hide fields"]');
  await choose("More actions", "Fields");
  await expect.poll(state).toMatch(/^of [\d,]+ rows$/);
});

test.each([
  ["groups", "groups", () => menuOf("worker", "Group Rows by It")],
  ["patterns", "patterns", () => page.keyboard.press("p")],
] as const)("%s that are left before they came are waited for no more", async (_, name, show) => {
  answers.hold(name);
  await show();
  await expect.poll(() => answers.waiting(name)).toHaveLength(1);
  await busy();
  const [asked] = answers.waiting(name);

  await page.getByRole("button", { name: "Show Rows" }).click();

  await quiet();
  await expect.poll(() => asked?.signal.aborted).toBe(true);
});

test("groups of a query that is left for a wrong one are waited for no more", async () => {
  answers.hold("groups");
  await menuOf("worker", "Group Rows by It");
  await busy();
  answers.hold("groups");

  await search("took_ms:[1");

  await page.waitForSelector("text=The range is not closed.");
  await quiet();
  expect(await page.locator(".groups-none").count()).toBe(0); // nobody knows whether there are any
});

test("that no row matches is not said of another question than was answered", async () => {
  await menuOf("worker", "Group Rows by It");
  await page.waitForSelector(".groups tbody tr");
  await search("nothing-like-this");
  await page.waitForSelector(".groups-none");
  answers.hold("groups");

  await search("");
  await busy();

  expect(await page.locator(".groups-none").count()).toBe(0);
});

test("until other groups come, those that are there stand under their own heads", async () => {
  await menuOf("worker", "Group Rows by It");
  await page.waitForSelector(".groups tbody tr");
  answers.hold("groups");
  await menuOf("service", "Group by It as Well");
  await busy();

  expect(await heads()).toEqual(["worker"]);
  expect(await page.locator("td.group-value").allInnerTexts()).not.toContain("(no service)");
  answers.release();
  await expect.poll(heads).toEqual(["worker", "service"]);
});
