// README's pictures: the demo in the real editor, after enough requests have failed.

import { cpSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Editor, type Panel, type Window } from "../editor";

const folder = process.env.PICTURES ?? join(tmpdir(), "sidelight-pictures");
const root = join(import.meta.dirname, "..", "..", "..");
/** Of fewer a comparison says little. */
const enoughErrors = 30;
/** Stack traces show where it lies. */
const demo = join(tmpdir(), "demo");

let editor: Editor;
let window: Window;
beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  mkdirSync(demo); // what is there already is not ours
  for (const part of ["src", "dist", "README.md", "package.json"]) {
    cpSync(join(root, "demo", part), join(demo, part), { recursive: true });
  }
  editor = await Editor.start({
    "workbench.colorTheme": "Dark Modern",
    "typescript.tsdk": join(root, "node_modules", "typescript", "lib"),
  });
  window = await editor.openWindow({
    size: { width: 1140, height: 700 },
    scale: 1.5,
    folder: demo,
  });
});
afterAll(async () => {
  await editor.stop();
  rmSync(demo, { recursive: true, force: true });
});

async function take(name: Panel): Promise<void> {
  await window.page.mouse.move(570, 695); // nothing is under the pointer
  await window.page.waitForTimeout(2_000); // no test: charts are drawn to their end
  // The editor's own status tells how it reads a file, for some seconds after it has opened.
  const reading = window.page.locator(".statusbar-item", { hasText: "Analyzing" });
  await reading.waitFor({ state: "hidden", timeout: 60_000 });
  await window.page.screenshot({ path: join(folder, `readme-${name}.png`) });
}

test("logs, beside the line that wrote one", async () => {
  await window.run("Sidelight: Run the Demo");
  const logs = await window.panel("logs");
  await window.run("View: Hide Panel");
  const errors = logs.getByRole("button", { name: /^ERROR, \d/ }).first();
  const count = async () =>
    Number(/\d+/.exec((await errors.getAttribute("aria-label")) ?? "")?.[0]);
  await expect.poll(count, { timeout: 200_000 }).toBeGreaterThan(enoughErrors);
  await window.run("View: Toggle Primary Side Bar Visibility");
  await logs.getByLabel("Query", { exact: true }).fill("level:error");
  await logs.getByRole("button", { name: /^DEBUG, 0$/ }).waitFor(); // the errors alone
  await logs.getByRole("button", { name: /^Live/ }).click(); // rows that move cannot be clicked
  await logs
    .getByRole("button", { name: /^fetcher\.ts:\d+/ })
    .last()
    .click();
  await expect.poll(() => window.activeTabs()).toContainEqual("fetcher.ts");
  await take("logs");
});

test("one request that failed", async () => {
  await window.run("View: Close All Editors");
  await window.run("Sidelight: Open Timeline");
  const timeline = await window.panel("timeline");
  await timeline.getByRole("button", { name: "Failed only" }).click();
  await timeline.locator(".request .link").nth(1).click();
  await timeline.getByText("fetch failed").first().waitFor();
  await take("timeline");
});

test("what sets the failed ones apart", async () => {
  await window.run("Sidelight: Why Do These Fail?");
  const compare = await window.panel("compare");
  await compare.getByLabel("What sets the failed requests apart").waitFor();
  await take("compare");
});

test("metrics", async () => {
  await window.run("Sidelight: Open Metrics");
  const metrics = await window.panel("metrics");
  await metrics.locator("canvas").first().waitFor();
  await take("metrics");
});
