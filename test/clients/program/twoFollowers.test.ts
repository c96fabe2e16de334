// Two windows that follow the same file, by the control socket of the real program.

import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { WebSocket } from "ws";
import "vscode-jsonrpc/node";
import { webSocketChannel } from "../../../src/collector/control/webSocketChannel";
import type { CollectorApi } from "../../../src/shared/contract/collectorApi";
import { createRpc } from "../../../src/shared/contract/rpc";
import { TestCollector } from "../collector";

let collector: TestCollector;
beforeAll(async () => {
  collector = await TestCollector.start();
});
afterAll(() => collector.stop());

async function aWindow() {
  const url = collector.ui.replace("http", "ws").replace("/ui/", "/control");
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await new Promise((resolve) => socket.once("open", resolve));
  return createRpc(webSocketChannel(socket)).client<CollectorApi>();
}

test("a file that one window takes out of its settings is still followed for the other", async () => {
  const path = join(collector.dataPath, "app.log");
  const [first, second] = [await aWindow(), await aWindow()];
  for (const window of [first, second]) await window.followFile({ path });
  appendFileSync(path, "while both follow it\n");
  await collector.waitFor('"while both follow it"');

  await first.unfollowFile({ path });

  appendFileSync(path, "while one follows it\n");
  await collector.waitFor('"while one follows it"');
});
