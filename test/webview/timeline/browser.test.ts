import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { aLog, aRequest, aSpan } from "../../shared/timeline/builders";
import { panelsInBrowser } from "../fake/panelsInBrowser";
import { scrollList } from "../fake/scrollList";
import { FakeAnswers } from "../pictures/fakeApi";
import {
  failedScrape,
  manySpans,
  metricsAlone,
  oddSpans,
  passedScrape,
  recentRequests,
} from "../pictures/requests";

const answers = new FakeAnswers();
let page: Page;
const panels = panelsInBrowser(answers, (opened) => (page = opened));

const selectedText = () => page.locator('.list-row[aria-selected="true"] .title').innerText();
const open = async (id: string) => {
  await page.goto(`${panels.url("timeline")}&id=${id}`);
  await page.waitForSelector(".list-row");
};

describe("the timeline in a browser", () => {
  it("begins where the request began to fail, and moves by keys", async () => {
    const data = failedScrape();
    answers.api = { timeline: async () => data };
    await open(data.id);
    expect(await selectedText()).toContain("fetch");

    await page.keyboard.press("ArrowDown");
    expect(await selectedText()).toContain("dequeued");
    await page.keyboard.press("ArrowLeft");
    expect(await selectedText()).toContain("fetch");
    await page.keyboard.press("ArrowLeft");

    const rows = await page.locator(".list").getAttribute("aria-rowcount");
    expect(Number(rows)).toBeLessThan(12);
  });

  it("has a row's way to its source in it, where there is room", async () => {
    const data = failedScrape();
    answers.api = { timeline: async () => data };
    await open(data.id);
    const sources = page.locator(".trow .source");
    expect(await sources.first().isVisible()).toBe(true);

    await page.setViewportSize({ width: 300, height: 700 });

    await expect.poll(() => sources.first().isVisible()).toBe(false);
  });

  it("tells each sample of a metric that carries its id, and leads to the span of it", async () => {
    const data = failedScrape();
    answers.api = { timeline: async () => data };
    await open(data.id);
    const samples = page.getByRole("list", { name: "Samples of fetch.duration" });
    expect(await samples.getByRole("listitem").allInnerTexts()).toEqual([
      "145 ms at +355 ms",
      "1631 ms at +1.83 s",
    ]);
    await page.keyboard.press("Home");
    expect(await selectedText()).toContain("scrape");

    await samples.getByRole("button", { name: "+1.83 s" }).click();

    await expect.poll(selectedText).toContain("fetch");
  });

  it("of an id that metrics alone carry shows what they measured", async () => {
    const data = metricsAlone();
    answers.api = { timeline: async () => data };
    await page.goto(`${panels.url("timeline")}&id=${data.id}`);

    const alone = page.getByRole("region", { name: "Metrics of this id" });
    await alone.waitFor();
    const lines = await alone.locator(".metric-line").allInnerTexts();
    expect(lines[0]).toMatch(
      /^checkout\.duration\{shop=eu\} of 40 samples, mean 41 ms\n212 ms at 20/,
    );
    expect(lines[1]).toBe("order.items{order=order-8812} +3");
  });

  it("zooms by the wheel, by a drag across the axis and by keys", async () => {
    const data = failedScrape();
    answers.api = { timeline: async () => data };
    await open(data.id);
    const shown = page.locator(".axis-names");
    const box = (await page.locator(".axis-track").boundingBox())!;

    await page.mouse.move(box.x + 100, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + 10, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => shown.innerText()).toMatch(/ms shown/);
    await page.keyboard.press("0");
    await expect.poll(() => shown.innerText()).not.toMatch(/shown/);
    await page.mouse.move(box.x + 100, box.y + 100);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -300);
    await page.keyboard.up("Control");

    await expect.poll(() => shown.innerText()).toMatch(/ms shown/);
  });

  it("opens a request from the list and comes back by Esc; a pasted id opens at once", async () => {
    const data = failedScrape();
    answers.api = {
      timeline: async () => data,
      requests: async () => recentRequests(10),
    };
    await page.goto(panels.url("timeline"));

    await page.click(".list-row .link >> nth=0");
    await page.waitForSelector(".axis");
    await page.keyboard.press("Escape");
    await page.waitForSelector("#id");
    await page.focus("#id");
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text", "request_id=6fafaa91-eca0-4d4a-a9f8-0c441a01790b ok");
      const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
      document.querySelector("#id")?.dispatchEvent(paste);
    });

    await expect
      .poll(() => page.locator(".id").innerText())
      .toBe("6fafaa91-eca0-4d4a-a9f8-0c441a01790b");
  });

  it("goes back to the whole list from a typed id, and to the same list from a row of it", async () => {
    const data = failedScrape();
    const requests = recentRequests(10);
    answers.api = {
      timeline: async ({ id }) =>
        id === "lost" ? { ...data, spans: [], logs: [], points: [] } : data,
      requests: async () => requests,
    };
    const list = page.getByRole("grid", { name: "Recent requests" });
    const rowCount = () => list.getAttribute("aria-rowcount");
    const typed = () => page.inputValue("#id");
    const back = async () => {
      await page.keyboard.press("Escape");
      await page.waitForSelector("#id");
    };
    const id = requests[2]!.id;
    await page.goto(panels.url("timeline"));
    await expect.poll(rowCount).toBe("10");

    await page.fill("#id", id);
    await expect.poll(rowCount).toBe("1");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".axis");
    await back();
    await expect.poll(rowCount).toBe("10");
    expect(await typed()).toBe("");

    await page.fill("#id", id.slice(0, -1));
    await page.click(".list-row .link");
    await page.waitForSelector(".axis");
    await back();
    await expect.poll(typed).toBe(id.slice(0, -1));

    await page.fill("#id", "lost");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".id");
    await page.waitForSelector(".empty h2");
    await back();
    await expect.poll(typed).toBe("lost"); // to be put right
    await page.focus("#id");
    await page.keyboard.press("Escape");
    await expect.poll(rowCount).toBe("10");
  });

  it("shows records that arrive later, without losing the selection", async () => {
    let spans = [aSpan({ id: "root", tookMs: 100 }), aSpan({ id: "a", parent: "root" })];
    answers.api = { timeline: async () => aRequest({ spans }) };
    await open("r1");
    await page.keyboard.press("ArrowDown");
    expect(await selectedText()).toContain("a");

    spans = [...spans, aSpan({ id: "first", parent: "root", fromMs: -1 })];

    await expect.poll(() => page.locator(".list").getAttribute("aria-rowcount")).toBe("3");
    expect(await selectedText()).toContain("a");
  });

  it("draws only what is seen of 20,000 spans, and jumps to the end", async () => {
    const spans = Array.from({ length: 20_000 }, (_, i) =>
      aSpan({ id: `s${i}`, fromMs: i, tookMs: 2, ...(i === 0 ? {} : { parent: "s0" }) }),
    );
    const data = aRequest({ spans });
    answers.api = { timeline: async () => data };
    await open("r1");

    await page.keyboard.press("End");

    await expect.poll(selectedText).toContain("s19999");
    expect(await page.locator(".list-row").count()).toBeLessThan(80);
  });

  it("shows the density of its logs, of the part shown; a click goes to the worst of them", async () => {
    const data = failedScrape();
    answers.api = { timeline: async () => data };
    await open(data.id);
    const count = page.locator(".density-count");
    expect(await count.innerText()).toBe("8 logs");
    const bin = page.locator(".density-bin.level-ERROR");
    expect(await bin.getAttribute("data-tip")).toMatch(/^\d logs?, the worst ERROR\n1\.8\d* s to/);

    await bin.click();
    expect(await selectedText()).toContain("fetch failed");
    await page.focus(".list");
    await page.keyboard.press("+");

    await expect.poll(() => count.innerText()).toMatch(/^\d of 8 logs$/);
  });

  it("scrolls 5,000 spans from end to end and zooms into them: the rows are those of the place", async () => {
    const data = manySpans();
    answers.api = { timeline: async () => data };
    await open(data.id);
    const total = Number(await page.locator(".list").getAttribute("aria-rowcount"));
    expect(total).toBeGreaterThan(5_000);

    for (const share of [0, 0.5, 1]) {
      await scrollList(page, share);
      const last = await page
        .locator(".list-row")
        .evaluateAll((rows) =>
          Math.max(...rows.map((row) => Number(row.getAttribute("aria-rowindex")))),
        );
      expect(Math.abs(last - share * total)).toBeLessThan(60);
    }
    await page.focus(".list");
    await page.keyboard.press("e");
    const barPx = () =>
      page.locator('.list-row[aria-selected="true"] .bar').evaluate((bar) => bar.clientWidth);
    expect(await barPx()).toBeLessThan(10);
    for (let i = 0; i < 12; i++) await page.keyboard.press("+");

    await expect.poll(barPx).toBeGreaterThan(100);
    expect(await page.locator(".list-row").count()).toBeLessThan(80);
  });

  it("stands beside the newest passed request, goes through the differences, and stays over a reload", async () => {
    const [failed, passed] = [failedScrape(), passedScrape()];
    const [other, offer, older] = recentRequests(3);
    answers.api = {
      timeline: async ({ id }) => (id === passed.id ? passed : failed),
      requests: async () => [
        { ...other!, name: "another route" },
        { ...offer!, id: passed.id, name: "scrape" },
        { ...older!, name: "scrape" },
      ],
    };
    await page.goto(panels.url("timeline"));
    await page.fill("#id", failed.id);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".axis");

    await page.click("text=Compare with…");
    await page.click(".against-bar .primary");

    await page.waitForSelector('.is-first[aria-selected="true"]');
    const count = page.locator(".against-bar .find-count");
    await expect.poll(() => count.innerText()).toMatch(/^1 of \d+$/);
    await page.focus(".list");
    await page.keyboard.press("n");
    await expect.poll(() => count.innerText()).toMatch(/^2 of \d+$/);
    await page.keyboard.press("Shift+N");
    await expect.poll(() => count.innerText()).toMatch(/^1 of \d+$/);

    await page.reload();
    await page.waitForSelector('.is-first[aria-selected="true"]');
    expect(await page.locator(".against-id").innerText()).toBe(passed.id);

    await page.keyboard.press("Escape");
    await page.waitForSelector(".axis");
  });

  it("says what is odd about a row also where there is no room for the words", async () => {
    const data = oddSpans();
    answers.api = { timeline: async () => data };
    await page.setViewportSize({ width: 300, height: 700 });
    await open(data.id);

    const badges = page.locator(".trow .badge.mark");
    const isWhole = await badges.evaluateAll((all) =>
      all.map((badge) => {
        const name = badge.closest(".name")!.getBoundingClientRect();
        return badge.getBoundingClientRect().right <= name.right && badge.clientWidth > 10;
      }),
    );

    expect(isWhole).toEqual([true, true, true, true]);
    expect(
      await badges.evaluateAll((all) => all.map((one) => one.getAttribute("data-tip"))),
    ).toEqual(["ended before it started", "duplicate id", "parent missing", "cycle cut here"]);
    expect(
      await page.getByRole("gridcell", { name: /render ended before it started/ }).count(),
    ).toBe(1);
  });

  it("unfolds what is odd about the records where the foot is too short for it", async () => {
    const data = oddSpans();
    answers.api = { timeline: async () => data };
    await page.setViewportSize({ width: 300, height: 700 });
    await open(data.id);

    await page.focus(".notices");
    await page.keyboard.press("Enter");

    await expect.poll(() => page.locator(".notice-line").allInnerTexts()).toHaveLength(5);
    const isCut = await page
      .locator(".notice-line")
      .evaluateAll((all) => all.some((line) => line.scrollWidth > line.clientWidth));
    expect(isCut).toBe(false);
  });

  it("marks characters that are not seen, in rows, in the detail and side by side", async () => {
    const named = (id: string, name: string) =>
      aRequest({
        id,
        spans: [aSpan({ id: "s", name, attributes: { user: "a\u200bb" } })],
        logs: [aLog({ atMs: 1, spanId: "s", traceId: "t1", body: "paid \u202etxt.exe" })],
      });
    answers.api = {
      timeline: async ({ id }) => named(id, id === "r1" ? "GET \u2066x" : "GET \u2067x"),
      requests: async () => [],
    };
    await open("r1");

    expect(await page.locator(".trow .unseen").allInnerTexts()).toEqual([
      "U+2066",
      "U+200B",
      "U+202E",
    ]);
    expect(await page.locator(".detail dd .unseen").allInnerTexts()).toContain("U+200B");
    await page.keyboard.press("c");
    await page.fill("#against", "r2");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".arow");
    await expect
      .poll(() => page.locator(".arow .unseen").allInnerTexts())
      .toEqual(expect.arrayContaining(["U+2066", "U+2067", "U+202E"]));
  });
});
