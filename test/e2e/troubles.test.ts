// What can be wrong on a machine, as the editor tells it: a port that is taken, a store that cannot be opened.

import { DuckDBInstance } from "@duckdb/node-api";
import { createSocket, type Socket } from "node:dgram";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Editor, type Window } from "./editor";
import { editorOfTests } from "./editorOfTests";
import { sendLogs, sendStatsd } from "./telemetry";

let editor: Editor;
let window: Window;
let other: Socket;
let takenPort: number;
editorOfTests(
  (opened) => ({ editor, window } = opened),
  async () => {
    other = createSocket("udp4");
    await new Promise<void>((resolve) => other.bind(0, "127.0.0.1", resolve));
    takenPort = other.address().port;
    return Editor.start({ "sidelight.ports.statsd": takenPort });
  },
);
afterAll(() => {
  other.close();
});

const notification = (text: string) =>
  window.page.locator(".notification-list-item", { hasText: text }).first();

test("a port that another program has is said in the side bar, and another one is taken", async () => {
  await window.openSideBar();
  const collector = await editor.collector();

  await expect
    .poll(() => window.treeRows())
    .toContainEqual(
      expect.stringMatching(new RegExp(`^Port ${takenPort} \\(statsd\\) is used by`)),
    );
  await window.shot("trouble-port");
  expect(collector.endpoints.statsd).not.toContain(`:${takenPort}`);
  await sendStatsd(collector, ["reaches:1|c"]);
  await window.run("Sidelight: Open Metrics");
  const metrics = await window.panel("metrics");
  await metrics.getByText("reaches").first().waitFor();
});

test("a store of a newer version is refused by name and path, and opened when it can be", async () => {
  const collector = await editor.collector();
  await sendLogs(collector, [{ body: "kept" }]);
  await window.run("Sidelight: Stop Collector");
  // It lets go of the store after it has taken away word of itself.
  await expect.poll(() => isRunning(collector.pid)).toBe(false);
  expect(editor.discovery()).toBeUndefined();
  const store = join(editor.home, "sidelight", "sidelight.duckdb");
  const format = await setFormat(store, "99");

  await window.run("Sidelight: Start Collector");

  const refusal = notification("was written by a newer Sidelight");
  await refusal.waitFor();
  expect(await refusal.innerText()).toContain(store);
  await window.shot("trouble-newer-store");
  expect(editor.discovery()).toBeUndefined();

  await setFormat(store, format);
  await refusal.getByRole("button", { name: "Try Again" }).click();
  await editor.collector();
  await window.run("Sidelight: Open Logs");
  await (await window.panel("logs")).getByRole("row", { name: /kept/ }).waitFor();
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Gives the one before. */
async function setFormat(store: string, format: string): Promise<string> {
  const instance = await DuckDBInstance.create(store);
  const connection = await instance.connect();
  const where = "where key = 'format_version'";
  const before = await connection.runAndReadAll(`select value from meta ${where}`);
  await connection.run(`update meta set value = '${format}' ${where}`);
  connection.closeSync();
  instance.closeSync();
  return String(before.getRows()[0]?.[0]);
}
