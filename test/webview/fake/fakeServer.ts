// Serves the built panels as the collector's browser page does, with a fake collector behind /control.

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import "vscode-jsonrpc/node"; // rpc.ts's runtime
import { type WebSocket, WebSocketServer } from "ws";
import { type Channel, createRpc, type Rpc } from "../../../src/shared/contract/rpc";
import { browserPage } from "../../../src/shared/panelHtml";

const webviewPath = new URL("../../../dist/webview", import.meta.url).pathname;
const types: Record<string, string> = {
  js: "text/javascript",
  css: "text/css",
  ttf: "font/ttf",
};

/** Whatever answers the contract: a FakeCollector, or a few canned answers. */
export interface FakeEnd {
  serve(rpc: Rpc): void;
}
export interface FakeServer {
  readonly url: (panel: string) => string;
  /** Cuts every connection; the server goes on listening. */
  disconnect(): void;
  close(): Promise<void>;
}

export async function serveFake(collector: FakeEnd): Promise<FakeServer> {
  const server = createServer((request, reply) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const name = url.pathname.slice("/ui/".length);
    const file = join(webviewPath, name);
    const type = types[name.split(".").at(-1)!];
    if (name === "") {
      const html = browserPage(url.searchParams.get("panel"));
      reply.setHeader("Content-Type", "text/html").end(html);
    } else if (type !== undefined && existsSync(file)) {
      reply.setHeader("Content-Type", type).end(readFileSync(file));
    } else reply.writeHead(404).end();
  });
  const sockets = new WebSocketServer({ server, path: "/control" });
  sockets.on("connection", (socket) => collector.serve(createRpc(channelOf(socket))));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (panel) => `http://127.0.0.1:${port}/ui/?token=t&panel=${panel}`,
    disconnect: () => sockets.clients.forEach((client) => client.terminate()),
    close: async () => {
      sockets.clients.forEach((client) => client.terminate());
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function channelOf(socket: WebSocket): Channel {
  return {
    send: (message) => socket.send(JSON.stringify(message)),
    onMessage: (listener) =>
      void socket.on("message", (data: Buffer) => listener(JSON.parse(data.toString("utf8")))),
    onClose: (listener) => void socket.on("close", listener),
    close: () => socket.close(),
  };
}
