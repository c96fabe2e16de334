// Makes the next page take itself for a webview of the editor: frames to the collector go over the page's own
// socket, and the host answers `ready`, with the request to show if there is one, does nothing, and keeps what it
// was asked for.

import type { Page } from "playwright-core";

export async function inEditor(page: Page, bodyClass: string, id?: string): Promise<void> {
  const view = id === undefined ? {} : { view: { id } };
  await page.addInitScript(
    ([name, shown]) => {
      interface Frame {
        readonly to: string;
        readonly message: { readonly id?: number; readonly method?: string; params?: unknown };
      }
      const asked: unknown[] = [];
      const give = (to: string, message: unknown) => window.postMessage({ to, message });
      const endpoints = { http: "http://127.0.0.1:4318", statsd: "127.0.0.1:8125" };
      const start = { connection: { kind: "connected", endpoints }, canOpenSource: true, ...shown };
      const acquire = () => {
        document.body.classList.add(...name.split(" "));
        const socket = new WebSocket(`ws://${location.host}/control`);
        const isOpen = new Promise((resolve) => socket.addEventListener("open", resolve));
        socket.addEventListener("message", (event) =>
          give("collector", JSON.parse(String(event.data))),
        );
        return {
          postMessage: ({ to, message }: Frame) => {
            if (to === "collector") void isOpen.then(() => socket.send(JSON.stringify(message)));
            else if (message.id !== undefined) {
              const answers: Record<string, unknown> = { ready: start, searches: [] };
              const result = answers[message.method ?? ""] ?? null;
              asked.push({ [message.method ?? ""]: message.params });
              give("host", { jsonrpc: "2.0", id: message.id, result });
            }
          },
          getState: () => undefined,
          setState: () => undefined,
        };
      };
      Object.assign(window, { acquireVsCodeApi: acquire, askedOfHost: asked });
    },
    [bodyClass, view] as const,
  );
}

/** What the page asked of the host last: its method with its parameters. */
export const lastAsked = (page: Page): Promise<unknown> =>
  page.evaluate(() => (window as unknown as { askedOfHost: unknown[] }).askedOfHost.at(-1));
