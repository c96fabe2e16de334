// What the Logs panel is asked for beside rows, over a real store in a real Chromium: the histogram, fields, groups,
// patterns, completion and history, each with the exact figures of known records.

import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { patienceMs } from "../../patience";
import { launchBrowser } from "../../webview/fake/browser";
import { TestCollector } from "../collector";

const count = 240;
const startMs = Math.floor(Date.now() / 60_000) * 60_000 - 10 * 60_000;
/** Of ten requests five go to w1, three to w2, two to w7, where they fail. */
const workers = ["w1", "w1", "w1", "w1", "w1", "w2", "w2", "w2", "w7", "w7"];
const methods = ["List", "Get", "Get", "Get"];

let collector: TestCollector;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  collector = await TestCollector.start();
  const lines = Array.from({ length: count }, (_, i) => {
    const worker = workers[i % 10];
    return {
      time: new Date(startMs + i * 1000).toISOString(),
      service: "api",
      level: worker === "w7" ? "error" : "info",
      message: worker === "w7" ? `gave up on order ${i}` : `order ${i} was placed`,
      worker,
      took_ms: i + 1,
      "rpc.method": methods[i % 4],
      ...(i % 4 === 0 ? { "wait (s)": 3 } : {}),
    };
  });
  await collector.post(
    "api",
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
  const context = await browser.newContext({
    viewport: { width: 1200, height: 800 },
    timezoneId: "Asia/Kolkata",
  });
  page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  const url = new URL(collector.ui);
  url.searchParams.set("panel", "logs");
  await page.goto(url.href);
  await page.locator(".list-row").first().waitFor();
  await page.locator(".field", { hasText: "worker" }).waitFor();
});
afterEach(() => page.context().close());

const rowCount = async () => Number(await page.getAttribute(".list", "aria-rowcount"));
const queryText = () => page.inputValue(".query-input");
const buttonNamed = (name: string) => page.getByRole("button", { name, exact: true }).first();
const chooseItems = async (...names: string[]) => {
  for (const name of names) {
    const item = page.locator('[role^="menuitem"]', { hasText: name }).first();
    await item.click();
  }
};
const choose = async (menu: string, ...names: string[]) => {
  await buttonNamed(menu).click();
  await chooseItems(...names);
};
const moreAction = (name: string) => choose("More actions", name);
/**
 * Of a button that is seen under the pointer alone. Fields are sorted anew when their exact counts come: the row would
 * be gone from under a pointer that came to it before.
 */
const clickUnseen = (name: string) => buttonNamed(name).dispatchEvent("click");
const ofField = async (field: string, action: string) => {
  await clickUnseen(`Actions for ${field}`);
  await chooseItems(action);
};
const search = async (query: string) => {
  await page.fill(".query-input", query);
  await page.keyboard.press("Enter");
};
/** Of each bar its count, and its parts with theirs, by the keys that go from bar to bar. */
async function bars(): Promise<{ count: number; parts: [name: string, count: number][] }[]> {
  const canvas = page.locator(".histogram-canvas");
  await canvas.blur();
  await canvas.focus();
  const found: Awaited<ReturnType<typeof bars>> = [];
  for (let last = ""; ;) {
    await page.keyboard.press("ArrowRight");
    const readout = page.locator(".readout");
    const text = await readout.innerText();
    if (text === last) return found;
    last = text;
    const parts = await readout
      .locator(':scope > [class^="level-"], :scope > .readout-value')
      .allInnerTexts();
    found.push({
      count: Number(await readout.locator("strong").innerText()),
      parts: parts.map((part) => {
        const [name = "", of] = part.trim().split(/\s+/);
        return [name, Number(of)];
      }),
    });
  }
}
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
/** What the parts of all bars come to. */
const parts = async () => {
  const counts: Record<string, number> = {};
  for (const bar of await bars()) {
    for (const [name, of] of bar.parts) counts[name] = (counts[name] ?? 0) + of;
  }
  return counts;
};
const counted = async () => sum((await bars()).map((bar) => bar.count));
const drag = async (fromShare: number, toShare: number) => {
  const box = (await page.locator(".histogram-canvas").boundingBox())!;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * fromShare, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * toShare, y, { steps: 5 });
  await page.mouse.up();
};
/** What the first and the last row say. */
const firstAndLast = async () => {
  const said: string[] = [];
  await page.focus(".list");
  for (const key of ["Home", "End"]) {
    await page.keyboard.press(key);
    const row = page.locator('.list-row[aria-selected="true"]');
    await expect.poll(() => row.count()).toBe(1);
    said.push(/order \d+ was placed/.exec(await row.innerText())?.[0] ?? "");
  }
  return said;
};
const cells = async (row: number) =>
  (await page.locator(`.groups tbody tr >> nth=${row}`).locator("td").allInnerTexts()).map((text) =>
    text.trim(),
  );

