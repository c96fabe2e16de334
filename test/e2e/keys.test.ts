// Keys that a panel has and the editor has as well: the editor is given every key that a panel's page lets through.

import { expect, test } from "vitest";
import type { Editor, Window } from "./editor";
import { editorOfTests } from "./editorOfTests";
import { sendLogs } from "./telemetry";

let editor: Editor;
let window: Window;
editorOfTests((opened) => ({ editor, window } = opened));

test("Ctrl+A selects the rows and not the page's text, and Ctrl+C copies those rows", async () => {
  await window.run("Sidelight: Open Logs");
  const logs = await window.panel("logs");
  await sendLogs(await editor.collector(), [{ body: "first row" }, { body: "second row" }]);
  await logs.getByRole("row", { name: /second row/ }).click();
  await window.page.keyboard.press("Escape"); // closes the detail, the list keeps the focus

  await window.page.keyboard.press("Control+a");
  await logs.getByText("2 rows selected").waitFor();
  await window.page.keyboard.press("Control+c");

  const clipboard = () => window.page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(clipboard).toMatch(/first row[^]*second row/);
  expect(await clipboard()).not.toContain("Search logs");
  expect(await logs.locator("body").evaluate(() => String(getSelection()))).toBe("");
});
