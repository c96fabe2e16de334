// The native parts: side bar, status bar, commands, activation.

import { expect, test } from "vitest";
import type { Editor, Window } from "./editor";
import { editorOfTests } from "./editorOfTests";
import { sendLogs, sendSpans } from "./telemetry";

let editor: Editor;
let window: Window;
editorOfTests((opened) => ({ editor, window } = opened));

test("nothing of it runs before it is used", () => {
  expect(editor.discovery()).toBeUndefined();
});

test("opening the side bar starts the collector, and its addresses are there to copy", async () => {
  await window.openSideBar();

  const { endpoints } = await editor.collector();

  const address = endpoints.http!.replace("http://", "");
  await expect.poll(() => window.treeRows()).toContainEqual(expect.stringContaining(address));
  await window.shot("sidebar-empty");
  const receiver = window.page.locator(".pane-body .monaco-list-row", { hasText: address }).first();
  await receiver.hover();
  await receiver.getByLabel("Copy Address").click();
  await expect
    .poll(() => window.page.evaluate(() => navigator.clipboard.readText()))
    .toBe(endpoints.http);
});

test("services and failed requests appear, and the status bar counts errors", async () => {
  const collector = await editor.collector();
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  const span = { traceId, spanId: "00f067aa0ba902b7", startMs: Date.now(), durationMs: 1_600 };

  await sendSpans(collector, [{ ...span, name: "GET /cart", service: "shop", isFailed: true }]);
  await sendLogs(collector, [
    { body: "cart taken", service: "shop", traceId },
    { body: "cart lost", service: "shop", traceId, severityNumber: 17 },
  ]);

  await expect
    .poll(() => window.treeRows())
    .toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^shop.*1 error ·/),
        expect.stringMatching(/^GET \/cart.*failed · 1\.6 s/),
      ]),
    );
  await expect.poll(() => window.statusText()).toMatch(/\/s\s+1/);
  await window.shot("sidebar-full");
});

test("a failed request in the tree opens its timeline", async () => {
  await window.page.locator(".pane-body .monaco-list-row", { hasText: "GET /cart" }).click();

  const timeline = await window.panel("timeline");

  await timeline.getByText("GET /cart").first().waitFor();
  await timeline.getByText("cart lost").first().waitFor();
  await window.shot("timeline-from-tree");
});

test("all addresses are copied by one command", async () => {
  const { endpoints } = await editor.collector();

  await window.run("Sidelight: Copy Addresses to Send To");

  await expect
    .poll(() => window.page.evaluate(() => navigator.clipboard.readText()))
    .toBe(
      Object.entries(endpoints)
        .map(([name, address]) => `${name}: ${address}\n`)
        .join(""),
    );
});

test("the panels open in the browser, too, by an address that holds no token", async () => {
  const { ui, token } = await editor.collector();
  const { port, pathname, search } = new URL(ui);
  const context = window.page.context();
  const asked: string[] = [];
  context.on("request", (request) => {
    if (request.isNavigationRequest()) asked.push(request.url());
  });

  const opened = context.waitForEvent("page");
  await window.run("Sidelight: Open in Browser");
  const page = await opened;

  // The server of this editor has its own way to a port.
  await expect.poll(() => page.url()).toContain(`${port}${pathname}${search}`);
  expect(asked[0]).toContain(`${port}${pathname}?code=`);
  expect(asked[0]).not.toContain(token);
  await page.close();
});

test("the collector's log opens as a file", async () => {
  await window.run("Sidelight: Show the Collector's Log");

  await expect.poll(() => window.activeTabs()).toContainEqual("collector.log");
});

test("clearing shows what comes from now on, and deleting leaves nothing", async () => {
  const collector = await editor.collector();
  await window.run("Sidelight: Open Logs");
  const logs = await window.panel("logs");
  const rows = logs.getByRole("row", { name: /cart/ });
  await expect.poll(() => rows.count()).toBe(2);

  await window.run("Sidelight: Clear (Show Only What Comes from Now On)");
  await expect.poll(() => rows.count()).toBe(0);
  await sendLogs(collector, [{ body: "cart found", service: "shop" }]);
  await rows.first().waitFor();
  expect(await rows.allInnerTexts()).toEqual([expect.stringContaining("cart found")]);

  await window.run("Sidelight: Delete Everything Stored");
  await window.page.locator(".monaco-dialog-box").getByRole("button", { name: "Delete" }).click();
  await expect.poll(() => rows.count()).toBe(0);
  await expect.poll(async () => (await window.treeRows()).join()).not.toContain("GET /cart");
});

test("stopping it ends the collector, and it stays stopped", async () => {
  await window.run("Sidelight: Stop Collector");

  await expect.poll(() => editor.discovery()).toBeUndefined();
  await expect.poll(() => window.statusText()).toMatch(/Sidelight/);
  await window.run("Sidelight: Open Logs");
  await window.page.locator(".tab.active", { hasText: "Logs" }).waitFor();
  expect(editor.discovery()).toBeUndefined();
  expect(await window.isStatusRed()).toBe(false); // it is as the user wants it

  const welcome = window.page.locator(".sidebar .welcome-view-content");
  await welcome.getByText("Sidelight collects the logs, metrics and spans").waitFor();
  await window.shot("welcome");
  await welcome.getByRole("button", { name: "Start Collector" }).click();
  await editor.collector();
  await welcome.waitFor({ state: "hidden" });
});
