// A collector that is suspended, or hangs: its sockets stay open, and still the editor says that it does not answer.

import { expect, test } from "vitest";
import type { Editor, Window } from "./editor";
import { editorOfTests } from "./editorOfTests";
import { sendLogs } from "./telemetry";

let editor: Editor;
let window: Window;
editorOfTests((opened) => ({ editor, window } = opened));

const statusBar = () => window.page.locator(".statusbar").innerText();

test("the panel and the side bar say that a suspended collector does not answer, and go on when it does", async () => {
  await window.run("Sidelight: Open Logs");
  const logs = await window.panel("logs");
  await window.openSideBar();
  const collector = await editor.collector();
  await sendLogs(collector, [{ body: "before it was suspended" }]);
  await logs.getByRole("row", { name: /before it was suspended/ }).waitFor();
  await expect.poll(() => window.statusText()).toMatch(/\d\/s/);
  expect(await window.isStatusRed()).toBe(false);

  process.kill(collector.pid, "SIGSTOP");

  await logs.getByText(`The collector (process ${collector.pid}) does not answer`).waitFor();
  await window.page.getByText("The collector does not answer.").waitFor();
  await expect.poll(() => window.isStatusRed()).toBe(true);
  expect((await window.statusText()).trim()).toBe("Sidelight"); // no figures, which would be old
  await window.shot("suspended");

  process.kill(collector.pid, "SIGCONT");
  await sendLogs(collector, [{ body: "after it went on" }]);
  await logs.getByRole("row", { name: /after it went on/ }).waitFor();
  await logs.getByRole("row", { name: /before it was suspended/ }).waitFor();
  expect((await editor.collector()).pid).toBe(collector.pid);
  await expect.poll(() => window.statusText()).toMatch(/\d\/s/);
  expect(await window.isStatusRed()).toBe(false);
});

test("restarting one that hangs shows what is waited for, until another one is there", async () => {
  const { pid } = await editor.collector();
  process.kill(pid, "SIGSTOP");

  await window.run("Sidelight: Restart Collector");

  await expect.poll(statusBar).toContain("the collector writes what it holds, and ends");
  await window.shot("hung-restart");
  await expect.poll(statusBar).toContain(`the collector (process ${pid}) does not answer`);
  await expect.poll(() => editor.discovery()?.pid).not.toBe(pid);
  const logs = await window.panel("logs");
  await sendLogs(await editor.collector(), [{ body: "received by the new one" }]);
  await logs.getByRole("row", { name: /received by the new one/ }).waitFor();
  await expect.poll(statusBar).not.toContain("does not answer");
});
