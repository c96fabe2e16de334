// README's pictures: the demo in the real editor, after enough requests have failed.

import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { Editor, type Panel, type Window } from "../editor";
import { copyDemo, openFailedRequest, repository, runDemo, showError, take } from "../pictured";

/** Stack traces show where it lies. */
const demo = join(tmpdir(), "demo");

let editor: Editor;
let window: Window;
beforeAll(async () => {
  mkdirSync(demo); // what is there already is not ours
  copyDemo(demo);
  editor = await Editor.start({
    "workbench.colorTheme": "Dark Modern",
    "typescript.tsdk": join(repository, "node_modules", "typescript", "lib"),
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

async function takeFor(name: Panel): Promise<void> {
  await window.page.mouse.move(570, 695); // nothing is under the pointer
  await window.page.waitForTimeout(2_000); // no test: charts are drawn to their end
  // The editor's own status tells how it reads a file, for some seconds after it has opened.
  const reading = window.page.locator(".statusbar-item", { hasText: "Analyzing" });
  await reading.waitFor({ state: "hidden", timeout: 60_000 });
  await take(window, `readme-${name}`);
}

test("logs, beside the line that wrote one", async () => {
  const logs = await runDemo(window);
  await window.run("View: Toggle Primary Side Bar Visibility");
  await showError(window, logs);
  await takeFor("logs");
});

test("one request that failed", async () => {
  await openFailedRequest(window);
  await takeFor("timeline");
});

test("what sets the failed ones apart", async () => {
  await window.run("Sidelight: Why Do These Fail?");
  const compare = await window.panel("compare");
  await compare.getByLabel("What sets the failed requests apart").waitFor();
  await takeFor("compare");
});

test("metrics", async () => {
  await window.run("Sidelight: Open Metrics");
  const metrics = await window.panel("metrics");
  await metrics.locator("canvas").first().waitFor();
  await takeFor("metrics");
});
