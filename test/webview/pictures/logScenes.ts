// The Logs panel over generated records: each scene says what it is about in its name.

import type { Page } from "playwright-core";
import { FakeCollector, type FakeOptions } from "../fake/fakeCollector";
import { allThemes, type Scene } from "./scene";

const wide = { width: 1_400, height: 900 };
const slim = { width: 300, height: 700 };
const many = 12_431;
const million = 1_000_000;

type LogScene = Scene<FakeCollector>;
type Act = LogScene["act"];

/** So many records, the newest of a few seconds ago. */
const ofLogs = (
  count: number,
  act: Act = () => Promise.resolve(),
  options: Partial<FakeOptions> = {},
): Pick<LogScene, "panel" | "end" | "act"> => ({
  panel: "logs",
  end: () => {
    const stepMs = count > 100_000 ? 3 : 10;
    const startMs = Date.now() - count * stepMs - 5_000;
    return new FakeCollector({ ...options, count, times: { startMs, stepMs } });
  },
  act: async (page, end, server) => {
    await page.waitForSelector(count > 0 ? ".cell-message" : ".empty h2");
    await page.waitForTimeout(500);
    await act(page, end, server);
  },
});

const search = async (page: Page, query: string) => {
  await page.fill(".query-input", query);
  await page.keyboard.press("Enter");
  await page.waitForTimeout(500);
};
const select = async (page: Page, fromEnd: number) => {
  await page.click(`.list-row >> nth=-${fromEnd}`);
  await page.waitForTimeout(300);
};
const selectError: Act = async (page) => {
  await search(page, "level:ERROR");
  await select(page, 2);
};
const openPattern: Act = async (page) => {
  const rows = page.locator(".list");
  if ((await rows.count()) > 0) await rows.first().focus();
  await page.keyboard.press("p");
  await page.waitForTimeout(500);
  const retries = page.locator(".pattern-head", { hasText: "retry" });
  if ((await retries.count()) > 0) await retries.first().click();
  await page.waitForTimeout(500);
};
const showPattern: Act = async (page, end, server) => {
  await openPattern(page, end, server);
  await page.click("text=Show Its Rows");
  await page.waitForTimeout(600);
  await select(page, 2);
};
const collapse: Act = async (page) => {
  await search(page, "service:fetcher");
  await page.locator(".list").first().focus();
  await page.keyboard.press("r");
  await page.waitForTimeout(500);
};
const lastMinute: Act = async (page) => {
  await page.click('[aria-label="More actions"]');
  await page.click("text=Time Range: ");
  await page.click("text=Last 1 min");
  await page.waitForTimeout(500);
};
const contextOfError: Act = async (page) => {
  await search(page, "level:ERROR");
  await page.hover(".list-row >> nth=-8");
  await page.click(".row-actions [aria-label^=Context]");
  await page.waitForTimeout(800);
};
const contextOfTen: Act = async (page) => {
  await select(page, 3);
  await page.keyboard.press("c");
  await page.waitForTimeout(800);
};
const pick: Act = async (page) => {
  await select(page, 14);
  await page.click(".list-row >> nth=-18", { modifiers: ["Shift"] });
  await page.waitForTimeout(300);
};
const fieldAction =
  (label: string, field = "worker"): Act =>
  async (page) => {
    await page.locator(".field", { hasText: field }).hover();
    await page.click(`[aria-label="Actions for ${field}"]`);
    await page.click(`text=${label}`);
    await page.waitForTimeout(500);
  };
const groups = fieldAction("Group Rows by It");
/** A narrow panel has no list of fields: what was grouped stays so when it gets narrow. */
const thenSlim =
  (act: Act): Act =>
  async (page, end, server) => {
    await page.setViewportSize({ width: 1000, height: slim.height });
    await act(page, end, server);
    await page.setViewportSize(slim);
    await page.waitForTimeout(400);
  };
const asChart =
  (act: Act): Act =>
  async (page, end, server) => {
    await act(page, end, server);
    await page.click('[aria-label="As chart over time"]');
    await page.waitForTimeout(400);
    await page.hover(".group-chart-lines", { position: { x: 200, y: 90 } });
    await page.waitForTimeout(200);
  };
