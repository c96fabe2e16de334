// What is done with one row, over a real store in a real Chromium: the rows around it, every field of it, its copies,
// its pattern and its request.

import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { patienceMs } from "../../patience";
import { launchBrowser } from "../../webview/fake/browser";
import { TestCollector } from "../collector";

const count = 120;
const startMs = Math.floor(Date.now() / 60_000) * 60_000 - 10 * 60_000;
const services = ["api", "jobs", "jobs"];

let collector: TestCollector;
let browser: Browser;
let page: Page;

/** A row a second, ten of a request; each thirtieth fails. */
beforeAll(async () => {
  collector = await TestCollector.start();
  const lines = Array.from({ length: count }, (_, i) => ({
    time: new Date(startMs + i * 1000).toISOString(),
    service: services[i % 3],
    level: i % 30 === 29 ? "error" : "info",
    message: i % 30 === 29 ? `no room left for order ${i}` : `order ${i} was taken up`,
    request_id: `a-request-of-the-test-${Math.floor(i / 10)}`,
    "wait (s)": i % 4,
    tags: ["new", `t${i % 2}`],
  }));
  await collector.post(
    "",
    lines.map((line) => JSON.stringify(line)),
  );
  await collector.waitFor("", "logs", count);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await collector.stop();
});
beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  const url = new URL(collector.ui);
  url.searchParams.set("panel", "logs");
  await page.goto(url.href);
  await page.locator(".list-row").first().waitFor();
});
afterEach(() => page.context().close());

const rowCount = async () => Number(await page.getAttribute(".list", "aria-rowcount"));
const queryText = () => page.inputValue(".query-input");
const copied = () => page.evaluate(() => navigator.clipboard.readText());
const rowOf = (text: string) => page.locator(".list-row", { hasText: text }).first();
const search = async (query: string, rows: number) => {
  await page.fill(".query-input", query);
  await page.keyboard.press("Enter");
  await expect.poll(rowCount).toBe(rows);
};
const menuItem = (name: string) => page.locator('[role^="menuitem"]', { hasText: name }).first();
const ofRow = async (text: string, action: string) => {
  await rowOf(text).click({ button: "right" });
  await menuItem(action).click();
};
/** The number of the order in each row of the open contexts, in their order. */
const around = async () =>
  (await page.locator(".in-context .cell-message").allInnerTexts()).map((text) =>
    Number(/order (\d+)/.exec(text)?.[1]),
  );
/** An edge may lie outside of what is in view: the row that it is about stays where it was. */
const widen = (name: string) =>
  page
    .locator(".context-edge button", { hasText: name })
    .evaluate((button) => (button as HTMLElement).click());
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const field = (name: string) =>
  page.locator(".detail-field", { has: page.locator("dt", { hasText: name }) }).first();

test("the rows around one stand in a filtered list, of all services or of its own, and more of them to the first", async () => {
  await page.setViewportSize({ width: 1200, height: 2400 }); // all of them are in view
  await search("level:error", 4);
  await rowOf("for order 29").click();
  await page.keyboard.press("c");
  await expect.poll(around).toEqual(numbers(24, 34));
  expect(await queryText()).toBe("level:error");
  expect(await page.locator(".list-row.is-anchor").innerText()).toContain("order 29");

  await widen("10 more above");
  await expect.poll(around).toEqual(numbers(14, 34));
  await widen("10 more above");
  await expect.poll(around).toEqual(numbers(4, 34));
  await widen("10 more above");
  await expect.poll(around).toEqual(numbers(0, 34));
  await page.locator(".context-edge", { hasText: "No earlier row" }).waitFor();
  await widen("10 more below");
  await expect.poll(around).toEqual(numbers(0, 44));

  await page.locator(".context-kinds").getByText("jobs", { exact: true }).click();
  await expect.poll(async () => (await around()).filter((n) => n % 3 === 0)).toEqual([]);
  expect(await around()).toContain(29);

  await page.keyboard.press("Escape");
  await page.waitForSelector(".context-edge", { state: "detached" });
  expect(await rowCount()).toBe(4);
});

