// What only a real Chromium shows of how the logs look: canvas colours, what lies over what, marks in text.

import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { FakeCollector } from "../fake/fakeCollector";
import { panelsInBrowser } from "../fake/panelsInBrowser";

let page: Page;
const panels = panelsInBrowser(
  new FakeCollector({
    count: 500,
    times: { startMs: Date.UTC(2026, 10, 22), stepMs: 1 },
    changed: (record) => ({
      ...record,
      body: "login of \u202enimda",
      attributes: { role: "a\u200bdmin" },
      source: {
        file: "/srv/app/releases/20261122/node_modules/shop/checkout.ts",
        line: 31,
        function: "com.example.shop.checkout.CheckoutServiceImplementation.placeOrder",
      },
    }),
  }),
  (opened) => (page = opened),
);
const open = async () => {
  await page.goto(panels.url("logs"));
  await page.waitForSelector(".cell-message");
};

test("the histogram is drawn anew in the colours of another theme", async () => {
  await page.emulateMedia({ colorScheme: "dark" });
  await open();
  const picture = () => page.locator(".histogram-canvas").evaluate(pixelsOf);
  await page.click('[aria-label^="Live"], .live'); // paused: no row draws it anew
  await expect.poll(picture).toMatch(/^data:/);
  const before = await picture();

  await page.emulateMedia({ colorScheme: "light" });

  await expect.poll(picture).not.toBe(before);
});
const pixelsOf = (canvas: Node) => (canvas as HTMLCanvasElement).toDataURL();

test("the readout of a bar leaves free what the histogram is split by", async () => {
  await open();
  await page.hover(".field >> nth=1");
  await page.click(".field-more >> nth=1");
  await page.click("text=Split Histogram by It");

  const overlaps = async (x: number) => {
    await page.hover(".histogram-canvas", { position: { x, y: 30 } });
    const readout = await page.locator(".readout").boundingBox();
    const chip = await page.locator(".histogram-by").boundingBox();
    return readout!.x < chip!.x + chip!.width && chip!.x < readout!.x + readout!.width;
  };

  expect(await overlaps(30)).toBe(false);
  expect(await overlaps(900)).toBe(false);
  await page.click(".histogram-by");
  await page.locator(".histogram-by").waitFor({ state: "detached" });
});

test("characters that are not seen are marked in rows and in the detail", async () => {
  await open();
  const row = page.locator(".list-row").last();

  expect(await row.locator(".cell-message").innerText()).toMatch(
    /^login of U\+202Enimda role=aU\+200Bdmin/,
  );
  expect(await row.locator(".unseen").count()).toBe(2);
  await row.click();
  expect(await page.locator(".detail-message").innerText()).toBe("login of U+202Enimda");
  expect(await page.locator(".detail-json").innerText()).toContain("aU+200Bdmin");
});

test("lines of groups differ by their dashes in high contrast, and the legend shows the same", async () => {
  await page.emulateMedia({ contrast: "more" });
  await open();
  await page.hover(".field >> nth=1");
  await page.click(".field-more >> nth=1");
  await page.click("text=Group Rows by It");
  await page.click('[aria-label="As chart over time"]');
  const dashes = (lines: string) =>
    page
      .locator(lines)
      .evaluateAll((all) => all.map((line) => line.getAttribute("stroke-dasharray")));
  await page.waitForSelector(".legend-line");

  const drawn = await dashes(".chart-line path");
  expect(drawn.length).toBeGreaterThan(3);
  expect(new Set(drawn).size).toBe(drawn.length);
  expect(await dashes(".legend-line .line-sample line")).toEqual(drawn);

  await page.focus(".legend-line >> nth=1");
  await expect.poll(() => page.locator(".chart-line.is-other").count()).toBe(drawn.length - 1);
});

test("a narrow panel offers the time range in its menu, and nothing that it has no room for", async () => {
  await page.setViewportSize({ width: 300, height: 700 });
  await open();
  const item = (name: RegExp) => page.getByRole("menu").getByText(name).locator("..");
  await page.getByRole("button", { name: "More actions" }).click();

  expect(await item(/^Fields/).isDisabled()).toBe(true);
  expect(await item(/^Histogram/).isDisabled()).toBe(true);
  await item(/^Time Range: All Time…/).click();
  await page.getByRole("menuitemcheckbox", { name: "Last 5 min" }).click();

  await page.getByRole("button", { name: "More actions" }).click();
  await item(/^Time Range: Last 5 min…/).waitFor();
});

