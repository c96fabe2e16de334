// Of a large result the list of fields grows while they are counted.

import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { FakeCollector } from "../fake/fakeCollector";
import { panelsInBrowser } from "../fake/panelsInBrowser";

let page: Page;
const times = { startMs: Date.UTC(2026, 10, 22), stepMs: 1 };
const panels = panelsInBrowser(
  new FakeCollector({ count: 500, times, isCounting: true }),
  (opened) => (page = opened),
);

test("a list of some exact fields says that the others are still counted", async () => {
  await page.goto(panels.url("logs"));
  await expect.poll(() => page.locator(".field").count()).toBe(3);

  expect(await page.locator(".fields-state").innerText()).toBe("counting 500 rows: 33 %");
});