test("a row's detail has every field that was sent, once", async () => {
  await rowOf("order 119").click();
  await page.waitForSelector(".detail-fields");

  const wanted = ["service", "request_id", "wait (s)", "tags"];
  const names = async () =>
    (await page.locator(".detail-fields dt").allInnerTexts()).filter((name) =>
      wanted.includes(name),
    );
  await expect.poll(async () => (await names()).sort()).toEqual([...wanted].sort());
  expect(await field("wait (s)").locator("dd").innerText()).toContain("3");
  expect(await page.locator(".detail-message").innerText()).toBe("no room left for order 119");
});

test.each([
  ["Filter For Value", 30],
  ["Filter Out Value", 90],
])("a value of it: %s", async (action, rows) => {
  await rowOf("order 119").click();
  const waited = field("wait (s)");
  await waited.hover();
  await waited.getByRole("button", { name: `${action}: wait (s)` }).click();

  await expect.poll(rowCount).toBe(rows);
});

test("a value of it is copied, and leads to the field's top values", async () => {
  await rowOf("order 119").click();
  await field("request_id").click({ button: "right" });
  await menuItem("Copy Value").click();
  await expect.poll(copied).toBe("a-request-of-the-test-11");

  await field("wait (s)").click({ button: "right" });
  await menuItem("Show Top Values").click();
  const top = page.locator(".field", { hasText: "wait (s)" }).first();
  await expect.poll(() => top.innerText()).toMatch(/\b0\b[^]*\b1\b[^]*\b2\b[^]*\b3\b/);
});

test("a row is copied as its message, as a line and as JSON", async () => {
  await ofRow("order 119", "Copy Message");
  await expect.poll(copied).toBe("no room left for order 119");
  await ofRow("order 119", "Copy Row");
  await expect.poll(copied).toMatch(/^2\S+ ERROR +jobs no room left for order 119/);
  await ofRow("order 119", "Copy as JSON");
  await expect.poll(copied).toMatch(/^\{/);
  expect(JSON.parse(await copied())).toMatchObject({
    body: "no room left for order 119",
    severity: "ERROR",
    service: "jobs",
    requestId: "a-request-of-the-test-11",
    attributes: { "wait (s)": 3, tags: ["new", "t1"] },
  });
});

test("a row's pattern is filtered for", async () => {
  await ofRow("order 119", "Filter for Its Pattern");

  await expect.poll(rowCount).toBe(4);
});

test("a row leads to its pattern, and a value of the pattern to its rows", async () => {
  await ofRow("order 118", "Show Its Pattern");
  const detail = page.locator(".pattern-detail");
  await expect.poll(() => detail.innerText()).toMatch(/116 values in 116 rows/);
  const value = detail.locator(".pattern-value .link").first();
  const text = await value.innerText();
  await value.click();

  await expect.poll(rowCount).toBe(1); // its digits stand in other rows, too
  expect(await rowOf("order").innerText()).toContain(`order ${text} was taken up`);
});

const isOfRequest = async () => {
  await expect
    .poll(() => page.locator("body").innerText())
    .toMatch(/order 110 was taken up[^]*no room left for order 119/);
  await expect.poll(() => page.locator(".query-input").count()).toBe(0);
};

test("its request opens in the timeline from the menu", async () => {
  await ofRow("order 119", "Open Request in Timeline");
  await isOfRequest();
});

test("its request opens in the timeline from the id in its detail", async () => {
  await rowOf("order 119").click();
  await field("request_id").locator(".link").click();
  await isOfRequest();
});

/** A level or a service, by its name; its count is in its name, too. */
const chip = (name: string) => page.getByRole("button", { name: new RegExp(`^${name}, [\\d,]+`) });

test("a level is hidden by a click on it and shown by another, and alone with Alt", async () => {
  await expect.poll(rowCount).toBe(count);
  await chip("ERROR").click();
  await expect.poll(rowCount).toBe(116);
  await chip("ERROR").click();
  await expect.poll(rowCount).toBe(count);
  await chip("ERROR").click({ modifiers: ["Alt"] });
  await expect.poll(rowCount).toBe(4);
});

test("so is a service", async () => {
  await chip("api").click();
  await expect.poll(rowCount).toBe(80);
  await chip("api").click({ modifiers: ["Alt"] });
  await expect.poll(rowCount).toBe(40);
});
