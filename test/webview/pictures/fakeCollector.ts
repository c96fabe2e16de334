// A collector with invented data on a free loopback port: the browser page and the control socket, and
// only the calls the pictures need. Any other call fails with a clear error.

import "vscode-jsonrpc/node";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, extname, join } from "node:path";
import { WebSocketServer } from "ws";
import type { CollectorApi } from "../../../src/shared/contract/collectorApi";
import type { PanelKind } from "../../../src/shared/contract/hostApi";
import { type Channel, createRpc, type Server } from "../../../src/shared/contract/rpc";
import { panelHtml } from "../../../src/shared/panelHtml";

export type FakeApi = Partial<Server<CollectorApi>>;

export interface FakeCollector {
  url(panel: PanelKind, params?: Readonly<Record<string, string>>): string;
  /** What answers from now on. */
  use(api: FakeApi): void;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".ttf": "font/ttf",
};

export async function startFakeCollector(distPath: string): Promise<FakeCollector> {
  let api: FakeApi = {};
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const name = basename(url.pathname);
    if (url.pathname === "/ui/") {
      const panel = (url.searchParams.get("panel") ?? "logs") as PanelKind;
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(
        panelHtml({
          panel,
          scriptUri: `${panel}.js`,
          styleUris: ["browserTheme.css", `${panel}.css`],
          cspSource: "'self'",
          connectSource: "'self'",
        }),
      );
      return;
    }
    try {
      const folder = name === "browserTheme.css" ? join(distPath, "../webview/lib") : distPath;
      const from = name === "browserTheme.css" ? folder : join(distPath, "webview");
      response.setHeader("content-type", types[extname(name)] ?? "application/octet-stream");
      response.end(readFileSync(join(from, name)));
    } catch {
      response.statusCode = name === "favicon.ico" ? 204 : 404;
      response.end();
    }
  });
  const sockets = new WebSocketServer({ server, path: "/control" });
  sockets.on("connection", (socket) => {
    const channel: Channel = {
      send: (message) => socket.send(JSON.stringify(message)),
      onMessage: (listener) =>
        socket.on("message", (data: Buffer) => listener(JSON.parse(data.toString()))),
      onClose: (listener) => socket.on("close", listener),
      close: () => socket.close(),
    };
    const names = [
      "hello",
      "timeline",
      "requests",
      "series",
      "chart",
      "groups",
      "services",
    ] as const;
    const methods = Object.fromEntries(
      names.map((method) => [
        method,
        (params: never, signal: AbortSignal) => {
          const answer = api[method] as ((p: never, s: AbortSignal) => unknown) | undefined;
          if (answer !== undefined) return answer(params, signal);
          if (method === "hello") return hello(port);
          throw new Error(`The fake collector has no ${method}.`);
        },
      ]),
    );
    createRpc(channel).serve(methods as unknown as Server<CollectorApi>);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (panel, params = {}) => {
      const query = new URLSearchParams({ token: "t", panel, ...params });
      return `http://127.0.0.1:${port}/ui/?${query.toString()}`;
    },
    use: (next) => {
      api = next;
    },
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        server.close(() => resolve());
      }),
  };
}

const hello = (port: number) => ({
  version: "0.2.0",
  protocol: 1,
  pid: 1,
  startTime: "2026-11-22T10:00:00Z",
  endpoints: { http: `http://127.0.0.1:${port}`, statsd: "127.0.0.1:8125" },
  ui: "",
  dataPath: "/data",
});