test.each([700, 150])(
  "a narrow panel %d px high says that a time range is on, and a click ends it",
  async (height) => {
    await page.setViewportSize({ width: 300, height });
    await open();
    const chip = page.locator(".range-chip");
    const more = page.getByRole("button", { name: "More actions" });
    const item = (name: string) => page.locator(".menu").getByText(name);
    expect(await chip.count()).toBe(0);
    await more.click();
    await item("Time Range: All Time…").click();
    await item("Last 5 min").click();

    await expect.poll(() => chip.innerText()).toContain("Last 5 min");
    const { x, width } = (await chip.boundingBox())!;
    expect([x >= 0, x + width <= 300]).toEqual([true, true]);
    await chip.click();

    await expect.poll(() => chip.count()).toBe(0);
    await more.click();
    await item("Time Range: All Time…").waitFor();
  },
);

test("a panel with room for the time range in its toolbar says it there alone", async () => {
  await open();
  await page.locator(".toolbar .range").click();
  await page.locator(".menu").getByText("Last 5 min").click();

  await expect.poll(() => page.locator(".toolbar .range").innerText()).toBe("Last 5 min");
  await page.locator(".range-chip").waitFor({ state: "hidden" });
});

test("a long path and function of the source are broken in a narrow panel", async () => {
  await page.setViewportSize({ width: 300, height: 700 });
  await open();
  await page.locator(".list-row").last().click();
  const fields = page.locator(".detail-fields");

  await fields.getByText("CheckoutServiceImplementation").waitFor();
  const hidden = (all: Element) => all.scrollWidth - all.clientWidth;
  expect(await fields.evaluate(hidden)).toBe(0);
});

test("a wheel moves along the toggles of a narrow panel", async () => {
  await page.setViewportSize({ width: 300, height: 700 });
  await open();
  const leftPx = () => page.locator(".toggles").evaluate((line) => line.scrollLeft);

  await page.hover(".toggles");
  await page.mouse.wheel(0, 120);

  await expect.poll(leftPx).toBeGreaterThan(0);
});

test.each([130, 200, 260])("nothing lies over the foot of a view %d px high", async (height) => {
  await page.setViewportSize({ width: 300, height });
  await open();
  const isOverFoot = () =>
    page.evaluate(() => {
      const { left, top, width } = document.querySelector(".foot")!.getBoundingClientRect();
      const at = document.elementFromPoint(left + width / 2, top + 4);
      const before = document.elementFromPoint(left + width / 2, top - 4);
      return [at?.closest(".foot") === null, before?.closest(".rows, .detail") === null];
    });

  expect(await isOverFoot()).toEqual([false, false]);
  await page.locator(".list").press("End");
  await page.waitForSelector(".detail");

  expect(await isOverFoot()).toEqual([false, false]);
  const rowsPx = await page.locator(".list").evaluate((list) => list.clientHeight);
  expect(rowsPx).toBeGreaterThan(22);
});

test("a tooltip does not say again what stands there in full, and says what is cut", async () => {
  await page.clock.install();
  await open();
  await page.hover(".field >> nth=1");
  await page.click(".field-more >> nth=1");
  await page.click("text=Group Rows by It");
  const cell = page.locator("td.group-value").first();
  await cell.waitFor();
  const text = await cell.innerText();
  const tip = page.locator(".tooltip");
  const isTold = async () => {
    await page.mouse.move(0, 0);
    await cell.hover();
    await page.clock.fastForward(5_000); // far longer than tooltips wait
    return await tip.isVisible();
  };

  expect(await isTold()).toBe(false);

  await cell.evaluate((element) => {
    element.textContent = "a value that is far too long for its cell ".repeat(20);
    element.setAttribute("data-tip", element.textContent);
  });
  expect(await isTold()).toBe(true);
  expect(text).not.toBe("");
});
