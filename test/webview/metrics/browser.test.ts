import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { panelsInBrowser } from "../fake/panelsInBrowser";
import { FakeAnswers } from "../pictures/fakeApi";
import { manyMetrics, otherQuantiles, storyMetrics } from "../pictures/metrics";

const answers = new FakeAnswers();
let page: Page;
const panels = panelsInBrowser(answers, (opened) => (page = opened));

const open = async () => {
  await page.goto(panels.url("metrics"));
  await page.waitForSelector(".chart canvas");
};
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
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

  it("are filtered by a tag beside what was typed just before", async () => {
    answers.api = storyMetrics();
    await open();
    await page.getByRole("button", { name: "Actions of fetch.duration" }).click();
    await page.locator(".menu").getByText("Show Series", { exact: true }).click();
    await page.locator(".tag", { hasText: "w7" }).first().waitFor();

    // In the page itself, so that the pause after typing cannot be over.
    await page.evaluate(async () => {
      const input = document.querySelector<HTMLInputElement>("#query")!;
      input.focus();
      input.value = "fetch OR worker";
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      const tag = [...document.querySelectorAll<HTMLElement>(".tag")].find(({ textContent }) =>
        textContent.includes("w7"),
      )!;
      tag.focus();
      tag.click();
      while (document.querySelector(".menu-item") === null) {
        await new Promise(requestAnimationFrame);
      }
      document.querySelector<HTMLElement>(".menu-item")!.click();
    });

    await expect.poll(() => page.inputValue("#query")).toBe("(fetch OR worker) worker:w7");
  });

  it("are drawn anew in the colours of another theme", async () => {
    answers.api = storyMetrics();
    await page.emulateMedia({ colorScheme: "dark" });
    await open();
    const legendColor = () =>
      page.locator(".legend line >> nth=0").evaluate((line) => getComputedStyle(line).stroke);
    const before = await legendColor();

    await page.emulateMedia({ colorScheme: "light" });

    await expect.poll(legendColor).not.toBe(before);
  });

  it("of a summary have its own percentiles, and split by a tag say of which each line is", async () => {
    answers.api = otherQuantiles();
    await open();
    const card = page.locator(".card", { hasText: "rpc.duration" });
    const legend = () => card.locator(".legend li").allInnerTexts();
    await expect.poll(legend).toMatchObject([/^p50 /, /^p90 /, /^p99 /].map(matching));

    await page.click('[aria-label="Actions of rpc.duration"]');
    await page.click('[role^="menuitem"] >> text=By route');

    await expect
      .poll(legend)
      .toMatchObject([/^p90 of$/, /^\/users .* ms$/, /^\/pay /, /^\/orders /].map(matching));
    expect(await card.locator(".card-name").innerText()).toBe(
      "rpc.duration summary · p90 · by route",
    );
    const spoken = await card.locator("canvas").getAttribute("aria-label");
    expect(spoken).toMatch(/ p90 of \/users: now .* ms/);
  });

  it("of ten thousand series draw those in sight and tell how many there are more", async () => {
    answers.api = manyMetrics();
    await open();

    expect(await page.locator("canvas").count()).toBeLessThan(30);
    expect(await page.locator(".more").innerText()).toMatch(/more metrics/);
    expect(await page.locator(".foot").innerText()).toMatch(/10,000 series/);
  });

  it("lead from an exemplar to its trace", async () => {
    answers.api = storyMetrics();
    await open();
    await page.click(".card-name >> text=fetch.duration");

    const exemplar = page.locator(".exemplars p").first();
    expect(await exemplar.innerText()).toMatch(/1\.63 s/);
    const trace = exemplar.locator(".link");
    const traceId = await trace.innerText();
    await trace.click();

    await page.waitForURL(new RegExp(`panel=timeline.*${traceId}`));
  });

  it("ask the collector for what is typed, and say when nothing matches", async () => {
    const { series, ...rest } = storyMetrics();
    const asked: string[] = [];
    answers.api = {
      ...rest,
      series: async (query, signal) => {
        asked.push(query.query);
        return query.query === "worker:nobody" ? [] : await series!(query, signal);
      },
    };
    await open();

    await page.keyboard.press("/");
    await page.keyboard.type("worker:nobody");
    await page.keyboard.press("Enter");

    await page.waitForSelector(".empty");
    expect(asked).toContain("worker:nobody");
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
