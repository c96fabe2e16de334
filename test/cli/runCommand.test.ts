import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { run } from "../../src/cli/runCommand";
import { writeDiscovery } from "../../src/collector/control/discoveryFile";
import { patienceMs } from "../patience";

test("a launched app holds a connection to the collector until its end", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sidelight-run-"));
  const connected = join(folder, "connected");
  const server = createServer((_, response) => response.end());
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const sockets = new WebSocketServer({ server });
  const released = new Promise<boolean>((resolve) => {
    sockets.on("connection", (socket) => {
      writeFileSync(connected, "");
      socket.on("close", () => resolve(existsSync(`${connected}.seen`)));
    });
  });
  const http = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const endpoints = { http };
  writeDiscovery(folder, {
    pid: process.pid,
    version: "1",
    protocol: 1,
    endpoints,
    token: "t",
    ui: http,
  });
  const script = `const fs = require("fs"), path = ${JSON.stringify(connected)};
    setTimeout(() => process.exit(1), ${patienceMs});
    setInterval(() => { if (fs.existsSync(path)) { fs.writeFileSync(path + ".seen", ""); process.exit(0); } }, 10);`;

  const code = await run.run(["--", process.execPath, "-e", script], folder);

  expect(code).toBe(0);
  expect(await released).toBe(true);
  sockets.close();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});
