// What is done with rows, in a real Chromium: their context, several at once, repeats as one.

import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ExportRequest } from "../../../src/shared/contract/exports";
import type { LogJson } from "../../../src/shared/contract/json";
import { patienceMs } from "../../patience";
import { launchBrowser } from "../fake/browser";
import { FakeCollector } from "../fake/fakeCollector";
import { type FakeServer, serveFake } from "../fake/fakeServer";
import { scrollList } from "../fake/scrollList";

let browser: Browser;
let fake: FakeCollector;
let server: FakeServer;
let context: BrowserContext;
let page: Page;
let problems: string[];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  await context.close();
  await server.close();
  expect(problems).toEqual([]);
});

async function open(count: number, query = ""): Promise<void> {
  fake = new FakeCollector({ count, times: { startMs: Date.UTC(2026, 10, 22), stepMs: 1 } });
  server = await serveFake(fake);
  context = await browser.newContext({ viewport: { width: 1_200, height: 800 } });
  page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.goto(server.url("logs"));
  await page.waitForSelector(count === 0 ? ".empty" : ".cell-message");
  if (query === "") return;
  const total = await page.getAttribute(".list", "aria-rowcount");
  await page.fill(".query-input", query);
  await page.keyboard.press("Enter");
  await expect.poll(() => page.getAttribute(".list", "aria-rowcount")).not.toBe(total);
}

const rows = () => page.locator(".list-row");
const selectedRows = () => page.locator(".list-row[aria-selected=true]");
/** A row near the end of the list, in view. */
const rowFromEnd = (at: number) => rows().nth(-at);
const lineCount = async () => Number(await page.getAttribute(".list", "aria-rowcount"));
/** From the upper edge of the page, by its time. */
const topOf = (time: string) =>
  page.evaluate((wanted) => {
    const all = [...document.querySelectorAll(".list-row")];
    const row = all.find((each) => each.querySelector(".cell-time")?.textContent === wanted);
    return row?.getBoundingClientRect().top;
  }, time);
const timeOf = async (at: number) =>
  (await rowFromEnd(at).locator(".cell-time").innerText()).trim();
const rowOf = (index: number) => page.locator(`.list-row[aria-rowindex="${index}"]`);
/** What a download is asked for. */
const exportOf = (posted: Request) =>
  JSON.parse(new URLSearchParams(posted.postData()!).get("request")!) as ExportRequest;
/** Clicks it, and waits until the list made room for its detail. */
async function select(index: number): Promise<void> {
  await rowOf(index).click();
  await page.waitForSelector(".detail");
}
/** Scrolls to the middle of a long list, and waits until its rows are there. */
async function toTheMidst(): Promise<void> {
  await scrollList(page, 0.5);
  await page.waitForFunction(() => {
    const all = [...document.querySelectorAll(".list-row")];
    const last = Number(all.at(-1)?.getAttribute("aria-rowindex"));
    const total = Number(document.querySelector(".list")?.getAttribute("aria-rowcount"));
    const isThere = last < total * 0.9; // the rows of the end are gone, those of the middle are drawn
    return isThere && all.length > 26 && document.querySelector(".row-awaited") === null;
  });
}
/** Times of the rows that are drawn, from the top down. */
const timesInOrder = () =>
  page.evaluate(() =>
    [...document.querySelectorAll(".list-row")]
      .map((row) => ({
        at: Number(row.getAttribute("aria-rowindex")),
        text: row.querySelector(".cell-time")?.textContent,
      }))
      .filter(({ text }) => text !== undefined)
      .sort((a, b) => a.at - b.at)
      .map(({ text }) => text),
  );
/** Place in the list of the row so many lines above an element. */
const rowAbove = (selector: string, lines: number) =>
  page
    .locator(`.list-row:has(${selector}), .list-row${selector}`)
    .first()
    .evaluate((row, up) => Number(row.getAttribute("aria-rowindex")) - up, lines);
/** Whether a click on the row with this time would reach it. */
const isOnTop = (time: string) =>
  page.evaluate((wanted) => {
    const all = [...document.querySelectorAll(".list-row")];
    const row = all.find((each) => each.querySelector(".cell-time")?.textContent === wanted);
    const box = row?.getBoundingClientRect();
    if (box === undefined) return false;
    const hit = document.elementFromPoint(box.left + 60, box.top + box.height / 2);
    return row?.contains(hit) ?? false;
  }, time);
const queryText = () => page.inputValue(".query-input");

