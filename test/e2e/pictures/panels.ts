// The panels in the real editor, in every theme: what fills them is the demo, and what they say before it.

import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { Editor, type Panel, type Window } from "../editor";
import { copyDemo, openFailedRequest, runDemo, showError, takeInEachTheme } from "../pictured";

const commands = {
  logs: "Sidelight: Open Logs",
  timeline: "Sidelight: Open Timeline",
  metrics: "Sidelight: Open Metrics",
  compare: "Sidelight: Why Do These Fail?",
} as const satisfies Record<Panel, string>;
/** What is there when a panel shows the demo. */
const shown = {
  logs: ".log-row",
  timeline: ".request",
  metrics: "canvas",
  compare: ".differences > *",
} as const satisfies Record<Panel, string>;

let editor: Editor;
let window: Window;
beforeAll(async () => {
  editor = await Editor.start();
  const demo = join(editor.home, "demo"); // goes with the profile
  copyDemo(demo);
  window = await editor.openWindow({ size: { width: 1400, height: 860 }, folder: demo });
});
afterAll(() => editor.stop());

test.each(Object.entries(commands))("%s before anything came", async (name, command) => {
  await window.run(command);
  await (await window.panel(name as Panel)).locator(".empty h2").waitFor();
  await takeInEachTheme(window, `first-${name}`);
  await window.run("View: Close All Editors");
});

test("logs of the demo, with its side bar", async () => {
  await window.openSideBar();
  await runDemo(window);
  await takeInEachTheme(window, "logs");
});

test("a log record, beside the line that wrote it", async () => {
  const logs = await window.panel("logs");
  await showError(window, logs);
  await logs.locator(".log-row").nth(-2).click();
  await takeInEachTheme(window, "logs-source");
});

test("requests and one of them", async () => {
  await openFailedRequest(window, () => takeInEachTheme(window, "recent"));
  await takeInEachTheme(window, "timeline");
});

test("metrics", async () => {
  await window.run(commands.metrics);
  await (await window.panel("metrics")).locator("canvas").first().waitFor();
  await takeInEachTheme(window, "metrics");
});

test("what sets the failed ones apart", async () => {
  await window.run(commands.compare);
  const compare = await window.panel("compare");
  await compare.getByLabel("What sets the failed requests apart").waitFor();
  await takeInEachTheme(window, "compare");
});

test("the side bar as it opens", async () => {
  await window.run("View: Close All Editors");
  await window.sideBarPanel("logs");
  await takeInEachTheme(window, "side-bar");
});

test.each(Object.keys(commands))("%s in the side bar", async (name) => {
  const page = await window.openAloneInSideBar(name as Panel);
  await page
    .locator(shown[name as Panel])
    .first()
    .waitFor();
  await takeInEachTheme(window, `side-bar-${name}`);
});
