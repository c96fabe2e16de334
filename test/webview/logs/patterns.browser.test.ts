// The list of patterns in a real Chromium: what each line and its detail say, and the ways to rows and back.

import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import { formatDate, formatTime } from "../../../webview/lib/format";
import { FakeCollector } from "../fake/fakeCollector";
import { levelOf, recordAt } from "../fake/fakeRecords";
import { panelsInBrowser } from "../fake/panelsInBrowser";

const count = 500;
const times = { startMs: Date.UTC(2026, 10, 22), stepMs: 1_000 };
let fake: FakeCollector;
let page: Page;
const panels = panelsInBrowser({ serve: (rpc) => fake.serve(rpc) }, (opened) => (page = opened));

const seqsOf = (level: string) =>
  Array.from({ length: count }, (_, i) => i + 1).filter((seq) => levelOf(seq) === level);
const line = (text: string) => page.locator("li.pattern", { hasText: text });
const queryText = () => page.inputValue(".query-input");

beforeEach(async () => {
  fake = new FakeCollector({ count, times });
  await page.goto(panels.url("logs"));
  await page.waitForSelector(".cell-message");
  await page.keyboard.press("p");
  await page.waitForSelector(".pattern-head");
});

test("a line says how often, when and how bad; opened, first, last and first seen by level", async () => {
  const errors = seqsOf("ERROR");
  const [first, last] = [errors[0]!, errors.at(-1)!].map((seq) => recordAt(seq, times).time);
  const failed = line("fetch failed");
  const when = (time: string) => `${formatDate(time, false)} ${formatTime(time, false)}`;

  expect(await page.textContent(".patterns .section-title")).toMatch(/^\d+ patterns of 500 rows$/);
  expect(await failed.locator(".pattern-count").innerText()).toBe(String(errors.length));
  expect(await failed.locator(".level-letter").first().getAttribute("aria-label")).toBe("ERROR");
  const places = new Set(errors.map((seq) => Math.floor(((seq - 1) * 24) / count)));
  expect(await failed.locator(".pattern-trend rect").count()).toBe(places.size);
  expect(await failed.locator(".pattern-last").getAttribute("data-tip")).toBe(
    `Last at ${formatTime(last!, false)}`,
  );

  await failed.locator(".pattern-head").click();
  const figures = await failed.locator(".pattern-figures > span").allInnerTexts();
  expect(figures).toEqual([
    `E ${errors.length}`,
    `first ${when(first!)}`,
    `last ${when(last!)}`,
    `first seen ${when(first!)}`,
  ]);
});

test("the values behind its placeholders lead to the rows that have them, and back to the open pattern", async () => {
  await line("retry").locator(".pattern-head").click();
  const values = line("retry").locator(".pattern-values dl");
  await expect
    .poll(() => values.allInnerTexts())
    .toEqual([
      expect.stringMatching(/^<num> 1 value in 200 rows\s+1\s+100 %$/),
      expect.stringMatching(/^<num> 1 value in 200 rows\s+3\s+100 %$/),
    ]);

  await values.nth(1).locator("button").click();
  await expect.poll(queryText).toBe('pattern:000000000003 message:"of 3"');
  expect(await page.locator(".patterns").count()).toBe(0);
  await page.waitForSelector(".pattern-notice >> text=retry <num> of <num>");

  await page.locator(".pattern-notice").getByRole("button", { name: "All Patterns" }).click();
  await line("retry").locator(".pattern-detail").waitFor();
  expect(await queryText()).toBe("");
});

test("its rows and no others are shown, and from a row its pattern is opened", async () => {
  const errors = seqsOf("ERROR");

  await line("fetch failed").locator(".pattern-head").dblclick();
  await expect.poll(() => page.getAttribute(".list", "aria-rowcount")).toBe(String(errors.length));
  expect(await page.innerText(".pattern-notice-count")).toBe(`${errors.length} rows in all`);

  await page.locator(".list-row").last().click();
  await page.click(".detail .pattern-line");
  await line("fetch failed").locator(".pattern-detail").waitFor();
  expect(await page.locator(".pattern-detail").count()).toBe(1);
});
