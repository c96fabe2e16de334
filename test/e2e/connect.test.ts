// Connecting an app: the snippet with the real address, word of the first record, and what was refused.

import { createSocket } from "node:dgram";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { Editor, Window } from "./editor";
import { editorOfTests } from "./editorOfTests";
import { sendLogs, sendStatsd } from "./telemetry";

let editor: Editor;
let window: Window;
const notification = (text: string | RegExp) =>
  window.page.locator(".notification-list-item", { hasText: text }).first();
const clipboard = () => window.page.evaluate(() => navigator.clipboard.readText());
const textOf = (path: string) => (existsSync(path) ? readFileSync(path, "utf8").trim() : "");
const terminals = () => window.page.locator(".terminal.xterm");
/** Once, as soon as a terminal has the focus: a shell that is still starting gets it with its first prompt. */
async function typeIntoTerminal(text: string): Promise<void> {
  await window.page.locator(".terminal.xterm textarea:focus").waitFor();
  await window.page.keyboard.type(text);
}
const treeRow = (text: string) =>
  window.page.locator(".pane-body .monaco-list-row", { hasText: text }).first();

// What one test leaves in a terminal must not be the next one's. Behind the picture of a failure: hooks run last to first.
afterEach(async () => {
  if ((await terminals().count()) === 0) return;
  await window.run("Terminal: Kill All Terminals");
  await expect.poll(() => terminals().count()).toBe(0);
});

editorOfTests((opened) => ({ editor, window } = opened));

test("a snippet is copied with the running collector's address in it", async () => {
  await window.begin("Sidelight: Connect an App…", "Connect an App");
  await window.shot("connect-list");
  await window.pick("python statsd", "Python: statsd");
  await window.page.locator(".quick-input-title", { hasText: "Python: statsd" }).waitFor();
  await window.shot("connect-delivery");
  await window.pick("", "Copy");

  const [host, port] = (await editor.collector()).endpoints.statsd!.split(":");
  await expect.poll(clipboard).toContain(`StatsClient("${host}", ${port})`);
  await notification("Waiting for the first record of statsd").waitFor();
  await window.shot("connect-waiting");
});

test("the first record that arrives is told, and leads to its chart", async () => {
  await sendStatsd(await editor.collector(), ["hello:1|c"]);

  const arrived = notification("The first record is here: hello");
  await arrived.waitFor();
  await window.shot("connect-arrived");
  await arrived.getByRole("button", { name: "Open Metrics" }).click();
  await window.panel("metrics");
  await expect.poll(() => notification("Waiting for").count()).toBe(0);
});

test("a snippet is inserted at the cursor", async () => {
  await window.run("File: New Untitled Text File");
  await window.begin("Sidelight: Connect an App…", "Connect an App");
  await window.pick("node opentelemetry", "Node: traces, by OpenTelemetry");
  await window.pick("", "Insert at the Cursor");

  const { endpoints } = await editor.collector();
  await window.page
    .locator(".editor-instance .view-lines", { hasText: `"${endpoints.http}"` })
    .waitFor();
  await window.shot("connect-inserted");
});

test("a service that sent before is not taken for the new app", async () => {
  const collector = await editor.collector();
  await sendLogs(collector, [{ body: "as ever", service: "old" }]);
  await expect.poll(() => notification("The first record of old").count()).toBe(1);
  await window.begin("Sidelight: Connect an App…", "Connect an App");
  await window.pick("any app opentelemetry over http", "Any app: OpenTelemetry over HTTP");
  await window.pick("", "Copy");
  await notification("Waiting for the first record of OpenTelemetry over HTTP").waitFor();

  await sendLogs(collector, [{ body: "as ever", service: "old" }]);
  await notification("only old so far, which sent before").waitFor();
  await sendLogs(collector, [{ body: "hello there", service: "mine" }]);

  await notification("The first record of mine is here: hello there").waitFor();
});

