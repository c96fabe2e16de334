// Pictures of the logs panel in every theme, width and amount, with generated records.

import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { launchBrowser } from "./fake/browser";
import { FakeCollector } from "./fake/fakeCollector";
import { type FakeServer, serveFake } from "./fake/fakeServer";
import { inEditor } from "./fake/inEditor";

const folder = process.env["PICTURES"] ?? join(tmpdir(), "sidelight-pictures");
const wide = { width: 1_400, height: 900 };
const usual = { width: 1_200, height: 760 };
const slim = { width: 300, height: 700 };

interface Picture {
  readonly name: string;
  readonly count: number;
  readonly size: { readonly width: number; readonly height: number };
  readonly scheme: "dark" | "light";
  readonly isHighContrast?: boolean;
  /** As in a webview: with what only an editor can do. */
  readonly isInEditor?: boolean;
  readonly act?: (page: Page, fake: FakeCollector, server: FakeServer) => Promise<void>;
}

const selectError = async (page: Page) => {
  await page.fill(".query-input", "level:ERROR");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(400);
  await page.click(".list-row >> nth=-2");
  await page.waitForTimeout(300);
};

const openPattern = async (page: Page) => {
  await page
    .locator(".list, .empty")
    .first()
    .focus()
    .catch(() => undefined);
  await page.keyboard.press("p");
  await page.waitForTimeout(500);
  const retries = page.locator(".pattern-head", { hasText: "retry" });
  if ((await retries.count()) > 0) await retries.first().click();
  await page.waitForTimeout(500);
};
const showPattern = async (page: Page) => {
  await openPattern(page);
  await page.click("text=Show Its Rows");
  await page.waitForTimeout(600);
  await page.click(".list-row >> nth=-2");
  await page.waitForTimeout(300);
};

const collapse = async (page: Page) => {
  await page.fill(".query-input", "service:fetcher");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(500);
  await page.locator(".list").first().focus();
  await page.keyboard.press("r");
  await page.waitForTimeout(500);
};

const contextOfError = async (page: Page) => {
  await page.fill(".query-input", "level:ERROR");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(600);
  await page.hover(".list-row >> nth=-8");
  await page.click(".row-actions [aria-label^=Context]");
  await page.waitForTimeout(800);
};
const contextOfTen = async (page: Page) => {
  await page.click(".list-row >> nth=-3");
  await page.keyboard.press("c");
  await page.waitForTimeout(800);
};
const pick = async (page: Page) => {
  await page.click(".list-row >> nth=-14");
  await page.waitForTimeout(300);
  await page.click(".list-row >> nth=-18", { modifiers: ["Shift"] });
  await page.waitForTimeout(300);
};
const themes = [
  { name: "dark", scheme: "dark" },
  { name: "light", scheme: "light" },
  { name: "hc-dark", scheme: "dark", isHighContrast: true },
  { name: "hc-light", scheme: "light", isHighContrast: true },
] as const;
const fieldAction = (label: string) => async (page: Page) => {
  await page.hover(".field >> nth=2");
  await page.click(".field-more >> nth=2");
  await page.click(`text=${label}`);
  await page.waitForTimeout(500);
};
const groups = fieldAction("Group Rows by It");
const groupChart = async (page: Page) => {
  await groups(page);
  await page.click('[aria-label="As chart over time"]');
  await page.waitForTimeout(400);
  await page.hover(".group-chart-lines", { position: { x: 300, y: 90 } });
  await page.waitForTimeout(200);
};
const splitHistogram = async (page: Page) => {
  await fieldAction("Split Histogram by It")(page);
  await page.hover(".histogram-canvas", { position: { x: 400, y: 30 } });
  await page.waitForTimeout(300);
};
const noMatch = async (page: Page) => {
  await page.fill(".query-input", "severity:ERROR");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".empty h2");
  await page.waitForTimeout(600);
};
const help = (page: Page) => page.keyboard.press("?");
const rowPictures = themes.flatMap(({ name, ...theme }): Picture[] => [
  { name: `rows-context-${name}`, count: 12_431, size: usual, act: contextOfError, ...theme },
  { name: `rows-picked-${name}`, count: 12_431, size: usual, act: pick, ...theme },
  { name: `rows-repeats-${name}`, count: 12_431, size: usual, act: collapse, ...theme },
  { name: `groups-${name}`, count: 12_431, size: usual, act: groups, ...theme },
  { name: `group-chart-${name}`, count: 12_431, size: usual, act: groupChart, ...theme },
  { name: `histogram-by-${name}`, count: 12_431, size: usual, act: splitHistogram, ...theme },
  { name: `no-match-${name}`, count: 12_431, size: usual, act: noMatch, ...theme },
  { name: `first-logs-${name}`, count: 0, size: usual, isInEditor: true, ...theme },
  { name: `first-logs-slim-${name}`, count: 0, size: slim, isInEditor: true, ...theme },
  { name: `help-slim-${name}`, count: 100, size: slim, act: help, ...theme },
  { name: `ten-${name}`, count: 10, size: usual, ...theme },
]);

