// Every panel as a view of the side bar, 300 px wide: there, readable, and as it was left after a reload.

import type { FrameLocator } from "playwright-core";
import { expect, test } from "vitest";
import { panelTitles } from "../../src/shared/panelHtml";
import type { Editor, Window } from "./editor";
import { editorOfTests } from "./editorOfTests";
import { sendLogs, sendSpans, sendStatsd } from "./telemetry";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const aSpan = { traceId, spanId: "00f067aa0ba902b7", name: "GET /cart", service: "shop" };

let editor: Editor;
let window: Window;
editorOfTests((opened) => ({ editor, window } = opened));

/** How far the page goes beyond the view's right edge. */
const overhang = (page: FrameLocator) =>
  page.locator("body").evaluate((body) => body.scrollWidth - body.clientWidth);

test("the side bar opens with the tree and the logs in equal parts, the other panels folded", async () => {
  await window.openSideBar();

  const heights = await window.sideBarHeights();

  expect(Object.keys(heights)).toEqual(["Overview", ...Object.values(panelTitles)]);
  const { Overview: tree = 0, Logs: logs = 0, ...folded } = heights;
  expect(tree / logs).toBeGreaterThan(0.8);
  expect(tree / logs).toBeLessThan(1.25);
  expect(Math.max(...Object.values(folded))).toBeLessThan(30);
  await window.shot("side-bar");
});

test("a request with a failed span, its log and a counter come in", async () => {
  const collector = await editor.collector();
  await sendSpans(collector, [
    { ...aSpan, startMs: Date.now(), durationMs: 1_600, isFailed: true },
  ]);
  await sendLogs(collector, [
    {
      body: "cart lost",
      service: "shop",
      traceId,
      severityNumber: 17,
      file: "src/cart.ts",
      line: 3,
    },
  ]);
  await sendStatsd(collector, ["orders.taken:1|c"]);
  await expect.poll(() => window.treeRows()).toContainEqual(expect.stringContaining("GET /cart"));
});

test.each([
  ["logs", (page: FrameLocator) => page.getByRole("row", { name: /cart lost/ })],
  ["timeline", (page: FrameLocator) => page.getByText("GET /cart")],
  ["metrics", (page: FrameLocator) => page.getByText("orders.taken")],
  ["compare", (page: FrameLocator) => page.getByText(/1 failed/)],
] as const)("%s are in the side bar, within its 300 px", async (panel, content) => {
  const page = await window.openAloneInSideBar(panel);

  await content(page).first().waitFor();
  expect(await page.locator("html").evaluate(({ clientWidth }) => clientWidth)).toBeLessThan(310);
  expect(await overhang(page)).toBe(0);
  await window.shot(`side-bar-${panel}`);
});

test("a request of a log row opens beside the code, and one of the view's own list in the view", async () => {
  const logs = await window.openAloneInSideBar("logs");
  await logs
    .getByRole("row", { name: /cart lost/ })
    .first()
    .click({ button: "right" });
  await logs.getByRole("menuitem", { name: "Open Request in Timeline" }).click();
  const beside = await window.panel("timeline");
  await beside.getByText("cart lost").first().waitFor();

  const view = await window.openAloneInSideBar("timeline");
  await view.locator(".request .link").first().click();

  await view.getByText("cart lost").first().waitFor();
  await window.shot("side-bar-request");
});

test("what the views showed is there again after a reload", async () => {
  const metrics = await window.openAloneInSideBar("metrics");
  await metrics.getByLabel("Search metrics").fill("parcels");
  await metrics.getByText("orders.taken").waitFor({ state: "detached" });
  await window.openAloneInSideBar("timeline");

  await window.reload();

  const timeline = await window.sideBarPanel("timeline");
  await timeline.getByText("cart lost").first().waitFor();
  const restored = await window.openAloneInSideBar("metrics");
  await expect.poll(() => restored.getByLabel("Search metrics").inputValue()).toBe("parcels");
});