test("an environment opens a terminal that has it", async () => {
  await window.begin("Sidelight: Connect an App…", "Connect an App");
  await window.pick("any app grpc", "Any app: OpenTelemetry over gRPC");
  await window.pick("", "Open a Terminal with This Environment");
  const written = join(editor.home, "environment.txt");

  await typeIntoTerminal(`echo $OTEL_EXPORTER_OTLP_ENDPOINT > ${written}\n`);

  const { grpc } = (await editor.collector()).endpoints;
  await expect.poll(() => textOf(written)).toBe(`http://${grpc}`);
  await window.shot("connect-terminal");
});

test("a command is begun in a terminal, and the user says which", async () => {
  await window.begin("Sidelight: Connect an App…", "Connect an App");
  await window.pick("sidelight run", "stdout and stderr of a command");
  await window.pick("", "Write It into a Terminal");

  await typeIntoTerminal(`sh -c "echo 'it works'"\n`);

  await notification("is here: it works").waitFor();
  await window.shot("connect-command");
});

test("a command is begun in the terminal that is there", async () => {
  await window.run("Terminal: Create New Terminal");
  await window.page.locator(".terminal.xterm textarea:focus").waitFor();
  const written = join(editor.home, "begun.txt");

  await window.begin("Sidelight: Connect an App…", "Connect an App");
  await window.pick("sidelight run", "stdout and stderr of a command");
  await window.pick("", "Write It into a Terminal");
  await notification("Waiting for the first record of stdout").waitFor();
  expect(await terminals().count()).toBe(1);
  await typeIntoTerminal(`sh -c 'echo $OTEL_EXPORTER_OTLP_ENDPOINT > ${written}'\n`);

  const { http } = (await editor.collector()).endpoints;
  await expect.poll(() => textOf(written)).toBe(http);
  await notification("Waiting for").getByRole("button", { name: "Cancel" }).click();
});

test("a terminal of the editor has the command", async () => {
  await window.run("Terminal: Create New Terminal");
  const written = join(editor.home, "run.txt");

  await typeIntoTerminal(
    `sidelight run -- sh -c 'echo $OTEL_EXPORTER_OTLP_ENDPOINT > ${written}'\n`,
  );

  const { http } = (await editor.collector()).endpoints;
  await expect.poll(() => textOf(written)).toBe(http);
});

test("what cannot be read is said, and can be looked at as it came", async () => {
  await window.run("Notifications: Clear All Notifications");
  await window.openSideBar();
  await window.begin("Sidelight: Connect an App…", "Connect an App");
  await window.pick("graypy", "Python: logging, by graypy (GELF)");
  await window.pick("", "Copy");
  await notification("Waiting for the first record of logging, by graypy").waitFor();
  const [host, port] = (await editor.collector()).endpoints.gelf!.split(":");
  const socket = createSocket("udp4");

  socket.send(Buffer.from([0x1e, 0x0f, 1, 2, 3, 0xff, 0, 0x41]), Number(port), host, () =>
    socket.close(),
  );

  const warning = notification("Something came for Graylog (GELF) that could not be read");
  await warning.waitFor();
  await window.shot("connect-refused");
  await warning.getByRole("button", { name: "Show Payload" }).click();
  await window.page
    .locator(".editor-instance .view-lines", { hasText: "1e 0f 01 02 03 ff 00 41" })
    .waitFor();
  await window.shot("refused-payload");
});

test("the side bar says of a receiver when its last record came and what it refused; a click shows it", async () => {
  const refused = window.page.locator('.pane-body .monaco-list-row[aria-label^="1 refused"]');
  await window.sideBarHeader("Logs").click(); // the tree has more rows than half the side bar shows
  await treeRow("GELF").click();
  await treeRow("No record yet").waitFor();
  await refused.first().waitFor();
  await treeRow("OpenTelemetry").click();
  await treeRow("Last record at").waitFor();
  await window.shot("sidebar-receivers");
  const document = window.page.locator(".editor-instance .view-lines", {
    hasText: "payloads refused as",
  });
  await window.run("View: Close Editor");
  await document.waitFor({ state: "detached" });

  await refused.first().click();

  await document.waitFor();
});
