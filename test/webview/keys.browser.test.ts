// Each panel by keys alone: where the focus goes when something opens, closes or takes another's place.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "./fake/browser";
import type { FakeEnd } from "./fake/fakeServer";
import { logScenes } from "./pictures/logScenes";
import { type Scene, withScene } from "./pictures/scene";
import { scenes } from "./pictures/scenes";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function withKeys<End extends FakeEnd>(
  all: readonly Scene<End>[],
  name: string,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const scene = all.find((one) => one.name === name);
  if (scene === undefined) throw new Error(`There is no scene ${name}.`);
  expect(await withScene(browser, scene, "dark", use)).toEqual([]);
}

const isFocused = (page: Page, selector: string) =>
  page.evaluate((one) => document.activeElement?.matches(one) === true, selector);
const goesTo = (page: Page, selector: string) =>
  expect.poll(() => isFocused(page, selector), { message: `focus on ${selector}` }).toBe(true);

test("a panel that was just opened takes the keys of its list", async () => {
  await withKeys(logScenes, "logs-ten", async (page) => {
    await page.keyboard.press("Home");
    await goesTo(page, ".list");
    expect(
      await page.locator('.list-row[aria-selected="true"]').getAttribute("aria-rowindex"),
    ).toBe("1");
  });
  await withKeys(scenes, "recent", async (page) => {
    await page.keyboard.press("ArrowDown");
    await goesTo(page, ".list");
    expect(
      await page.locator('.list-row[aria-selected="true"]').getAttribute("aria-rowindex"),
    ).toBe("1");
    await page.keyboard.press("/");
    await goesTo(page, "#id");
    await page.keyboard.press("Escape");
    await goesTo(page, ".list");
  });
});

test("a request that opens while someone types elsewhere takes no key, and has those that come to it", async () => {
  await withKeys(scenes, "timeline-failed", async (page) => {
    const url = page.url();
    const around = new URL("/around", url).href;
    const body = `<input autofocus /><iframe style="width: 900px; height: 600px"></iframe>`;
    await page.route(around, (route) => route.fulfill({ contentType: "text/html", body }));
    await page.goto(around);
    const input = page.locator("input");
    await input.focus();
    await page.locator("iframe").evaluate((frame, src) => frame.setAttribute("src", src), url);
    const list = page.frameLocator("iframe").locator(".list");
    await list.getByRole("row").first().waitFor();

    await page.keyboard.type("typed");
    const typed = await input.inputValue();
    await page.locator("iframe").focus();

    expect(typed).toBe("typed");
    await expect
      .poll(() => list.evaluate((one) => one.ownerDocument.activeElement === one))
      .toBe(true);
  });
});

test.each([
  ["export", "a card of choices", '[aria-label="Export"]'],
  ["help", "the help", '[aria-label="Keys and query language"]'],
])("%s: %s keeps the keys until Esc, and gives them back", async (name, _, card) => {
  await withKeys(logScenes, name, async (page) => {
    await goesTo(page, card);
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press("Tab");
      const isBehind = await page.evaluate(
        (one) => document.activeElement !== document.body && !document.activeElement?.closest(one),
        card,
      );
      expect(isBehind).toBe(false);
    }
    await page.locator(card).getByRole("button").first().focus();
    await page.keyboard.press("Escape");
    await page.locator(card).waitFor({ state: "detached" });

    await goesTo(page, name === "help" ? ".list" : '[aria-label="More actions"]');
  });
});

test("patterns take the keys of the rows whose place they take, and give them back", async () => {
  await withKeys(logScenes, "logs", async (page) => {
    await page.keyboard.press("End");
    await page.keyboard.press("Escape");
    await page.keyboard.press("p");
    await goesTo(page, ".pattern-head");
    await page.keyboard.press("ArrowDown");
    await goesTo(page, "li:nth-child(2) .pattern-head");
    await page.keyboard.press("p");
    await page.waitForSelector(".list");
    await page.keyboard.press("ArrowUp");
    await goesTo(page, ".list");
  });
});

test("a search of metrics is cleared by Esc, and left by another one", async () => {
  await withKeys(scenes, "metrics", async (page) => {
    await page.keyboard.press("/");
    await goesTo(page, "#query");
    await page.keyboard.type("depth");
    await page.keyboard.press("Escape");
    expect(await page.inputValue("#query")).toBe("");
    await page.keyboard.press("Escape");
    await goesTo(page, "body");
    await page.keyboard.press("f");
    await page.waitForSelector('.live[aria-pressed="false"]');
  });
});

test("a line of the requests side by side leads to its source by Enter", async () => {
  const [scene] = scenes.filter(({ name }) => name === "compare");
  await withKeys([{ ...scene!, isInEditor: true }], "compare", async (page) => {
    await page.evaluate(() => {
      addEventListener("message", ({ data }: MessageEvent<{ to: string }>) => {
        document.body.dataset["answers"] = `${document.body.dataset["answers"] ?? ""} ${data.to}`;
      });
    });
    await page.locator(".open-line").first().press("Enter");

    // The host of the tests answers whatever it is asked for.
    await expect
      .poll(() => page.evaluate(() => document.body.dataset["answers"] ?? ""))
      .toContain("host");
  });
});
