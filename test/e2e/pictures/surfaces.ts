// The editor's own lists in every theme: welcome, side bar, a receiver that is open, quick picks, refusals.

import { createSocket } from "node:dgram";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Editor, type Window } from "../editor";
import { takeInEachTheme } from "../pictured";
import { sendLogs, sendSpans, sendStatsd } from "../telemetry";

let editor: Editor;
let window: Window;
beforeAll(async () => {
  editor = await Editor.start({ "sidelight.collector.autoStart": false });
  window = await editor.openWindow({ size: { width: 1100, height: 760 } });
});
afterAll(() => editor.stop());

test("the welcome of a collector that does not run", async () => {
  await window.openSideBar();
  await takeInEachTheme(window, "welcome");
});

test("the side bar, with a receiver that refused something", async () => {
  await window.run("Sidelight: Start Collector");
  const collector = await editor.collector();
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  const span = { traceId, startMs: Date.now(), service: "shop" };
  await sendSpans(collector, [
    { ...span, spanId: "00f067aa0ba902b7", name: "GET /cart", durationMs: 1_600, isFailed: true },
    {
      ...span,
      traceId: "5bf92f3577b34da6a3ce929d0e0e4736",
      spanId: "00f067aa0ba902b8",
      name: "GET /stock",
      durationMs: 35,
    },
  ]);
  await sendLogs(collector, [
    { body: "cart taken", service: "shop", traceId },
    { body: "cart lost", service: "shop", traceId, severityNumber: 17 },
    { body: "all is well", service: "payments" },
  ]);
  await sendStatsd(collector, ["orders:1|c"]);
  const [host, port] = collector.endpoints.gelf!.split(":");
  const socket = createSocket("udp4");
  socket.send(Buffer.from([0x1e, 0x0f, 1, 2, 3]), Number(port), host, () => socket.close());
  await expect
    .poll(() => window.treeRows())
    .toContainEqual(expect.stringMatching(/GELF.*1 refused/));
  await window.sideBarHeader("Logs").click(); // the tree has more rows than half the side bar shows
  await window.page.locator(".pane-body .monaco-list-row", { hasText: "GELF" }).click();
  await takeInEachTheme(window, "sidebar");
});

test("the ways to connect an app", async () => {
  await takeInEachTheme(window, "connect", async () => {
    await window.page.keyboard.press("Escape"); // of the theme before
    await window.begin("Sidelight: Connect an App…", "Connect an App");
  });
});

test("payloads that were refused", async () => {
  await window.page.locator('.pane-body .monaco-list-row[aria-label^="1 refused"]').first().click();
  await window.page
    .locator(".editor-instance .view-lines", { hasText: "1e 0f 01 02 03" })
    .waitFor();
  await takeInEachTheme(window, "refused");
});
