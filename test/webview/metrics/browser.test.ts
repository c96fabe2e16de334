import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchBrowser } from "../fake/browser";
import { type FakeServer, serveFake } from "../fake/fakeServer";
import { FakeAnswers } from "../pictures/fakeApi";
import { manyMetrics, storyMetrics } from "../pictures/metrics";

const answers = new FakeAnswers();
let browser: Browser;
let server: FakeServer;
let page: Page;
let problems: string[];

beforeAll(async () => {
  server = await serveFake(answers);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});
beforeEach(async () => {
  problems = [];
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
  page = await context.newPage();
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (/Content Security Policy/.test(message.text())) problems.push(message.text());
  });
});
afterEach(async () => {
  await page.context().close();
  expect(problems).toEqual([]);
});

const open = async () => {
  await page.goto(server.url("metrics"));
  await page.waitForSelector(".chart canvas");
};
const names = () => page.locator(".card-name .code").allInnerTexts();

describe("the metrics in a browser", () => {
  it("show the number first, and say the chart in words", async () => {
    answers.api = storyMetrics();
    await open();

    const card = page.locator(".card", { hasText: "broker.depth" });

    expect(await card.locator(".number").innerText()).toBe("15");
    expect(await card.locator("canvas").getAttribute("aria-label")).toMatch(
      /^broker\.depth, gauge: 15 now .* from .* to /,
    );
  });

  it("keep pinned cards first, also after a reload", async () => {
    answers.api = storyMetrics();
    await open();

    await page.click('[aria-label="Pin process.cpu"]');
    await expect.poll(async () => (await names())[0]).toBe("process.cpu");
    await page.reload();
    await page.waitForSelector(".chart canvas");

    expect((await names())[0]).toBe("process.cpu");
  });

  it("are drawn anew in the colours of another theme", async () => {
    answers.api = storyMetrics();
    await page.emulateMedia({ colorScheme: "dark" });
    await open();
    const legendColor = () =>
      page.locator(".legend line >> nth=0").evaluate((line) => line.getAttribute("stroke"));
    const before = await legendColor();

    await page.emulateMedia({ colorScheme: "light" });

    await expect.poll(legendColor).not.toBe(before);
  });

  it("of ten thousand series draw those in sight and tell how many there are more", async () => {
    answers.api = manyMetrics();
    await open();

    expect(await page.locator("canvas").count()).toBeLessThan(30);
    expect(await page.locator(".more").innerText()).toMatch(/more metrics/);
    expect(await page.locator(".foot").innerText()).toMatch(/10,000 series/);
  });

  it("open a card to its series by keys, and close it by Esc", async () => {
    answers.api = storyMetrics();
    await open();
    await page.focus(".card-name >> nth=3");

    await page.keyboard.press("Enter");
    await page.waitForSelector(".series");
    expect(await page.locator(".series tbody tr").count()).toBe(5);
    await page.keyboard.press("Escape");

    await expect.poll(() => page.locator(".series").count()).toBe(0);
  });
});