test("the histogram counts exactly, a drag zooms to what lies under it, a double click out again", async () => {
  await expect.poll(counted).toBe(count);

  await drag(60.5 / count, 180.5 / count); // a row a second, and a pixel is a fifth of one
  await expect.poll(rowCount).toBe(120);
  expect(await firstAndLast()).toEqual(["order 61 was placed", "order 180 was placed"]);
  await expect.poll(counted).toBe(120);

  await page.locator(".histogram-canvas").dblclick();
  await expect.poll(rowCount).toBe(count);
  await expect.poll(counted).toBe(count);
});

test("Enter zooms to the bar that the arrows came to", async () => {
  await expect.poll(counted).toBe(count);
  await page.locator(".histogram-canvas").blur();
  await page.focus(".histogram-canvas");
  for (let bar = 0; bar <= 10; bar++) await page.keyboard.press("ArrowRight");

  await page.keyboard.press("Enter");

  await expect.poll(rowCount).toBe(2); // two seconds are a bar
  expect(await firstAndLast()).toEqual(["order 20 was placed", "order 21 was placed"]);
});

test("the histogram is split by level, and by any field", async () => {
  await expect.poll(parts).toEqual({ I: 192, E: 48 });

  await ofField("worker", "Split Histogram by It");

  await expect.poll(parts).toEqual({ w1: 120, w2: 72, w7: 48 });
});

test("a field of any name filters for the rows that have it, and for those without", async () => {
  await ofField("wait (s)", "Filter for Rows With This Field");
  await expect.poll(rowCount).toBe(60);

  await search("");
  await expect.poll(rowCount).toBe(count);
  await ofField("wait (s)", "Filter for Rows Without It");
  await expect.poll(rowCount).toBe(180);
});

test("the histogram's axis and bars tell the user's time, or UTC", async () => {
  const told = (ms: number, timeZone: string) =>
    new Date(ms).toLocaleTimeString("en-GB", { timeZone });
  const ticks = () => page.locator(".histogram-axis span").allInnerTexts();
  const expected = (timeZone: string) =>
    Array.from({ length: 8 }, (_, i) => told(startMs + i * 30_000, timeZone));
  const ofFirstBar = async () => {
    await page.locator(".histogram-canvas").blur();
    await page.focus(".histogram-canvas");
    await page.keyboard.press("ArrowRight");
    return await page.locator(".readout .dim").first().innerText();
  };
  await expect.poll(ticks).toEqual(expected("Asia/Kolkata"));
  expect(await ofFirstBar()).toContain(told(startMs, "Asia/Kolkata"));

  await moreAction("Times in UTC");

  await expect.poll(ticks).toEqual(expected("UTC"));
  expect(await ofFirstBar()).toContain(told(startMs, "UTC"));
});

test("times are those of the user's zone, or UTC", async () => {
  const firstTime = () => page.locator(".cell-time").first().innerText();
  await page.focus(".list");
  await page.keyboard.press("Home");
  const local = new Date(startMs).toLocaleTimeString("en-GB", { timeZone: "Asia/Kolkata" });
  await expect.poll(firstTime).toContain(local);

  await moreAction("Times in UTC");

  await expect.poll(firstTime).toContain(new Date(startMs).toISOString().slice(11, 19));
});

