// From every place that asks "Why do these fail?" to its answer: the built panels of a real collector.

import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { patienceMs } from "../../patience";
import { launchBrowser } from "../../webview/fake/browser";
import { TestCollector } from "../collector";

const requests = 60;

let collector: TestCollector;
let browser: Browser;
let page: Page;

/** Each fourth request, of an order of its own, meets worker w7 and fails; a job without any id fails on host h9. */
beforeAll(async () => {
  collector = await TestCollector.start();
  const ofRequest = (i: number) => {
    const isBad = i % 4 === 0;
    const common = { request_id: `a-request-of-its-own-${i}`, service: "shop" };
    return [
      { ...common, message: `order ${4711 + i} taken up`, worker: isBad ? "w7" : `w${i % 3}` },
      isBad
        ? { ...common, message: `gave up after ${i} ms`, level: "error" }
        : { ...common, message: "wrote row", level: "info" },
    ];
  };
  const ofJob = (i: number) => ({
    service: "jobs",
    message: "nightly job done",
    level: i % 4 === 0 ? "fatal" : "info",
    host: i % 4 === 0 ? "h9" : `h${i % 3}`,
  });
  const lines = [
    ...Array.from({ length: requests }, (_, i) => ofJob(i)),
    ...Array.from({ length: requests }, (_, i) => ofRequest(i)).flat(),
  ];
  await fetch(`${collector.endpoints.http}/lines`, {
    method: "POST",
    body: lines.map((line) => JSON.stringify(line)).join("\n"),
  });
  await collector.waitFor("", "logs", lines.length);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await collector.stop();
});
beforeEach(async () => {
  page = await (await browser.newContext({ viewport: { width: 1200, height: 800 } })).newPage();
  page.setDefaultTimeout(patienceMs);
});
afterEach(() => page.context().close());

const open = async (panel: string, view: Readonly<Record<string, string>> = {}) => {
  const url = new URL(collector.ui);
  for (const [name, value] of Object.entries({ panel, ...view })) url.searchParams.set(name, value);
  await page.goto(url.href);
};
const first = () => page.locator(".difference").first();
const causeIsWorker = async () => {
  await first().waitFor();
  expect(await first().innerText()).toContain("worker = w7");
  expect(await page.locator(".groups").innerText()).toContain("15 failed against");
};
const whyOfMenu = () => page.getByRole("menuitem", { name: "Why Do These Fail?" }).click();

test("from an error in the list", async () => {
  await open("logs", { query: "service:shop level:error" });
  await page.locator(".list-row", { hasText: "gave up after" }).first().click({ button: "right" });
  await whyOfMenu();

  await causeIsWorker();
});

test("from a query", async () => {
  await open("logs", { query: 'message:"gave up"' });
  await page.locator(".list-row").first().waitFor();
  await page.getByRole("button", { name: "More actions" }).first().click();
  await whyOfMenu();

  await causeIsWorker();
});

test("from a brush of the histogram", async () => {
  await open("logs", { query: "service:shop level:error" });
  await page.locator(".histogram-axis span").first().waitFor(); // the bars are there: a drag has times
  const canvas = page.locator(".histogram canvas").first();
  const box = await canvas.boundingBox();
  if (box === null) throw new Error("The histogram has no box.");
  await page.mouse.move(box.x + 1, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 1, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await page.getByRole("button", { name: "More actions" }).first().click();
  await whyOfMenu();

  await causeIsWorker();
  expect(decodeURIComponent(page.url())).toContain("time:[");
});

test("from selected records", async () => {
  await open("logs", { query: "service:shop level:error" });
  await page.locator(".list-row", { hasText: "gave up after" }).first().click();
  await page.keyboard.press("Control+a");
  await page.locator(".picked-count", { hasText: "15 rows selected" }).waitFor();
  await page.click(".picked-bar >> text=Why Do These Fail?");

  await causeIsWorker();
});

test("from a failed request: against passed ones of its route", async () => {
  await open("timeline", { id: "a-request-of-its-own-4" });
  await page.locator(".list-row").first().waitFor();
  await page.getByRole("button", { name: "More actions" }).click();
  await whyOfMenu();

  await causeIsWorker();
  expect(await page.locator(".groups").innerText()).toContain("taken up");
});

test("from a pattern", async () => {
  await open("logs");
  await page.locator(".list-row").first().waitFor();
  await page.keyboard.press("p");
  await page.locator(".pattern-head", { hasText: "gave up after" }).click();
  await page.getByRole("button", { name: "Why Do These Fail?" }).click();

  await causeIsWorker();
});

test("of records without any id each is compared alone, and said to be", async () => {
  await open("compare", { query: "level:fatal", good: "service:jobs" });

  await page.locator(".without-requests").waitFor();
  expect(await first().innerText()).toContain("host = h9");
  expect(await page.locator(".groups").innerText()).toContain(
    "15 failed against 45 passed records",
  );
});

test("by any field that is named", async () => {
  await open("compare", { query: "level:error", good: "*" });
  await causeIsWorker();
  await page.getByRole("button", { name: "By Request" }).click();
  await page.getByRole("menuitemcheckbox", { name: "By a Field…" }).click();
  await page.fill(".edit-groups input >> nth=3", "worker");
  await page.keyboard.press("Enter");

  await page.getByRole("button", { name: "By worker" }).waitFor();
});
