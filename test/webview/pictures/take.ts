// Pictures of all panels over invented data, in all themes and widths, to be looked at:
// `npx vitest run --config test/webview/pictures.config.ts` (`-t` takes part of a name).

import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../fake/browser";
import type { FakeEnd } from "../fake/fakeServer";
import { logScenes } from "./logScenes";
import { type Scene, withScene } from "./scene";
import { scenes } from "./scenes";

const folder = process.env["PICTURES"] ?? join(tmpdir(), "sidelight-pictures");

let browser: Browser;
beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  browser = await launchBrowser();
  console.log(`pictures: ${folder}`);
});
afterAll(() => browser.close());

const picturesOf = <End extends FakeEnd>(all: readonly Scene<End>[]) =>
  all.flatMap((scene) =>
    (scene.themes ?? (["dark"] as const)).map((theme) => ({
      name: `${scene.name}-${theme}`,
      take: (path: string) =>
        withScene(browser, scene, theme, async (page) => {
          await page.screenshot({ path });
        }),
    })),
  );

test.each([...picturesOf(scenes), ...picturesOf(logScenes)])("$name", async ({ name, take }) => {
  expect(await take(join(folder, `${name}.png`))).toEqual([]);
});
