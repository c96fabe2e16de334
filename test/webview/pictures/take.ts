// Pictures of the Timeline and Metrics panels over invented data, in all themes and widths, to be looked
// at: `npx vitest run --config test/webview/pictures.config.ts` (`-t` takes part of a name).

import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../fake/browser";
import { type FakeServer, serveFake } from "../fake/fakeServer";
import { inEditor } from "../fake/inEditor";
import { FakeAnswers } from "./fakeApi";
import { scenes } from "./scenes";

const folder = process.env["PICTURES"] ?? join(tmpdir(), "sidelight-pictures");
const themes = {
  dark: { colorScheme: "dark", contrast: "no-preference", bodyClass: "vscode-dark" },
  light: { colorScheme: "light", contrast: "no-preference", bodyClass: "vscode-light" },
  "hc-dark": { colorScheme: "dark", contrast: "more", bodyClass: "vscode-high-contrast" },
  "hc-light": {
    colorScheme: "light",
    contrast: "more",
    bodyClass: "vscode-high-contrast vscode-high-contrast-light",
  },
} as const;

const answers = new FakeAnswers();
let browser: Browser;
let server: FakeServer;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  server = await serveFake(answers);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

for (const scene of scenes) {
  for (const theme of scene.themes ?? (["dark"] as const)) {
    test(`${scene.name}-${theme}`, async () => {
      answers.api = scene.api();
      const context = await browser.newContext({
        viewport: { width: scene.width ?? 1200, height: scene.height ?? 760 },
        colorScheme: themes[theme].colorScheme,
        contrast: themes[theme].contrast,
      });
      const page = await context.newPage();
      if (scene.isInEditor === true) await inEditor(page, themes[theme].bodyClass);
      const problems: string[] = [];
      page.on("pageerror", (error) => problems.push(String(error)));
      await page.goto(
        `${server.url(scene.panel)}${scene.id === undefined ? "" : `&id=${scene.id}`}`,
      );
      await scene.act(page);
      await page.screenshot({ path: join(folder, `${scene.name}-${theme}.png`) });
      await context.close();
      expect(problems).toEqual([]);
    });
  }
}
