// The whole way: an app sends, the panels show it, a row leads to its line, and all is there after a reload.

import { expect, test } from "vitest";
import type { Connection, Editor, Window } from "./editor";
import { editorOfTests } from "./editorOfTests";
import { sendLogs, sendSpans, sendStatsd } from "./telemetry";

let editor: Editor;
let window: Window;
editorOfTests((opened) => ({ editor, window } = opened));

const traceId = "0af7651916cd43dd8448eb211c80319c";

test("rows arrive while the panel is open", async () => {
  await window.run("Sidelight: Open Logs");
  const logs = await window.panel("logs");
  const collector = await editor.collector();

  await sendLogs(collector, [
    { body: "order taken", file: "/app/src/orders.py", line: 7, traceId },
    {
      body: "order has a negative total",
      severityNumber: 17,
      file: "/app/src/orders.py",
      line: 9,
      traceId,
    },
  ]);

  await logs.getByRole("row", { name: /order has a negative total/ }).waitFor();
  await window.shot("logs-first-rows");
});

test("a row's source opens beside the panel, at its line", async () => {
  const logs = await window.panel("logs");
  const row = logs.getByRole("row", { name: /order has a negative total/ });

  await row.getByRole("button", { name: /orders\.py/ }).click();

  await expect
    .poll(() => window.activeTabs())
    .toEqual(expect.arrayContaining(["orders.py", "Logs"]));
  await expect.poll(() => window.cursor()).toMatch(/^Ln 9, /);
  await window.shot("source-from-row");
});

test("the line is marked until the reader moves on", async () => {
  const marks = window.page.locator(".view-overlays [class*='ced-']");

  await expect.poll(() => marks.count()).toBe(1);
  await window.page.locator(".monaco-editor .view-line").first().click();

  await expect.poll(() => marks.count()).toBe(0);
});

test("the timeline of a request shows its spans and its logs", async () => {
  const startMs = Date.now() - 500;
  await sendSpans(await editor.collector(), [
    {
      name: "POST /orders",
      service: "shop",
      traceId,
      spanId: "b7ad6b7169203331",
      startMs,
      durationMs: 480,
    },
    {
      name: "take order",
      service: "orders",
      traceId,
      spanId: "c8be7c8270314442",
      parentSpanId: "b7ad6b7169203331",
      startMs: startMs + 40,
      durationMs: 400,
      isFailed: true,
    },
  ]);

  await window.run("Sidelight: Open Timeline");
  const timeline = await window.panel("timeline");
  await timeline.getByLabel("Request, trace or span id").fill(traceId);
  await timeline.getByLabel("Request, trace or span id").press("Enter");

  await timeline.getByText("POST /orders").first().waitFor();
  await timeline.getByText("take order").first().waitFor();
  await timeline.getByText("order has a negative total").first().waitFor();
  await window.shot("timeline");
});

test("a row's menu and the id in its detail lead to the timeline of its request", async () => {
  const otherId = "5b8efff798038103d269b633813fc60c";
  await sendLogs(await editor.collector(), [{ body: "order billed", traceId: otherId }]);

  await window.openTab("Logs");
  const logs = await window.panel("logs");
  await logs.getByRole("row", { name: /order billed/ }).click({ button: "right" });
  await logs.getByRole("menuitem", { name: "Open Request in Timeline" }).click();
  const timeline = await window.panel("timeline");
  await timeline.getByText(otherId).first().waitFor();
  await timeline.getByText("order billed").first().waitFor();

  await window.openTab("Logs");
  const again = await window.panel("logs");
  await again.getByRole("row", { name: /order taken/ }).click();
  await again.getByRole("button", { name: traceId }).click();
  await (await window.panel("timeline")).getByText("POST /orders").first().waitFor();
});

test("a failed request is compared with those that pass, and what differs comes first", async () => {
  const requests = Array.from({ length: 40 }, (_, i) => {
    const isBad = i % 4 === 0;
    const requestId = `a-request-of-its-own-${i}`;
    const worker = isBad ? "w7" : `w${i % 3}`;
    return [
      { body: "job taken up", requestId, attributes: { worker } },
      { body: isBad ? "job gave up" : "job done", severityNumber: isBad ? 17 : 9, requestId },
    ];
  });
  await sendLogs(await editor.collector(), requests.flat());

  await window.openTab("Logs");
  const logs = await window.panel("logs");
  await logs
    .getByRole("row", { name: /job gave up/ })
    .first()
    .click({ button: "right" });
  await logs.getByRole("menuitem", { name: "Why Do These Fail?" }).click();

  const compare = await window.panel("compare");
  await expect
    .poll(() => compare.locator(".difference").first().innerText())
    .toContain("worker = w7");
  await window.shot("compare");
});

test("a counter moves in the metrics", async () => {
  await window.run("Sidelight: Open Metrics");
  const metrics = await window.panel("metrics");
  const collector = await editor.collector();

  await sendStatsd(collector, ["orders.taken:3|c|#shop:berlin"]);
  const headline = metrics.locator(".card", { hasText: "orders.taken" }).locator(".headline");
  await expect.poll(() => headline.innerText()).toMatch(/\b3\s+total\b/);
  await sendStatsd(collector, ["orders.taken:39|c|#shop:berlin"]);

  await expect.poll(() => headline.innerText()).toMatch(/\b42\s+total\b/);
  await window.shot("metrics");
});

