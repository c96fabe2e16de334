// The list of rows in a real Chromium, over a million generated records.

import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { patienceMs } from "../patience";
import { launchBrowser } from "./fake/browser";
import { FakeCollector } from "./fake/fakeCollector";
import { type FakeServer, serveFake } from "./fake/fakeServer";
import { scrollList } from "./fake/scrollList";

const million = 1_000_000;
let browser: Browser;
let fake: FakeCollector;
let server: FakeServer;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function open(count: number): Promise<void> {
  fake = new FakeCollector({ count, times: { startMs: Date.UTC(2026, 10, 22), stepMs: 1 } });
  server = await serveFake(fake);
  page = await browser.newPage({ viewport: { width: 1_200, height: 800 } });
  page.setDefaultTimeout(patienceMs);
  await page.goto(server.url("logs"));
  await page.waitForSelector(".cell-message");
}
afterEach(async () => {
  await page.close();
  await server.close();
});

/** The first row that is wholly in view: its place in the list, its position and its text. */
const firstRow = () =>
  page.evaluate(() => {
    const list = document.querySelector(".list")!;
    const top = list.getBoundingClientRect().top;
    const rows = [...list.querySelectorAll(".list-row")]
      .map((row) => ({ row, y: row.getBoundingClientRect().top - top }))
      .filter(({ y }) => y > -0.5)
      .sort((a, b) => a.y - b.y);
    const { row, y } = rows[0]!;
    return {
      index: Number(row.getAttribute("aria-rowindex")),
      y,
      time: row.querySelector(".cell-time")?.textContent ?? "",
    };
  });

/** With a millisecond a record, a row's time says which record it is; its date stands before it. */
const seqOf = (time: string) => {
  const [hours, minutes, seconds] = time.replace(/^\S* /, "").split(":").map(Number);
  return Math.round(hours! * 3_600_000 + minutes! * 60_000 + seconds! * 1_000);
};

const scrollTo = (share: number) => scrollList(page, share);
const settled = () => page.waitForFunction(() => document.querySelector(".row-awaited") === null);

describe("a million rows", () => {
  beforeEach(() => open(million));

  test("the list starts at its end and says how long it is", async () => {
    const rows = await page.$$eval(".list-row", (all) =>
      all.map((row) => row.getAttribute("aria-rowindex")),
    );

    expect(await page.getAttribute(".list", "aria-rowcount")).toBe("1000000");
    expect(rows.at(-1)).toBe("1000000");
    expect(rows.length).toBeLessThan(80);
  });

  test.each([0, 0.25, 0.5, 0.737, 0.99])(
    "scrolled to %d, each row is the record of its rank",
    async (share) => {
      await scrollTo(share);
      await settled();

      const { index, time } = await firstRow();

      expect(seqOf(time)).toBe(index);
      expect(Math.abs(index - share * million)).toBeLessThan(200);
    },
  );

  test("the wheel moves by rows, not by the scroll bar's pixels", async () => {
    await scrollTo(0.5);
    await settled();
    const before = await firstRow();

    await page.mouse.move(600, 400);
    await page.mouse.wheel(0, 220);
    await expect.poll(async () => (await firstRow()).index).toBe(before.index + 10);
  });

  test("keys move a selection that stays in view, page by page and to both ends", async () => {
    await page.focus(".list");

    await page.keyboard.press("Home");
    await settled();
    expect(await page.getAttribute("[aria-selected=true]", "aria-rowindex")).toBe("1");

    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("PageDown");
    const index = Number(await page.getAttribute("[aria-selected=true]", "aria-rowindex"));
    expect(index).toBeGreaterThan(10);

    await page.keyboard.press("End");
    await settled();
    expect(await page.getAttribute("[aria-selected=true]", "aria-rowindex")).toBe("1000000");
    expect(await page.getAttribute(".list", "aria-activedescendant")).toBe("row-999999");
  });

  test("while reading, arriving rows move nothing and are counted", async () => {
    await scrollTo(0.5);
    await settled();
    const before = await firstRow();

    for (let round = 0; round < 10; round += 1) fake.emit(5_000);
    await page.waitForSelector("text=50,000 new");

    expect(await firstRow()).toEqual(before);
    await page.click("text=50,000 new");
    await expect
      .poll(() => page.$$eval(".list-row", (all) => all.at(-1)?.getAttribute("aria-rowindex")))
      .toBe("1050000");
  });

  test("rows that retention takes do not move what is read", async () => {
    await scrollTo(0.5);
    await settled();
    const before = await firstRow();

    fake.evict(1_000);
    fake.announceStats();
    await expect.poll(() => page.getAttribute(".list", "aria-rowcount")).toBe("999000");

    const after = await firstRow();
    expect(after).toEqual({ ...before, index: before.index - 1_000 });
  });
});

