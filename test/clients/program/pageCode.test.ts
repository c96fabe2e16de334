// The address that "Open in Browser" hands to a program: it lets one browser in, once.

import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import "vscode-jsonrpc/node";
import { webSocketChannel } from "../../../src/collector/control/webSocketChannel";
import type { CollectorApi } from "../../../src/shared/contract/collectorApi";
import { type Client, createRpc } from "../../../src/shared/contract/rpc";
import { TestCollector } from "../collector";

let collector: TestCollector;
let api: Client<CollectorApi>;
beforeAll(async () => {
  collector = await TestCollector.start();
  const socket = new WebSocket(collector.ui.replace("http", "ws").replace("/ui/", "/control"));
  await new Promise((resolve) => socket.once("open", resolve));
  api = createRpc(webSocketChannel(socket)).client<CollectorApi>();
});
afterAll(() => collector.stop());

const visit = (url: string, method = "GET") => fetch(url, { method, redirect: "manual" });
const tokenIn = (url: string) => new URL(url).searchParams.get("token") ?? "";

test("it holds a code and no token, and leads once to the page that has the token", async () => {
  const address = await api.pageAddress();

  const first = await visit(`${address}&panel=metrics`);
  const again = await visit(address);

  expect(address).not.toContain(tokenIn(collector.ui));
  expect(first.status).toBe(303);
  expect(first.headers.get("cache-control")).toBe("no-store");
  const page = new URL(first.headers.get("location") ?? "", address);
  expect(page.href).toBe(
    `${collector.endpoints.http}/ui/?panel=metrics&token=${tokenIn(collector.ui)}`,
  );
  expect(await (await visit(page.href)).text()).toContain("/ui/metrics.js");
  expect(again.status).toBe(403);
  expect(await again.text()).toContain("used before");
});

test("each address has a code of its own, and looking at one uses nothing up", async () => {
  const [one, other] = [await api.pageAddress(), await api.pageAddress()];

  expect(one).not.toBe(other);
  expect((await visit(one, "HEAD")).status).toBe(200);
  expect((await visit(one)).status).toBe(303);
  expect((await visit(other)).status).toBe(303);
});

test.each(["", "x", "%00", "x".repeat(5000)])("the code %j is none", async (code) => {
  const reply = await visit(`${collector.endpoints.http}/ui/?code=${code}`);

  expect(reply.status).toBe(403);
  expect(reply.headers.get("location")).toBeNull();
});

test("a code is no token: it opens no control socket and no export", async () => {
  const code = new URL(await api.pageAddress()).searchParams.get("code") ?? "";

  const socket = new WebSocket(
    `${collector.endpoints.http!.replace("http", "ws")}/control?token=${code}`,
  );
  const status = await new Promise((resolve) =>
    socket.once("unexpected-response", (_request, response) => resolve(response.statusCode)),
  );

  expect(status).toBe(401);
  const download = `${collector.endpoints.http}/ui/export?token=${code}`;
  expect((await visit(download, "POST")).status).toBe(401);
});

test("the address that `serve --json` prints opens the page as before", async () => {
  const reply = await visit(collector.ui);

  expect(reply.status).toBe(200);
  expect(await reply.text()).toContain("/ui/logs.js");
});
