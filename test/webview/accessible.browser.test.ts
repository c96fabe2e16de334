// What axe-core finds wrong with each panel, in each theme: nothing serious. Rules that do not depend on colours are
// looked at once; contrast, which does, in every theme.

import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "./fake/browser";
import type { FakeEnd } from "./fake/fakeServer";
import { logScenes } from "./pictures/logScenes";
import { allThemes, type Scene, type Theme, themes, withScene } from "./pictures/scene";
import { scenes } from "./pictures/scenes";

/** By name, of all that pictures are taken of: each panel full, empty, narrow, and what opens in it. */
const looked = new Set([
  ...["logs-slim", "logs-detail", "first-logs", "context", "picked", "repeats", "groups"],
  ...["group-chart", "patterns", "help", "wrong-query", "completion"],
  ...["timeline-failed", "timeline-odd-slim", "timeline-zoomed-find", "against", "against-choice"],
  ...["recent", "first-timeline", "metrics-slim", "metrics-exemplars", "first-metrics"],
  ...["compare", "compare-slim", "compare-edit", "compare-failure", "compare-busy"],
]);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

function checksOf<End extends FakeEnd>(all: readonly Scene<End>[]) {
  return all
    .filter(({ name }) => looked.has(name))
    .map((scene) => ({
      name: scene.name,
      check: async () => {
        const found: string[] = [];
        await withScene(browser, scene, "dark", async (page) => {
          await page.evaluate(axe.source);
          for (const theme of allThemes) found.push(...(await wrongIn(page, theme)));
        });
        return found;
      },
    }));
}

/** "hc-dark color-contrast: .row > span …", one for each element. */
async function wrongIn(page: Page, theme: Theme): Promise<string[]> {
  const { colorScheme, contrast, bodyClass } = themes[theme];
  await page.emulateMedia({ colorScheme, contrast });
  await page.evaluate((name) => {
    if (/\bvscode-/.test(document.body.className)) document.body.className = name;
    return new Promise((resolve) => requestAnimationFrame(resolve));
  }, bodyClass);
  const rules = theme === "dark" ? [] : ["color-contrast"];
  const { violations } = await page.evaluate(
    (only) =>
      (window as unknown as { axe: typeof axe }).axe.run(document, {
        resultTypes: ["violations"],
        ...(only.length === 0 ? {} : { runOnly: { type: "rule", values: only } }),
      }),
    rules,
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary = "" }) =>
          `${theme} ${id}: ${target.join(" ")} ${failureSummary.replace(/\s+/g, " ")}`,
      ),
    );
}

describe("nothing that axe-core calls serious is wrong", () => {
  test.each([...checksOf(logScenes), ...checksOf(scenes)])("in $name", async ({ check }) => {
    expect(await check()).toEqual([]);
  });
});