test("what was refused, left out and aged out stands in the foot, and why a click away", async () => {
  await open(3_000);
  fake.evict(1_000);
  fake.announceStats();

  const foot = page.locator(".foot");
  await expect
    .poll(async () => (await foot.getByRole("button").allInnerTexts()).slice(1))
    .toEqual(["0 lost", "3 refused", "12 left out", "1,000 aged out"]);
  const reasonOf = async (name: string) => {
    await foot.getByRole("button", { name }).click();
    const texts = await page.getByRole("menu").getByRole("menuitem").allInnerTexts();
    await page.keyboard.press("Escape");
    return texts.map((text) => text.replace(/\s+/g, " ").trim());
  };

  expect(await reasonOf("0 lost")).toEqual(["Nothing was lost"]);
  expect(await reasonOf("3 refused")).toEqual(["OTLP: not protobuf 3"]);
  expect(await reasonOf("12 left out")).toEqual(["OTLP: duplicate 12"]);
  expect(await reasonOf("1,000 aged out")).toEqual(["size 1,000"]);
});

describe("a short list", () => {
  beforeEach(() => open(3_000));

  test("follows its end, and stops when scrolled up", async () => {
    fake.emit(10);
    await expect
      .poll(() => page.$$eval(".list-row", (all) => all.at(-1)?.getAttribute("aria-rowindex")))
      .toBe("3010");

    await page.mouse.move(600, 400);
    await page.mouse.wheel(0, -500);
    await page.waitForSelector("text=Paused");
    const before = await firstRow();
    fake.emit(10);
    await page.waitForSelector("text=10 new");

    expect(await firstRow()).toEqual(before);
  });

  test("goes on following when the panel gets higher or lower", async () => {
    for (const [width, height] of [
      [1_200, 500],
      [300, 700],
      [1_200, 1_000],
      [300, 640],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect
        .poll(() => page.$$eval(".list-row", (all) => all.at(-1)?.getAttribute("aria-rowindex")))
        .toBe("3000");
    }

    expect(await page.getAttribute(".live", "aria-pressed")).toBe("true");
  });

  test("selecting a row opens its detail and keeps the row in view", async () => {
    await page.click(".list-row >> nth=-1");
    await page.waitForSelector(".detail");

    const isInView = await page.$eval("[aria-selected=true]", (row) => {
      const list = document.querySelector(".list")!.getBoundingClientRect();
      const box = row.getBoundingClientRect();
      return box.top >= list.top - 1 && box.bottom <= list.bottom + 1;
    });
    expect(isInView).toBe(true);
  });

  test("after the connection is lost it comes back and goes on", async () => {
    server.disconnect();
    await page.waitForSelector(".notice");

    await page.waitForSelector(".notice", { state: "detached" });
    fake.emit(5);

    await expect.poll(() => page.getAttribute(".list", "aria-rowcount")).toBe("3005");
  });

  test("the query, the toggles and following are there again after a reload", async () => {
    await page.fill(".query-input", "retry");
    await page.keyboard.press("Enter");
    await page.click(".chip.level-DEBUG");
    await page.keyboard.press("f");
    await page.waitForSelector("text=Paused");

    await page.reload();
    await page.waitForSelector(".cell-message");

    expect(await page.inputValue(".query-input")).toBe("retry");
    expect(await page.getAttribute(".chip.level-DEBUG", "aria-pressed")).toBe("false");
    expect(await page.isVisible("text=Paused")).toBe(true);
  });
});