test.each([
  {
    tab: "Metrics",
    panel: "metrics",
    menu: "Actions of orders.taken",
    text: /shop=berlin/,
    document: { name: "Metrics 1.txt", language: "Plain Text" },
  },
  {
    tab: "Timeline",
    panel: "timeline",
    menu: "More actions",
    text: /POST \/orders/,
    document: { name: "Timeline 1.txt", language: "Plain Text" },
  },
  {
    tab: "Logs",
    panel: "logs",
    menu: "More actions",
    text: /order taken/,
    document: { name: "Logs 1.log", language: "Log" },
  },
] as const)("$tab opens as a text document, which closes without a question", async (given) => {
  const { tab, panel, menu, text, document } = given;
  await window.openTab(tab);
  const page = await window.panel(panel);

  await page.getByRole("button", { name: menu }).first().click();
  await page.getByRole("menuitem", { name: "Open as Text Document" }).click();

  await expect.poll(() => window.editorTexts()).toMatch(text);
  // It has the keys a moment after its text is there, and takes them from a list of commands that opens before.
  await window.page.locator(".editor-instance .monaco-editor.focused").waitFor();
  await window.shot(`text-of-${panel}`);
  await expect.poll(() => window.activeTabs()).toContain(document.name);
  await expect.poll(() => window.languageOfEditor()).toBe(document.language);
  await window.page.keyboard.type("x"); // it is read-only
  await window.run("View: Close Editor");
  await window.page.locator(".tab", { hasText: document.name }).waitFor({ state: "detached" });
});

test("after a reload the panels are back, with what they showed", async () => {
  await window.reload();

  await window.openTab("Metrics");
  const metrics = await window.panel("metrics");
  await metrics.getByText("orders.taken").first().waitFor();
  await window.openTab("Timeline");
  const timeline = await window.panel("timeline");
  await timeline.getByText("POST /orders").first().waitFor();
  await window.openTab("Logs");
  const logs = await window.panel("logs");
  await logs.getByRole("row", { name: /order taken/ }).waitFor();
  await window.openTab("Why Do These Fail?");
  const compare = await window.panel("compare");
  await compare.getByText("worker = w7").first().waitFor();
  await window.openTab("Logs");
});

test("a second window attaches to the same collector, and both are served", async () => {
  const before = await editor.collector();

  const second = await editor.openWindow();
  await second.run("Sidelight: Open Logs");
  const logs = await second.panel("logs");
  await logs
    .getByRole("row", { name: /job done/ })
    .first()
    .waitFor();

  expect((await editor.collector()).pid).toBe(before.pid);
  await sendLogs(before, [{ body: "seen by both" }]);
  await logs.getByRole("row", { name: /seen by both/ }).waitFor();
  const first = await window.panel("logs");
  await first.getByRole("button", { name: /1 new/ }).click(); // it stands where a row was chosen
  await first.getByRole("row", { name: /seen by both/ }).waitFor();
  await second.page.close();
});

test("a collector that is killed comes back, with what it had stored", async () => {
  const before = await editor.collector();

  process.kill(before.pid, "SIGKILL");

  await expect.poll(() => editor.discovery()?.pid).not.toBe(before.pid);
  const after = await editor.collector();
  await sendLogs(after, [{ body: "after the kill" }]);
  const logs = await window.panel("logs");
  await logs.getByRole("row", { name: /after the kill/ }).waitFor();
  await logs.getByRole("row", { name: /seen by both/ }).waitFor();
});

test.each([
  ["Light Modern", "vs"],
  ["Dark Modern", "vs-dark"],
  ["Dark High Contrast", "hc-black"],
  ["Light High Contrast", "hc-light"],
])("the panels follow the theme: %s", async (theme, kind) => {
  await window.setTheme(theme, kind);

  for (const panel of ["logs", "timeline", "metrics"] as const) {
    await window.page.locator(".tab", { hasText: new RegExp(`^${panel}$`, "i") }).click();
    const page = await window.panel(panel);
    await page.locator("#root > *").first().waitFor();

    const isLight = kind === "vs" || kind === "hc-light";
    // A webview hears of the theme after the workbench has it.
    await expect
      .poll(() =>
        page.locator("body").evaluate((body) => ({
          isTextBright: Number(/\d+/.exec(getComputedStyle(body).color)?.[0]) > 128,
          isLight: body.matches(".vscode-light, .vscode-high-contrast-light"),
        })),
      )
      .toEqual({ isTextBright: !isLight, isLight });
    await window.shot(`${panel}-${kind}`);
  }
});

test("the extension has talked to its collector alone, and listened on nothing", () => {
  const ours = editor.connections().filter(({ isOurs }) => isOurs);
  const isLater = ({ what }: Connection) => what === "fetch" || what === "WebSocket";

  // What the watcher of each window asked for in the extension's name: such a connection is seen.
  const asked = ours.filter(isLater).map(({ what, target }) => `${what} ${target}`);
  expect([...new Set(asked)]).toEqual(["fetch 127.0.0.1:9", "WebSocket 127.0.0.1:9"]);
  const others = ours.filter((each) => !isLater(each));
  expect(others.length).toBeGreaterThan(0);
  expect(others.filter(({ what }) => what !== "connect")).toEqual([]);
  expect([...new Set(others.map(({ target }) => target))]).toEqual(["127.0.0.1"]);
});