const pictures: readonly Picture[] = [
  ...rowPictures,
  { name: "rows-context-wide", count: 1_000_000, size: wide, scheme: "dark", act: contextOfError },
  { name: "rows-context-slim", count: 12_431, size: slim, scheme: "light", act: contextOfError },
  { name: "rows-picked-slim", count: 12_431, size: slim, scheme: "dark", act: pick },
  { name: "rows-context-ten", count: 10, size: usual, scheme: "light", act: contextOfTen },
  { name: "dark", count: 12_431, size: usual, scheme: "dark" },
  { name: "light", count: 12_431, size: usual, scheme: "light" },
  {
    name: "hc-dark",
    count: 12_431,
    size: usual,
    scheme: "dark",
    isHighContrast: true,
    act: selectError,
  },
  {
    name: "hc-light",
    count: 12_431,
    size: usual,
    scheme: "light",
    isHighContrast: true,
    act: selectError,
  },
  { name: "slim", count: 12_431, size: slim, scheme: "dark" },
  { name: "patterns", count: 12_431, size: usual, scheme: "dark", act: openPattern },
  { name: "patterns-light", count: 1_000_000, size: wide, scheme: "light", act: openPattern },
  {
    name: "patterns-hc-dark",
    count: 12_431,
    size: usual,
    scheme: "dark",
    isHighContrast: true,
    act: openPattern,
  },
  {
    name: "patterns-hc-light",
    count: 12_431,
    size: usual,
    scheme: "light",
    isHighContrast: true,
    act: openPattern,
  },
  { name: "patterns-slim", count: 12_431, size: slim, scheme: "dark", act: openPattern },
  { name: "patterns-slim-light", count: 12_431, size: slim, scheme: "light", act: openPattern },
  { name: "rows-repeats-slim", count: 12_431, size: slim, scheme: "light", act: collapse },
  { name: "patterns-empty", count: 0, size: usual, scheme: "dark", act: openPattern },
  { name: "pattern-rows", count: 12_431, size: usual, scheme: "dark", act: showPattern },
  { name: "pattern-rows-slim", count: 12_431, size: slim, scheme: "light", act: showPattern },
  { name: "slim-light-detail", count: 12_431, size: slim, scheme: "light", act: selectError },
  { name: "million", count: 1_000_000, size: wide, scheme: "dark" },
  { name: "million-slim", count: 1_000_000, size: slim, scheme: "light" },
  { name: "no-match-slim", count: 12_431, size: slim, scheme: "dark", act: noMatch },
  { name: "empty", count: 0, size: usual, scheme: "dark" },
  { name: "empty-slim", count: 0, size: slim, scheme: "light" },
  { name: "detail", count: 12_431, size: usual, scheme: "dark", act: selectError },
  {
    name: "reading",
    count: 12_431,
    size: usual,
    scheme: "dark",
    act: async (page, fake) => {
      await page.keyboard.press("f");
      fake.emit(48);
      await page.click(".field-name >> nth=2");
      await page.hover(".histogram-canvas", { position: { x: 400, y: 30 } });
      await page.waitForTimeout(300);
    },
  },
  {
    name: "wrong-query",
    count: 12_431,
    size: usual,
    scheme: "dark",
    act: async (page) => {
      await page.fill(".query-input", 'retry "timed out" took_ms:[3 TO level:>=warn');
      await page.keyboard.press("Enter");
      await page.waitForTimeout(500);
    },
  },
  {
    name: "completion",
    count: 12_431,
    size: usual,
    scheme: "light",
    act: async (page) => {
      await page.click(".query-input");
      await page.keyboard.type("retry OR service:");
      await page.waitForTimeout(300);
    },
  },
  {
    name: "help",
    count: 100,
    size: usual,
    scheme: "dark",
    act: (page) => page.keyboard.press("?"),
  },
  {
    name: "columns",
    count: 12_431,
    size: wide,
    scheme: "light",
    act: async (page) => {
      await page.hover(".field >> nth=2");
      await page.click(".field-more >> nth=2");
      await page.click("text=Show as Column");
      await page.click(".chip.level-DEBUG");
      await page.waitForTimeout(400);
    },
  },
  {
    name: "away",
    count: 300,
    size: usual,
    scheme: "dark",
    act: async (page, _fake, server) => {
      await server.close();
      await page.waitForSelector(".notice");
    },
  },
];

const bodyClassOf = ({ scheme, isHighContrast }: Picture) =>
  isHighContrast !== true
    ? `vscode-${scheme}`
    : scheme === "dark"
      ? "vscode-high-contrast"
      : "vscode-high-contrast vscode-high-contrast-light";

let browser: Browser;
beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  browser = await launchBrowser();
  console.log(`pictures: ${folder}`);
});
afterAll(() => browser.close());

const only = process.env["ONLY"]?.split(",");
test.each(pictures.filter(({ name }) => only?.includes(name) ?? true))("$name", async (picture) => {
  const stepMs = picture.count > 100_000 ? 3 : 10;
  const startMs = Date.now() - picture.count * stepMs - 5_000;
  const fake = new FakeCollector({ count: picture.count, times: { startMs, stepMs } });
  const server = await serveFake(fake);
  const page = await browser.newPage({
    viewport: picture.size,
    colorScheme: picture.scheme,
    contrast: picture.isHighContrast === true ? "more" : "no-preference",
  });
  if (picture.isInEditor === true) await inEditor(page, bodyClassOf(picture));
  page.on("console", (message) => console.log(picture.name, message.text()));
  page.on("pageerror", (error) => console.log(picture.name, error.message));
  await page.goto(server.url("logs"));
  await page.waitForSelector(picture.count > 0 ? ".cell-message" : ".empty h2");
  await page.waitForTimeout(500);
  await picture.act?.(page, fake, server);
  await page.screenshot({ path: join(folder, `${picture.name}.png`) });
  await page.close();
  await server.close().catch(() => undefined);
});
