// The panels in the real editor, in every theme: what fills them is the demo, and what they say before it.

import { cpSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Editor, type Panel, type Window } from "../editor";

const folder = process.env.PICTURES ?? join(tmpdir(), "sidelight-pictures");
const root = join(import.meta.dirname, "..", "..", "..");
/** Of fewer a comparison says little. */
const enoughErrors = 20;
const themes = [
  ["Dark Modern", "vs-dark"],
  ["Light Modern", "vs"],
  ["Dark High Contrast", "hc-black"],
  ["Light High Contrast", "hc-light"],
] as const;
const commands = {
  logs: "Sidelight: Open Logs",
  timeline: "Sidelight: Open Timeline",
  metrics: "Sidelight: Open Metrics",
  compare: "Sidelight: Why Do These Fail?",
} as const satisfies Record<Panel, string>;

let editor: Editor;
let window: Window;
let demo: string;
beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  editor = await Editor.start();
  demo = join(editor.home, "demo");
  for (const part of ["src", "dist", "README.md", "package.json"]) {
    cpSync(join(root, "demo", part), join(demo, part), { recursive: true });
  }
  window = await editor.openWindow({ size: { width: 1400, height: 860 }, folder: demo });
});
afterAll(async () => {
  await editor.stop();
  rmSync(demo, { recursive: true, force: true });
});

async function inEachTheme(name: string): Promise<void> {
  for (const [theme, kind] of themes) {
    await window.setTheme(theme, kind);
    await window.page.mouse.move(700, 855); // nothing is under the pointer
    await window.page.waitForTimeout(1_200); // no test: charts are drawn to their end
    await window.page.screenshot({ path: join(folder, `${name}-${kind}.png`) });
  }
}

test.each(Object.entries(commands))("%s before anything came", async (name, command) => {
  await window.run(command);
  await (await window.panel(name as Panel)).locator(".empty h2").waitFor();
  await inEachTheme(`first-${name}`);
  await window.run("View: Close All Editors");
});

test("logs of the demo, with its side bar", async () => {
  await window.openSideBar();
  await window.run("Sidelight: Run the Demo");
  const logs = await window.panel("logs");
  await window.run("View: Hide Panel");
  const errors = logs.getByRole("button", { name: /^ERROR, \d/ }).first();
  const count = async () =>
    Number(/\d+/.exec((await errors.getAttribute("aria-label")) ?? "")?.[0]);
  await expect.poll(count, { timeout: 200_000 }).toBeGreaterThan(enoughErrors);
  await inEachTheme("logs");
});

test("a log record, beside the line that wrote it", async () => {
  const logs = await window.panel("logs");
  await logs.getByLabel("Query", { exact: true }).fill("level:error");
  await logs.getByRole("button", { name: /^Live/ }).click(); // rows that move cannot be clicked
  await logs
    .getByRole("button", { name: /^fetcher\.ts:\d+/ })
    .last()
    .click();
  await expect.poll(() => window.activeTabs()).toContainEqual("fetcher.ts");
  await logs.locator(".log-row").nth(-2).click();
  await inEachTheme("logs-source");
});

test("requests and one of them", async () => {
  await window.run("View: Close All Editors");
  await window.run(commands.timeline);
  const timeline = await window.panel("timeline");
  await timeline.getByRole("button", { name: "Failed only" }).click();
  await timeline.locator(".request .link").nth(1).waitFor();
  await inEachTheme("recent");
  await timeline.locator(".request .link").nth(1).click();
  await timeline.getByText("fetch failed").first().waitFor();
  await inEachTheme("timeline");
});

test("metrics", async () => {
  await window.run(commands.metrics);
  await (await window.panel("metrics")).locator("canvas").first().waitFor();
  await inEachTheme("metrics");
});

test("what sets the failed ones apart", async () => {
  await window.run(commands.compare);
  const compare = await window.panel("compare");
  await compare.getByLabel("What sets the failed requests apart").waitFor();
  await inEachTheme("compare");
});

test("logs in the side bar", async () => {
  await window.run("View: Close All Editors");
  await window.sideBarHeader("Logs").click(); // the side bar is open from before
  await (await window.loadedPage("logs")).locator(".log-row").first().waitFor();
  await inEachTheme("side-bar-logs");
});
