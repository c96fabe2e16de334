// What the Logs panel keeps in files: searches in the workspace, and exports where the user wants them.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Editor, Window } from "./editor";
import { editorOfTests } from "./editorOfTests";
import { sendLogs } from "./telemetry";

let editor: Editor;
let window: Window;
editorOfTests((opened) => ({ editor, window } = opened));

/** The box that the editor asks in. */
const fillBox = async (text: string) => {
  const input = window.page.locator(".quick-input-widget input[type=text]:visible").first();
  await input.waitFor();
  await input.fill(text);
};

test("a search is saved in the workspace, and shown again by its name", async () => {
  await window.run("Sidelight: Open Logs");
  const collector = await editor.collector();
  await sendLogs(collector, [
    { body: "cart taken", service: "shop" },
    { body: "=cart lost", service: "shop", severityNumber: 17 },
  ]);
  const logs = await window.panel("logs");
  await logs.getByText("cart taken").first().waitFor();
  await logs.getByLabel("Query", { exact: true }).fill("level:error");
  await logs.getByText("cart taken").first().waitFor({ state: "detached" });

  await logs.getByLabel("Saved searches and history").click();
  await logs.getByText("Save This Search…").click();
  await fillBox("What failed");
  await window.page.keyboard.press("Enter");

  const path = join(editor.workspacePath, ".vscode", "sidelight.json");
  await expect
    .poll(() => (existsSync(path) ? readFileSync(path, "utf8") : ""))
    .toContain('"What failed"');
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({
    searches: [{ name: "What failed", query: "level:error" }],
  });

  await logs.getByLabel("Query", { exact: true }).fill("");
  await logs.getByText("cart taken").first().waitFor();
  await logs.getByLabel("Saved searches and history").click();
  await logs.getByText("What failed").click();
  await logs.getByText("cart taken").first().waitFor({ state: "detached" });
  await logs.getByText("cart lost").first().waitFor();
});

test("what is shown is exported to a file", async () => {
  const logs = await window.panel("logs");
  const path = join(editor.workspacePath, "logs.csv");

  await logs.getByLabel("More actions").click();
  await logs.getByText("Export to a File…").click();
  await logs.getByLabel(/^CSV/).check();
  await logs.getByLabel(/^Exactly what is shown/).check();
  await logs.getByText("Export…", { exact: true }).click();
  // The dialog takes no answer while it looks the folder up.
  const ok = window.page.locator(".quick-input-widget .monaco-button", { hasText: "OK" });
  await ok.waitFor();
  await expect
    .poll(
      async () => {
        await ok.click({ timeout: 1_000 }).catch(() => undefined); // taken, and gone
        return existsSync(path);
      },
      { interval: 1_000 },
    )
    .toBe(true);
  expect(readFileSync(path, "utf8")).toMatch(
    /^\ufefftime,level,service,message\r\n[^,]*,ERROR,shop,'=cart lost\r\n$/,
  );
  await window.page.locator(".statusbar", { hasText: "1 record in logs.csv" }).waitFor();
});

test("an export is cancelled from its progress, and leaves nothing behind", async () => {
  const collector = await editor.collector();
  await sendLogs(
    collector,
    Array.from({ length: 3_000 }, (_, at) => ({ body: `cart ${at} lost`, severityNumber: 17 })),
  );
  const logs = await window.panel("logs");
  await logs.getByText("cart 2999 lost").first().waitFor();
  await logs.getByLabel("More actions").click();
  await logs.getByText("Export to a File…").click();
  await logs.getByText("Export…", { exact: true }).click();
  const ok = window.page.locator(".quick-input-widget .monaco-button", { hasText: "OK" });
  await ok.waitFor();
  const toast = window.page.locator(".notification-list-item", { hasText: "Exporting to logs" });

  // The collector stands still, so that the export is never faster than the click.
  process.kill(collector.pid, "SIGSTOP");
  try {
    await expect
      .poll(
        async () => {
          await ok.click({ timeout: 1_000 }).catch(() => undefined); // taken, and gone
          return toast.count();
        },
        { interval: 1_000 },
      )
      .toBe(1);
    await toast.hover();
    await toast.locator(".monaco-button", { hasText: "Cancel" }).click();
  } finally {
    process.kill(collector.pid, "SIGCONT");
  }

  await toast.waitFor({ state: "detached" });
  // What the collector shows now it received after the cancelled export.
  await sendLogs(collector, [{ body: "cart found", severityNumber: 17 }]);
  await logs.getByText("cart found").first().waitFor();
  const files = () => readdirSync(editor.workspacePath);
  await expect.poll(() => files().filter((name) => name.startsWith("logs.jsonl"))).toEqual([]);
  expect(await window.page.locator(".notification-list-item").count()).toBe(0);
});

test("the file of searches is completed and checked by its schema", async () => {
  const logs = await window.panel("logs");
  await logs.getByLabel("Saved searches and history").click();
  await logs.getByText("Edit Saved Searches").click();
  await window.page.locator(".tab.active", { hasText: "sidelight.json" }).waitFor();

  const { keyboard } = window.page;
  await window.page.locator(".monaco-editor .view-lines").first().click();
  await keyboard.press("Control+End");
  // Behind the one search's query: the file ends with "}", "]", "}" and an empty line.
  for (let i = 0; i < 4; i++) await keyboard.press("ArrowUp");
  await keyboard.press("End");
  await keyboard.type(',\n"');
  await expect
    .poll(
      async () => {
        await keyboard.press("Control+Space");
        return window.page.locator(".suggest-widget .monaco-list-row").allInnerTexts();
      },
      { interval: 1_000 },
    )
    .toEqual(expect.arrayContaining([expect.stringContaining("groupBy")]));
  await window.shot("searches-completion");
});