test("a field tells its share, values and figures; a value filters for and out, the field is a column", async () => {
  const took = page.locator(".field", { hasText: "took_ms" });
  await took.locator(".field-name").click();
  await expect
    .poll(async () => (await took.locator(".field-stats").innerText()).replace(/\s+/g, " "))
    .toMatch(/^p50 12\d.* p95 22\d.* p99 23\d.* min 1 avg 120\.5 max 240 stddev 69\.\d/);
  expect(await took.locator(".field-share").innerText()).toBe("100 %");

  const worker = page.locator(".field", { hasText: "worker" });
  await worker.locator(".field-name").click();
  const values = worker.locator(".value");
  await expect.poll(() => values.allInnerTexts()).toHaveLength(3);
  expect((await values.allInnerTexts()).map((text) => text.split(/\s+/)[0])).toEqual([
    "w1",
    "w2",
    "w7",
  ]);
  await values.last().locator(".value-name").click();
  await expect.poll(rowCount).toBe(48);
  expect(await queryText()).toBe("worker:w7");
  await search("");
  await expect.poll(rowCount).toBe(count);
  await clickUnseen("Filter out w7");
  await expect.poll(rowCount).toBe(192);

  await ofField("worker", "Show as Column");
  await expect
    .poll(async () => new Set(await page.locator(".cell-column").allInnerTexts()))
    .toEqual(new Set(["w1", "w2"]));
});

test("groups have exact figures, as table and as chart, and lead back to their rows", async () => {
  await ofField("worker", "Group Rows by It");
  await expect.poll(() => cells(0)).toEqual(["w1", "", "120", "50 %"]);
  await choose("Add a figure", "Average of", "took_ms");
  await choose("Add a figure", "Maximum of", "took_ms");
  await choose("Add a figure", "Distinct Values", "rpc.method");
  await expect.poll(() => cells(2)).toEqual(["w7", "", "48", "124.5", "240", "2", "20 %"]);

  await page.getByRole("button", { name: "As chart over time" }).click();
  await expect.poll(() => page.locator(".legend-line").count()).toBe(3);
  expect(await page.locator(".group-chart-unit").innerText()).toMatch(
    /^distinct of rpc\.method, each \d+ s$/,
  );
  await choose("Group by another field as well", "level");
  await expect
    .poll(() => page.locator(".legend-line").allInnerTexts())
    .toEqual([
      expect.stringMatching(/^w1 · INFO\s+2$/),
      expect.stringMatching(/^w2 · INFO\s+2$/),
      expect.stringMatching(/^w7 · ERROR\s+2$/),
    ]);
  await page.locator(".in-place-title .chip", { hasText: "level" }).click();
  await page.getByRole("button", { name: "As table" }).click();
  await page.locator(".groups").getByText("w2", { exact: true }).click();

  await expect.poll(rowCount).toBe(72);
  expect(await queryText()).toBe("worker:w2");
});

test("of more groups than are shown it is said how many there are, and shares are of all rows", async () => {
  await ofField("took_ms", "Group Rows by It");
  await page.getByRole("button", { name: "Chart" }).click();

  await page
    .locator(".groups-cut", {
      hasText: "The first 8 of 240 groups are shown. The table has more of them.",
    })
    .waitFor();
  expect(await page.locator(".legend-line").count()).toBe(8);
});

test("the calls of every method of an API are one click", async () => {
  await moreAction("Calls of Every API Method by Name");

  await expect.poll(async () => (await cells(0))[0]).toBe("Get");
  expect(await cells(0)).toContain("180");
  expect(await cells(1)).toContain("60");
});

test("patterns have their counts and levels, show the values behind a placeholder, and lead to rows and back", async () => {
  await page.keyboard.press("p");
  const heads = page.locator(".pattern-head");
  await expect.poll(() => heads.count()).toBe(2);
  expect(await heads.first().innerText()).toMatch(/^I\s+192\s+order <num> was placed/);
  await heads.last().click();
  const detail = page.locator(".pattern-detail");
  await expect.poll(() => detail.innerText()).toMatch(/48 values? in 48 rows/);
  expect(await detail.innerText()).toMatch(/E 48[^]*first [^]*last [^]*first seen /);

  await detail.getByRole("button", { name: "Show Its Rows" }).click();
  await expect.poll(rowCount).toBe(48);
  await page.getByRole("button", { name: "All Patterns" }).click();
  await expect.poll(() => heads.count()).toBe(2);
});

