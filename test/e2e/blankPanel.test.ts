// A panel whose frame misses that the service worker has taken over, as it can on a busy machine: VS Code leaves it
// blank for good, and Sidelight makes it again in its place.

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Editor, type Window } from "./editor";

let editor: Editor;
let window: Window;
beforeAll(async () => {
  editor = await Editor.start();
});
afterEach(async (context) => {
  if (context.task.result?.state === "fail") await window.shot(`failed ${context.task.name}`);
  await window.page.context().close();
});
afterAll(() => editor.stop());

/** The first frame of this window waits for an event that never comes. */
async function openWindowWithBlankFrame(): Promise<void> {
  window = await editor.openWindow();
  await window.page.context().addInitScript(() => {
    if (!location.pathname.includes("/webview/browser/pre/") || sessionStorage.blanked) return;
    sessionStorage.blanked = "yes";
    ServiceWorkerContainer.prototype.register = () => new Promise(() => undefined);
  });
}

test("a panel that stays blank is made again, in its place", async () => {
  await openWindowWithBlankFrame();

  await window.run("Sidelight: Open Logs");

  await window.page.locator(".tab.active", { hasText: "Logs" }).waitFor();
  const logs = await window.panel("logs");
  await logs.getByLabel("Query", { exact: true }).waitFor();
  expect(await window.page.locator(".tab", { hasText: "Logs" }).count()).toBe(1);
  await window.shot("blank-panel-again");
});

test("so are the logs in the side bar", async () => {
  await openWindowWithBlankFrame();

  await window.openSideBar();

  const logs = await window.sideBarPanel("logs");
  await logs.getByLabel("Query", { exact: true }).waitFor();
  expect(await window.sideBarHeader("Logs").count()).toBe(1);
  await window.shot("blank-side-bar-again");
});
