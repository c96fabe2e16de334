// What the scripts that take pictures of the real editor share: where pictures go, the themes, the demo with enough of
// its requests failed, an error beside the line that wrote it.

import { cpSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FrameLocator } from "playwright-core";
import { expect } from "vitest";
import type { Window } from "./editor";

export const repository = join(import.meta.dirname, "..", "..");
/** Of fewer failed requests a comparison says little. */
const enoughErrors = 30;

const themes = [
  ["Dark Modern", "vs-dark"],
  ["Light Modern", "vs"],
  ["Dark High Contrast", "hc-black"],
  ["Light High Contrast", "hc-light"],
] as const;

/** A picture of the window, in a folder that is there afterwards. */
export async function take({ page }: Window, name: string): Promise<void> {
  const folder = process.env.PICTURES ?? join(tmpdir(), "sidelight-pictures");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** One in each theme; `arrange` is done anew for each. */
export async function takeInEachTheme(
  window: Window,
  name: string,
  arrange = () => Promise.resolve(),
): Promise<void> {
  const size = window.page.viewportSize();
  for (const [theme, kind] of themes) {
    await window.setTheme(theme, kind);
    await arrange();
    await window.page.mouse.move((size?.width ?? 0) / 2, (size?.height ?? 0) - 5); // nothing is under the pointer
    await window.page.waitForTimeout(1_200); // no test: charts are drawn to their end
    await take(window, `${name}-${kind}`);
  }
}

/** The demo's folder as one opens it, at this path. */
export function copyDemo(to: string): void {
  for (const part of ["src", "dist", "README.md", "package.json"]) {
    cpSync(join(repository, "demo", part), join(to, part), { recursive: true });
  }
}

/** Runs the demo until enough of its requests have failed; returns the panel of its logs. */
export async function runDemo(window: Window): Promise<FrameLocator> {
  await window.run("Sidelight: Run the Demo");
  const logs = await window.panel("logs");
  await window.run("View: Hide Panel");
  const errors = logs.getByRole("button", { name: /^ERROR, \d/ }).first();
  const count = async () =>
    Number(/, ([\d,]+)/.exec((await errors.textContent()) ?? "")?.[1]?.replaceAll(",", ""));
  await expect.poll(count, { timeout: 200_000 }).toBeGreaterThan(enoughErrors);
  return logs;
}

/** Lists the errors alone, and has the newest one's line of source beside them. */
export async function showError(window: Window, logs: FrameLocator): Promise<void> {
  await logs.getByLabel("Query", { exact: true }).fill("level:error");
  await logs.getByRole("button", { name: /^DEBUG, 0$/ }).waitFor(); // the errors alone
  await logs.getByRole("button", { name: /^Live/ }).click(); // rows that move cannot be clicked
  await logs
    .getByRole("button", { name: /^fetcher\.ts:\d+/ })
    .last()
    .click();
  await expect.poll(() => window.activeTabs()).toContainEqual("fetcher.ts");
}

/** A failed request of the demo in the timeline; `before` sees the list that it is chosen from. */
export async function openFailedRequest(
  window: Window,
  before = () => Promise.resolve(),
): Promise<void> {
  await window.run("View: Close All Editors");
  await window.run("Sidelight: Open Timeline");
  const timeline = await window.panel("timeline");
  await timeline.getByRole("button", { name: "Failed only" }).click();
  await timeline.locator(".request .link").nth(1).waitFor();
  await before();
  await timeline.locator(".request .link").nth(1).click();
  await timeline.getByText("fetch failed").first().waitFor();
}