const groupChart = asChart(groups);
const groupsOfTwo: Act = async (page, end, server) => {
  await groups(page, end, server);
  await fieldAction("Group by It as Well", "level")(page, end, server);
};
/** More of them than a table shows. */
const manyGroups = fieldAction("Group Rows by It", "request_id");
const manyGroupsToEnd: Act = async (page, end, server) => {
  await manyGroups(page, end, server);
  await page.locator(".groups-cut").scrollIntoViewIfNeeded();
  await page.waitForTimeout(200);
};
/** As most loggers write: no call site, but of every fifth. */
const fewSources: Partial<FakeOptions> = {
  changed: ({ source, ...record }) =>
    source !== undefined && record.seq % 5 === 0 ? { ...record, source } : record,
};
const pointAtRow: Act = async (page) => {
  await page.hover(".list-row >> nth=-8");
  await page.waitForTimeout(200);
};
const selectWithoutSource: Act = async (page) => {
  await search(page, "level:ERROR");
  await page.locator(".list-row", { hasText: "find source" }).last().click();
  await page.waitForTimeout(300);
};
const openWorkers: Act = async (page) => {
  await page.click(".field-name >> nth=2");
  await page.waitForTimeout(300);
};
const splitHistogram: Act = async (page, end, server) => {
  await fieldAction("Split Histogram by It")(page, end, server);
  await page.hover(".histogram-canvas", { position: { x: 400, y: 30 } });
  await page.waitForTimeout(300);
};
const brush: Act = async (page) => {
  const box = (await page.locator(".histogram-canvas").boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.3, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 20, { steps: 5 });
};
const brushed: Act = async (page, end, server) => {
  await brush(page, end, server);
  await page.mouse.up();
  await page.waitForTimeout(600);
};
const noMatch: Act = async (page) => {
  await search(page, "severity:ERROR");
  await page.waitForSelector(".empty h2");
};
const exportCard: Act = async (page) => {
  await page.click('[aria-label="More actions"]');
  await page.click("text=Export to a File…");
  await page.waitForSelector("text=/^Export /");
};
const searches: Act = async (page) => {
  await search(page, "level:ERROR");
  await search(page, "took_ms:>300");
  await page.click(".searches");
  await page.waitForSelector(".menu");
};
const moreActions: Act = async (page) => {
  await page.click('[aria-label="More actions"]');
  await page.waitForSelector(".menu");
};
const fieldValues: Act = async (page) => {
  await page.click(".field-name >> nth=2");
  await page.click(".field-name >> nth=4");
  await page.waitForTimeout(400);
};
const help: Act = (page) => page.keyboard.press("?");
const reading: Act = async (page, fake) => {
  await page.keyboard.press("f");
  fake.emit(48);
  await page.click(".field-name >> nth=2");
  await page.hover(".histogram-canvas", { position: { x: 400, y: 30 } });
  await page.waitForTimeout(300);
};
const complete: Act = async (page) => {
  await page.click(".query-input");
  await page.keyboard.type("retry OR service:");
  await page.waitForTimeout(300);
};
const asColumn: Act = async (page, end, server) => {
  await fieldAction("Show as Column")(page, end, server);
  await page.click(".chip.level-DEBUG");
  await page.waitForTimeout(400);
};
const away: Act = async (page, _, server) => {
  await server.close();
  await page.waitForSelector(".notice");
};