describe("the rows around a row", () => {
  test("open in the list by a key: the filter stays, and so does the row on the screen", async () => {
    await open(10_000, "level:ERROR");
    await rowFromEnd(4).click();
    await page.waitForSelector(".detail");
    const time = (await selectedRows().locator(".cell-time").innerText()).trim();
    const [top, lines] = [await topOf(time), await lineCount()];

    await page.keyboard.press("c");
    await page.waitForSelector(".context-edge.is-above");

    expect(await page.locator(".in-context").count()).toBe(11);
    expect(await page.locator(".in-context.is-around").count()).toBeGreaterThan(5);
    expect(await queryText()).toBe("level:ERROR");
    expect(await topOf(time)).toBe(top);

    await page.keyboard.press("Escape");
    await page.waitForSelector(".context-edge", { state: "detached" });
    expect(await lineCount()).toBe(lines);
    expect(await topOf(time)).toBe(top);
  });

  test("are widened by a click on either edge, and turned to the row's service", async () => {
    await open(10_000, "level:ERROR");
    await rowFromEnd(6).click();
    await page.keyboard.press("c");
    const time = (await page.locator(".is-anchor .cell-time").innerText()).trim();
    const top = await topOf(time);

    await page.click("text=10 more above");
    await expect.poll(() => page.innerText(".context-about")).toContain("20 rows around");
    expect(await topOf(time)).toBe(top);
    await page.locator(".is-below >> text=10 more below").evaluate((button) => {
      if (button instanceof HTMLElement) button.click(); // it may be below what is in view
    });
    await expect.poll(() => page.innerText(".context-about")).toContain("30 rows around");
    expect(await topOf(time)).toBe(top);

    await page.click(".context-kinds >> text=fetcher");
    await expect
      .poll(() => page.locator(".in-context .cell-service").allInnerTexts())
      .toSatisfy((services: string[]) => services.every((service) => service === "fetcher"));
    expect(await topOf(time)).toBe(top);
  });

  test("open by the button on a row that is pointed at, while the list follows, which pauses it", async () => {
    await open(10_000, "level:ERROR");
    const time = await timeOf(5);

    await rowFromEnd(5).hover();
    await page.click(".row-actions [aria-label^=Context]");
    await page.waitForSelector(".is-anchor");
    const top = await topOf(time);
    fake.emit(3_000);
    await page.waitForSelector(".new-rows");

    expect(await topOf(time)).toBe(top);
    expect(await page.isVisible("text=Paused")).toBe(true);
  });

  test("are no selection: a click on their edge selects nothing, and keys go past it", async () => {
    await open(10_000, "level:ERROR");
    await rowFromEnd(12).hover();
    await page.click(".row-actions [aria-label^=Context]");
    await page.waitForSelector(".is-anchor");
    await page.click(".context-kinds >> text=fetcher");
    await page.click(".context-about");
    await page.waitForSelector(".context-kinds [aria-pressed=true] >> text=fetcher");
    expect(await selectedRows().count()).toBe(0);

    await page.locator(".in-context").first().click();
    const first = Number(await selectedRows().getAttribute("aria-rowindex"));
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => selectedRows().getAttribute("aria-rowindex")).toBe(String(first - 2));
  });

  test("open in the midst of a million rows, by the row's menu", async () => {
    await open(1_000_000, "level:WARN");
    await toTheMidst();
    await rowFromEnd(20).click({ button: "right" });
    await page.click(".menu >> text=Show Context");
    await page.waitForSelector(".is-anchor");
    await expect.poll(() => page.locator(".is-around").count()).toBeGreaterThan(5);

    const times = await timesInOrder();
    expect(times.length).toBeGreaterThan(30);
    expect(times).toEqual([...times].sort());
  });

  test("are open of two rows at once in the midst of a million, and close apart", async () => {
    await open(1_000_000, "level:WARN");
    await toTheMidst();
    const lines = await lineCount();
    await rowFromEnd(20).click({ button: "right" });
    await page.click(".menu >> text=Show Context");
    await page.waitForSelector(".is-anchor");
    const opened = await lineCount();
    const first = (await page.locator(".is-anchor .cell-time").innerText()).trim();
    const top = await topOf(first);

    // Two rows above the first context: what is between them and it is in neither.
    const second = await rowAbove(".context-edge.is-above", 3);
    await page.locator(`.list-row[aria-rowindex="${second}"]`).click({ button: "right" });
    await page.click(".menu >> text=Show Context");
    await expect.poll(() => page.locator(".is-anchor").count()).toBe(2);

    const anchors = await page.locator(".is-anchor .cell-time").allInnerTexts();
    const other = anchors.map((time) => time.trim()).find((time) => time !== first) ?? "";
    const times = await timesInOrder();
    expect(times).toEqual([...times].sort());
    expect(new Set(times).size).toBe(times.length);
    expect(await lineCount()).toBeGreaterThan(opened);
    expect(await isOnTop(other)).toBe(true);

    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator(".is-anchor").count()).toBe(1);
    expect(await lineCount()).toBe(opened);
    expect((await page.locator(".is-anchor .cell-time").innerText()).trim()).toBe(first);
    await page.locator(".context-edge.is-above [aria-label^=Close]").first().click();
    await expect.poll(lineCount).toBe(lines);
    expect(top).toBeGreaterThan(0);
  });
});

