// A workspace that is not trusted: nothing starts by itself, nothing that came with it is obeyed, and what the user asks
// for works.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Editor, type Window } from "./editor";
import { editorOfTests } from "./editorOfTests";
import { sendLogs } from "./telemetry";

const portOfWorkspace = 39_871;
let editor: Editor;
let window: Window;
editorOfTests(
  (opened) => ({ editor, window } = opened),
  async () => {
    const started = await Editor.start({
      "security.workspace.trust.enabled": true,
      "security.workspace.trust.startupPrompt": "never",
    });
    const write = (path: string, text: string) => {
      const full = join(started.workspacePath, path);
      mkdirSync(join(full, ".."), { recursive: true });
      writeFileSync(full, text);
    };
    write("logs/app.log", 'level=info msg="a line of the file"\n');
    write(
      ".vscode/settings.json",
      JSON.stringify({
        "sidelight.ports.statsd": portOfWorkspace,
        "sidelight.files.follow": ["logs/app.log"],
        "sidelight.source.pathMappings": { "/app": "/etc" },
      }),
    );
    return started;
  },
);

test("opening a panel starts no collector; its button does", async () => {
  await window.run("Sidelight: Open Logs");
  const logs = await window.panel("logs");
  await logs.getByText("The collector is not running").waitFor();
  expect(editor.discovery()).toBeUndefined();

  await logs.getByRole("button", { name: "Start Collector" }).click();

  const { endpoints } = await editor.collector();
  expect(endpoints.statsd).not.toContain(String(portOfWorkspace));
});

test("a row leads to its line, and not where the workspace's settings say", async () => {
  const logs = await window.panel("logs");
  await sendLogs(await editor.collector(), [
    { body: "order taken", file: "/app/src/orders.py", line: 9 },
  ]);

  const row = logs.getByRole("row", { name: /order taken/ });
  await row.getByRole("button", { name: /orders\.py/ }).click();

  await expect.poll(() => window.cursor()).toMatch(/^Ln 9, /);
  await expect.poll(() => window.activeTabs()).toContain("orders.py");
  await window.shot("untrusted");
});

test("when it is trusted its files are followed by the collector that runs", async () => {
  const logs = await window.panel("logs");
  const collector = await editor.collector();
  expect(await logs.getByRole("row", { name: /a line of the file/ }).count()).toBe(0);

  await window.run("Workspaces: Manage Workspace Trust");
  await window.page.getByRole("button", { name: "Trust", exact: true }).first().click();

  await logs.getByRole("row", { name: /a line of the file/ }).waitFor();
  expect(editor.discovery()?.pid).toBe(collector.pid);
});

test("a file that is added to the setting is followed at once, and one that is taken out no more", async () => {
  const file = (name: string) => join(editor.workspacePath, "logs", name);
  writeFileSync(file("other.log"), 'level=info msg="a line of another file"\n');

  writeFileSync(
    join(editor.workspacePath, ".vscode", "settings.json"),
    JSON.stringify({ "sidelight.files.follow": ["logs/other.log"] }),
  );

  const logs = await window.panel("logs");
  await logs.getByRole("row", { name: /a line of another file/ }).waitFor();
  writeFileSync(file("app.log"), 'level=info msg="nobody reads this"\n', { flag: "a" });
  writeFileSync(file("other.log"), 'level=info msg="the last line"\n', { flag: "a" });
  await logs.getByRole("row", { name: /the last line/ }).waitFor();
  expect(await logs.getByRole("row", { name: /nobody reads this/ }).count()).toBe(0);
});
