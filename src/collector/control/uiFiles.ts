// The browser page: the same panels that the editor shows, served from the extension's own files.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { browserPage } from "../../shared/panelHtml";
import type { HttpReply } from "../pipeline/httpRoute";

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".ttf": "font/ttf",
};

/** Scripts and styles of this listener only; the control socket is the one connection, and exports are posted. */
const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Gives the reply for a path below /ui/ (`/ui/?panel=logs`), undefined when there is nothing there. */
export function createUiFiles(webviewPath: string) {
  return async (path: string, query: URLSearchParams): Promise<HttpReply | undefined> => {
    if (path !== "/ui" && !path.startsWith("/ui/")) return undefined;
    const name = path.slice("/ui/".length);
    if (name === "") return secured("text/html; charset=utf-8", browserPage(query.get("panel")));
    const asset = /^[a-z][\w-]*(\.js|\.css|\.ttf)$/i.exec(name);
    const type = types[asset?.[1] ?? ""];
    if (type === undefined) return undefined;
    try {
      return secured(type, await readFile(join(webviewPath, name)));
    } catch {
      return undefined; // not built, or no such file
    }
  };
}

function secured(contentType: string, body: string | Uint8Array): HttpReply {
  return {
    status: 200,
    headers: {
      "Content-Type": contentType,
      "Content-Security-Policy": pagePolicy,
      "X-Content-Type-Options": "nosniff",
      // Without a referrer of its own the page would post exports as one of nowhere, which is let in nowhere.
      "Referrer-Policy": "same-origin",
      "Cache-Control": "no-store",
    },
    body,
  };
}