test("fields, their operators and the values that were seen are offered, the most frequent first", async () => {
  const offered = () => page.locator(".completion .code").allInnerTexts();
  await page.focus(".query-input");
  await page.keyboard.type("work");
  await expect.poll(offered).toContain("worker");
  await page.keyboard.press("Tab");
  await expect.poll(offered).toEqual(["w1", "w2", "w7"]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");

  await expect.poll(rowCount).toBe(48);
  expect((await queryText()).trim()).toBe("worker:w7");
});

test("a query that cannot be read says where and what was expected, and one that was asked comes back", async () => {
  await search("level:error");
  await expect.poll(rowCount).toBe(48);
  await search("worker:(w1 OR");
  await page.locator(".query-problem").waitFor();
  expect(await page.locator(".query-problem").innerText()).toBe(
    "Column 12: Nothing follows this operator. Expected a term.",
  );
  expect(await page.locator(".q-wrong").count()).toBeGreaterThan(0);

  await page.fill(".query-input", "");
  await page.keyboard.press("Escape");
  await page.focus(".query-input");
  await page.keyboard.press("ArrowDown");
  await page.locator(".completion", { hasText: "level:error" }).click();
  await page.keyboard.press("Enter");

  await expect.poll(rowCount).toBe(48);
});

test("cleared, the list shows what comes from now on, and what was cleared again when asked", async () => {
  await moreAction("Clear: Show From Now On");
  await page.locator(".empty, .no-rows").first().waitFor();

  await collector.post("late", ['{"message":"after the clearing"}']);

  await expect.poll(rowCount).toBe(1);
  await expect
    .poll(() => page.locator(".cell-message").allInnerTexts())
    .toEqual(["after the clearing"]);
  await moreAction("Show What Was Cleared");
  await expect.poll(rowCount).toBe(count + 1);
});

test("what was refused is counted in sight", async () => {
  const foot = page.locator(".foot");
  await expect.poll(() => foot.innerText()).toContain("0 refused");

  await fetch(`${collector.endpoints.http}/v1/logs`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body: "no protobuf",
  });

  await expect.poll(() => foot.innerText()).toContain("1 refused");
});

test("patterns that are new within a time stand alone; where none is, the known ones are offered", async () => {
  await page.addInitScript(() => {
    const ofSystem = Date.now;
    Date.now = () => Number(sessionStorage.getItem("now") ?? ofSystem());
  });
  await page.reload();
  await search("order OR printer");
  await expect.poll(rowCount).toBe(count);
  await page.locator(".query-input").blur();
  await page.keyboard.press("p");
  const heads = page.locator(".pattern-head");
  await expect.poll(() => heads.count()).toBe(2);

  // What has arrived is as old as that, and what comes is younger: a pattern is new by when its first record came.
  await page.evaluate(() => sessionStorage.setItem("now", String(Date.now() + 5 * 60_000)));
  await choose("New and Known", "New in the Last 5 min");
  await page.getByText("Every message that matches was seen before.").waitFor();
  await collector.post("api", ['{"message":"the printer is on fire"}']);
  await expect.poll(() => heads.allInnerTexts()).toEqual([expect.stringContaining("on fire")]);

  await choose("New in the Last 5 min", "New and Known");
  await expect.poll(() => heads.count()).toBe(3);
});

test("what was asked stands there after a reload, and what was asked before comes back", async () => {
  await search("worker:w2");
  await expect.poll(rowCount).toBe(72);
  await search("level:error");
  await expect.poll(rowCount).toBe(48);

  await page.reload();

  await expect.poll(queryText).toBe("level:error");
  await expect.poll(rowCount).toBe(48);
  await page.fill(".query-input", "");
  await page.keyboard.press("Escape");
  await page.focus(".query-input");
  await page.keyboard.press("ArrowDown");
  await page.locator(".completion", { hasText: "worker:w2" }).click();
  await page.keyboard.press("Enter");
  await expect.poll(rowCount).toBe(72);
});