describe("several rows", () => {
  test("are selected by click, Shift+click, Ctrl+click and Shift with arrows", async () => {
    await open(3_000);

    await select(2_986);
    await rowOf(2_983).click({ modifiers: ["Shift"] });
    expect(await page.innerText(".picked-count")).toBe("4 rows selected");
    expect(await selectedRows().count()).toBe(4);

    await rowOf(2_980).click({ modifiers: ["Control"] });
    expect(await page.innerText(".picked-count")).toBe("5 rows selected");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    expect(await page.innerText(".picked-count")).toBe("3 rows selected");
    expect(await page.getAttribute(".list", "aria-multiselectable")).toBe("true");

    await page.keyboard.press("Escape");
    await page.waitForSelector(".picked-bar", { state: "detached" });
  });

  test("Ctrl+A selects what is loaded, and says that it is that", async () => {
    await open(3_000);
    await page.focus(".list");

    await page.keyboard.press("Control+a");

    expect(await page.innerText(".picked-count")).toMatch(
      /^\d00 rows selected: all that are loaded$/,
    );
  });

  test("are copied as text and as JSON", async () => {
    await open(3_000);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await select(2_986);
    await rowOf(2_985).click({ modifiers: ["Shift"] });

    await page.keyboard.press("Control+c");
    await expect.poll(clipboard).toMatch(/^2026-\S+ [A-Z]+ +\S+ .*\n2026-\S+ [^\n]*$/);

    await page.click(".picked-bar >> text=Copy as JSON");
    await expect.poll(clipboard).toMatch(/^\[/);
    const copied = JSON.parse(await clipboard()) as LogJson[];
    expect(copied).toHaveLength(2);
    expect(copied[1]!.seq).toBe(copied[0]!.seq + 1);
  });

  test("are exported: these and no others", async () => {
    await open(3_000);
    await page.route("**/ui/export**", (route) =>
      route.fulfill({ headers: { "Content-Disposition": "attachment" }, body: "" }),
    );
    await select(2_986);
    await rowOf(2_984).click({ modifiers: ["Shift"] });
    await rowOf(2_981).click({ modifiers: ["Control"] });

    await page.click(".picked-bar >> text=Export…");
    await page.waitForSelector("text=Export 4 selected rows");
    const asked = page.waitForRequest("**/ui/export**");
    await page.click(".card >> text=Export…");

    expect(exportOf(await asked)).toMatchObject({
      query: "",
      seqs: [2_981, 2_984, 2_985, 2_986],
      format: "jsonl",
    });
  });

  test("are exported and compared, however many of them lie scattered", async () => {
    await open(20_000, "service:db");
    await page.route("**/ui/export**", (route) =>
      route.fulfill({ headers: { "Content-Disposition": "attachment" }, body: "" }),
    );
    const last = await lineCount();
    await select(last);
    await scrollList(page, 0);
    await rowOf(2).click({ modifiers: ["Shift"] });
    await page.waitForSelector(`text=/^${(last - 1).toLocaleString("en-US")} rows selected/`);

    await page.click(".picked-bar >> text=Export…");
    const asked = page.waitForRequest("**/ui/export**");
    await page.click(".card >> text=Export…");
    const { seqs = [] } = exportOf(await asked);
    await page.click(".picked-bar >> text=Why Do These Fail?");
    await page.waitForURL(/panel=compare/);

    expect(seqs).toHaveLength(last - 1);
    expect(seqs.filter((seq, at) => seq - 1 === seqs[at - 1]).length).toBeLessThan(last / 4);
    expect(new URL(page.url()).hash).toBe(`#seqs=${seqs.join()}`);
    await page.waitForSelector(`.toolbar .chip >> text=rows selected`);
  });

  test("are asked why they fail", async () => {
    await open(3_000);
    await select(2_986);
    await rowOf(2_984).click({ modifiers: ["Shift"] });

    await page.click(".picked-bar >> text=Why Do These Fail?");

    await page.waitForURL(/panel=compare/);
    expect(new URL(page.url()).searchParams.get("query")).toBe("seq:[2984 TO 2986]");
  });
});

test("a filter from a row's menu holds beside what was typed just before", async () => {
  await open(3_000);

  // In the page itself, so that the pause after typing cannot be over.
  await page.evaluate(async () => {
    const input = document.querySelector<HTMLInputElement>(".query-input")!;
    input.focus();
    input.value = "worker:*";
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    document.querySelector<HTMLElement>(".list")!.focus();
    const row = [...document.querySelectorAll(".list-row")].at(-5)!;
    row.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true }));
    const items = () => [...document.querySelectorAll<HTMLElement>(".menu-item")];
    while (items().length === 0) await new Promise(requestAnimationFrame);
    items()
      .find(({ textContent }) => textContent.includes("Filter for Its Pattern"))!
      .click();
  });

  await expect.poll(() => page.inputValue(".query-input")).toMatch(/^worker:\* pattern:\w+$/);
});

