// Where a row's source is not one file of the workspace, the editor asks.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FrameLocator } from "playwright-core";
import { expect, test } from "vitest";
import { Editor, type Window } from "./editor";
import { editorOfTests } from "./editorOfTests";
import { sendLogs } from "./telemetry";

let editor: Editor;
let window: Window;
let logs: FrameLocator;
editorOfTests(
  (opened) => ({ editor, window } = opened),
  async () => {
    editor = await Editor.start({
      "sidelight.source.pathMappings": { "/srv/jobs": "${workspaceFolder}/jobs" },
    });
    for (const folder of ["api", "jobs"]) {
      mkdirSync(join(editor.workspacePath, folder));
      writeFileSync(join(editor.workspacePath, folder, "util.py"), `# of ${folder}\n\n\nrun()\n`);
    }
    writeFileSync(join(editor.home, "elsewhere.py"), "one\ntwo\n");
    return editor;
  },
);

async function clickSourceOf(body: string, file: string, line: number): Promise<void> {
  await sendLogs(await editor.collector(), [{ body, file, line }]);
  const row = logs.getByRole("row", { name: new RegExp(body) }).first();
  await row.getByRole("button", { name: /\.py:\d+/ }).click();
}

test("several files that it could be are offered, and the one picked opens at the line", async () => {
  await window.run("Sidelight: Open Logs");
  logs = await window.panel("logs");
  await clickSourceOf("which util", "/app/util.py", 4);

  const choices = window.page.locator(".quick-input-list .monaco-list-row");
  await expect.poll(() => choices.count()).toBe(2);
  await window.shot("source-choices");
  await choices.filter({ hasText: "jobs" }).click();

  await expect.poll(() => window.activeTabs()).toContainEqual("util.py");
  await expect.poll(() => window.cursor()).toMatch(/^Ln 4, /);
  await expect.poll(() => window.page.locator(".view-lines").first().innerText()).toContain("jobs");
});

test("a file outside of the workspace opens after a question only", async () => {
  const outside = join(editor.home, "elsewhere.py");
  await clickSourceOf("from elsewhere", outside, 2);

  const dialog = window.page.locator(".monaco-dialog-box");
  await expect.poll(() => dialog.innerText()).toContain(outside);
  await window.shot("source-outside");
  expect(await window.activeTabs()).not.toContainEqual("elsewhere.py");
  await dialog.getByRole("button", { name: "Open File" }).click();

  await expect.poll(() => window.activeTabs()).toContainEqual("elsewhere.py");
  await expect.poll(() => window.cursor()).toMatch(/^Ln 2, /);
});

test("a mapping that is configured is followed without asking", async () => {
  await clickSourceOf("which of two", "/srv/jobs/util.py", 3);

  await expect.poll(() => window.cursor()).toMatch(/^Ln 3, /);
  await expect.poll(() => window.page.locator(".view-lines").first().innerText()).toContain("jobs");
  expect(await window.page.locator(".quick-input-widget:visible").count()).toBe(0);
});

test("a row that names no call site leads to the statement that writes such a line, and back", async () => {
  const code = [
    "import logging",
    "",
    "def reserve(item, left):",
    '    # "reserved" is what the shop says, too',
    '    logging.info("reserved %s, %d left in stock", item, left)',
    "",
  ];
  writeFileSync(join(editor.workspacePath, "jobs", "stock.py"), code.join("\n"));
  const collector = await editor.collector();
  await sendLogs(collector, [
    { body: "reserved tea, 3 left in stock" },
    { body: "reserved milk, 0 left in stock" },
    { body: "nothing of the kind" },
  ]);

  const row = logs.getByRole("row", { name: /reserved tea/ });
  await row.hover();
  await window.shot("statement-link");
  await row.getByRole("button", { name: "find source" }).click();

  await expect.poll(() => window.activeTabs()).toContainEqual("stock.py");
  // The pointer that was in the panel may have kept the focus there: then no cursor is told.
  await window.page.getByRole("tab", { name: /stock\.py/ }).click();
  await expect.poll(() => window.cursor()).toMatch(/^Ln 5, /);
  await window.shot("statement-found");

  await window.run("Sidelight: Show Logs of This Line");

  await expect.poll(() => logs.getByRole("row", { name: /reserved/ }).count()).toBe(2);
  await expect.poll(() => logs.getByRole("row", { name: /nothing of/ }).count()).toBe(0);
  await window.shot("statement-logs");
});