export const logScenes: readonly LogScene[] = [
  { name: "logs", ...ofLogs(many), themes: allThemes },
  { name: "logs-slim", ...ofLogs(many), ...slim, themes: allThemes },
  { name: "logs-range-slim", ...ofLogs(many, lastMinute), ...slim, themes: allThemes },
  { name: "logs-detail", ...ofLogs(many, selectError), themes: allThemes },
  { name: "logs-detail-slim", ...ofLogs(many, selectError), ...slim, themes: ["light"] },
  { name: "logs-strip", ...ofLogs(many), width: 300, height: 130 },
  { name: "logs-strip-detail", ...ofLogs(many, selectError), width: 300, height: 260 },
  { name: "logs-ten", ...ofLogs(10), themes: allThemes },
  { name: "logs-ten-slim", ...ofLogs(10), ...slim },
  { name: "logs-million", ...ofLogs(million), ...wide, themes: ["dark", "light"] },
  { name: "logs-million-slim", ...ofLogs(million), ...slim, themes: ["light"] },
  { name: "logs-empty", ...ofLogs(0) },
  { name: "logs-empty-wide", ...ofLogs(0), ...wide, themes: ["dark", "light"] },
  { name: "logs-empty-slim", ...ofLogs(0), ...slim, themes: ["light"] },
  { name: "first-logs", ...ofLogs(0), isInEditor: true, themes: allThemes },
  { name: "first-logs-slim", ...ofLogs(0), ...slim, isInEditor: true, themes: allThemes },
  { name: "logs-no-match", ...ofLogs(many, noMatch), themes: allThemes },
  { name: "logs-no-match-slim", ...ofLogs(many, noMatch), ...slim },
  { name: "context", ...ofLogs(many, contextOfError), themes: allThemes },
  { name: "context-wide", ...ofLogs(million, contextOfError), ...wide },
  { name: "context-slim", ...ofLogs(many, contextOfError), ...slim, themes: ["light"] },
  { name: "context-ten", ...ofLogs(10, contextOfTen), themes: ["light"] },
  { name: "picked", ...ofLogs(many, pick), themes: allThemes },
  { name: "picked-slim", ...ofLogs(many, pick), ...slim },
  { name: "repeats", ...ofLogs(many, collapse), themes: allThemes },
  { name: "repeats-slim", ...ofLogs(many, collapse), ...slim, themes: ["light"] },
  { name: "groups", ...ofLogs(many, groups), themes: allThemes },
  { name: "groups-slim", ...ofLogs(many, thenSlim(groups)), ...slim, themes: ["dark", "light"] },
  { name: "groups-two", ...ofLogs(many, groupsOfTwo), themes: allThemes },
  { name: "groups-two-slim", ...ofLogs(many, thenSlim(groupsOfTwo)), ...slim, themes: allThemes },
  { name: "groups-cut", ...ofLogs(many, manyGroupsToEnd), themes: allThemes },
  {
    name: "groups-cut-slim",
    ...ofLogs(many, thenSlim(manyGroupsToEnd)),
    ...slim,
    themes: allThemes,
  },
  { name: "group-chart", ...ofLogs(many, groupChart), themes: allThemes },
  {
    name: "group-chart-slim",
    ...ofLogs(many, thenSlim(groupChart)),
    ...slim,
    themes: allThemes,
  },
  { name: "group-chart-two", ...ofLogs(many, asChart(groupsOfTwo)) },
  { name: "group-chart-cut", ...ofLogs(many, asChart(manyGroups)), themes: allThemes },
  {
    name: "group-chart-cut-slim",
    ...ofLogs(many, thenSlim(asChart(manyGroups))),
    ...slim,
    themes: allThemes,
  },
  { name: "group-chart-cut-wide", ...ofLogs(million, asChart(manyGroups)), ...wide },
  { name: "histogram-by", ...ofLogs(many, splitHistogram), themes: allThemes },
  { name: "histogram-brush", ...ofLogs(many, brush), themes: allThemes },
  { name: "histogram-brushed", ...ofLogs(many, brushed) },
  { name: "histogram-brushed-slim", ...ofLogs(many, thenSlim(brushed)), ...slim },
  { name: "patterns", ...ofLogs(many, openPattern), themes: allThemes },
  { name: "patterns-wide", ...ofLogs(million, openPattern), ...wide, themes: ["light"] },
  { name: "patterns-slim", ...ofLogs(many, openPattern), ...slim, themes: ["dark", "light"] },
  { name: "patterns-empty", ...ofLogs(0, openPattern) },
  { name: "pattern-rows", ...ofLogs(many, showPattern) },
  { name: "pattern-rows-slim", ...ofLogs(many, showPattern), ...slim, themes: ["light"] },
  { name: "reading", ...ofLogs(many, reading) },
  {
    name: "wrong-query",
    ...ofLogs(many, (page) => search(page, 'retry "timed out" took_ms:[3 TO level:>=warn')),
  },
  { name: "completion", ...ofLogs(many, complete), themes: ["light"] },
  { name: "export", ...ofLogs(many, exportCard), themes: allThemes },
  { name: "export-slim", ...ofLogs(many, exportCard), ...slim },
  { name: "searches", ...ofLogs(many, searches), themes: allThemes },
  { name: "actions-slim", ...ofLogs(many, moreActions), ...slim, themes: ["dark", "hc-light"] },
  { name: "fields", ...ofLogs(many, fieldValues), themes: allThemes },
  {
    name: "fields-counting",
    ...ofLogs(million, openWorkers, { isCounting: true }),
    themes: allThemes,
  },
  {
    name: "find-source",
    ...ofLogs(many, pointAtRow, fewSources),
    isInEditor: true,
    themes: allThemes,
  },
  {
    name: "find-source-wide",
    ...ofLogs(many, pointAtRow, fewSources),
    ...wide,
    isInEditor: true,
  },
  {
    name: "find-source-slim",
    ...ofLogs(many, pointAtRow, fewSources),
    ...slim,
    isInEditor: true,
    themes: allThemes,
  },
  {
    name: "find-source-detail",
    ...ofLogs(many, selectWithoutSource, fewSources),
    isInEditor: true,
    themes: allThemes,
  },
  {
    name: "find-source-detail-slim",
    ...ofLogs(many, selectWithoutSource, fewSources),
    ...slim,
    isInEditor: true,
    themes: allThemes,
  },
  { name: "help", ...ofLogs(100, help) },
  { name: "help-slim", ...ofLogs(100, help), ...slim, themes: allThemes },
  { name: "columns", ...ofLogs(many, asColumn), ...wide, themes: ["light"] },
  { name: "away", ...ofLogs(300, away) },
];
