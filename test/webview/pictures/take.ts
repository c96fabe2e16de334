// Takes pictures of the Timeline and Metrics panels over invented data, in all themes and widths, for a
// person to look at: `node test/webview/pictures/run.mjs FOLDER [part of a name]`.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { type FakeApi, startFakeCollector } from "./fakeCollector";
import { scenes, type Scene } from "./scenes";

const themes = {
  dark: { colorScheme: "dark", contrast: "no-preference" },
  light: { colorScheme: "light", contrast: "no-preference" },
  "hc-dark": { colorScheme: "dark", contrast: "more" },
  "hc-light": { colorScheme: "light", contrast: "more" },
} as const;

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

async function take(folder: string, only: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const collector = await startFakeCollector(join(process.cwd(), "dist"));
  const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: flags });
  try {
    for (const scene of scenes) {
      for (const theme of scene.themes ?? (["dark"] as const)) {
        const name = `${scene.name}-${theme}`;
        if (!name.includes(only)) continue;
        const problems = await picture(
          browser,
          scene,
          theme,
          (api) => {
            collector.use(api);
            return collector.url(scene.panel, scene.params);
          },
          join(folder, `${name}.png`),
        );
        console.log(name, problems.length === 0 ? "" : `\n  ${problems.join("\n  ")}`);
      }
    }
  } finally {
    await browser.close();
    await collector.close();
  }
}

async function picture(
  browser: Browser,
  scene: Scene,
  theme: keyof typeof themes,
  open: (api: FakeApi) => string,
  path: string,
): Promise<string[]> {
  const context = await browser.newContext({
    viewport: { width: scene.width ?? 1200, height: scene.height ?? 760 },
    ...themes[theme],
  });
  const page: Page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  await page.goto(open(scene.api()));
  await scene.act(page);
  await page.screenshot({ path });
  await context.close();
  return problems;
}

await take(process.argv[2] ?? "pictures", process.argv[3] ?? "");