test("what is exported: the columns that are shown or whole rows, of those that match now", async () => {
  await open(3_000, "level:ERROR");
  await page.route("**/ui/export**", (route) =>
    route.fulfill({ headers: { "Content-Disposition": "attachment" }, body: "" }),
  );
  const last = (await lineCount()).toLocaleString("en-US");
  const exported = async (format: RegExp, what?: RegExp) => {
    await page.getByLabel("More actions").click();
    await page.click(".menu >> text=Export to a File…");
    await page.waitForSelector(`.card >> text=Export ${last} rows`);
    if (what !== undefined) await page.getByLabel(what).check();
    await page.getByLabel(format).check();
    const asked = page.waitForRequest("**/ui/export**");
    await page.click(".card >> text=Export…");
    return exportOf(await asked);
  };
  const matching = { signal: "logs", query: "level:ERROR", untilSeq: expect.any(Number) as number };

  expect(await exported(/^CSV/, /^Exactly what is shown/)).toEqual({
    ...matching,
    format: "csv",
    columns: ["time", "level", "service", "message"],
  });
  expect(await exported(/^Parquet/)).toEqual({ ...matching, format: "parquet" });
  // OTLP JSON has no columns.
  expect(await exported(/^OTLP JSON/, /^Exactly what is shown/)).toEqual({
    ...matching,
    format: "otlp",
  });
});

describe("repeats", () => {
  test("are one line with their number and time span; it opens, and closes again", async () => {
    await open(1_500, "fetched");

    await page.focus(".list");
    await page.keyboard.press("r");
    await expect.poll(lineCount).toBe(1);
    expect(await page.innerText(".repeats [aria-hidden]")).toMatch(/^×\d+ in 1\.\d+ s$/);

    await page.click(".repeats");
    await expect.poll(lineCount).toBeGreaterThan(200);
    await rowFromEnd(3).hover();
    await page.click("[aria-label='Collapse these repeats again']");
    await expect.poll(lineCount).toBe(1);
  });

  test("are collapsed while following, too, and while the list is elsewhere nothing moves", async () => {
    await open(10_000);
    await page.focus(".list");
    await page.keyboard.press("r");
    await page.waitForSelector(".repeats");
    fake.emit(50);
    await expect.poll(() => page.innerText(".foot strong")).toBe("10,050");
    await expect.poll(() => page.locator(".repeats").count()).toBeGreaterThan(2);
    expect(await page.locator(".new-rows").count()).toBe(0);

    await page.mouse.move(600, 500);
    await page.mouse.wheel(0, -6_000);
    await page.waitForSelector("text=Paused");
    await page.waitForFunction(() => document.querySelector(".row-awaited") === null);
    await expect.poll(() => page.locator(".repeats").count()).toBeGreaterThan(2);
    const time = await timeOf(20);
    const top = await topOf(time);
    fake.emit(500);
    await page.waitForSelector("text=500 new");

    expect(await topOf(time)).toBe(top);
  });
});

test("the patterns of an empty store show what to do next, as its rows do", async () => {
  await open(0);

  await page.keyboard.press("p");
  await page.waitForSelector(".patterns");

  await page.waitForSelector("text=Listening. No logs yet.");
  expect(await page.isVisible("text=Reset Filters")).toBe(false);
});

test("a query that finds nothing offers what may have been meant, where that finds rows", async () => {
  await open(1_000);
  await page.fill(".query-input", "severity:WARN");
  await page.keyboard.press("Enter");

  await page.click(".meant-query");

  await page.waitForSelector(".cell-message");
  expect(await queryText()).toBe("level:WARN");
});
