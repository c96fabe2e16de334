// The browser page: the same panels that the editor shows, served from the extension's own files.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { HttpReply } from "./httpRoute";

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".ttf": "font/ttf",
};

/** Scripts and styles of this listener only; the control socket is the one connection. */
const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
  "connect-src 'self' ws:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** `page` gives the HTML of a path below /ui/ ("" for the start page), undefined when there is none. */
export function createUiFiles(webviewPath: string, page: (name: string) => string | undefined) {
  return async (path: string): Promise<HttpReply | undefined> => {
    if (path !== "/ui" && !path.startsWith("/ui/")) return undefined;
    const name = path.slice("/ui/".length);
    const asset = /^([a-z][\w-]*)(\.js|\.css|\.ttf)$/i.exec(name);
    const type = types[asset?.[2] ?? ""];
    if (asset !== null && type !== undefined) {
      try {
        return secured(type, await readFile(join(webviewPath, name)));
      } catch {
        return undefined; // not built, or no such file
      }
    }
    const html = page(name);
    return html === undefined ? undefined : secured("text/html; charset=utf-8", html);
  };
}

function secured(contentType: string, body: string | Uint8Array): HttpReply {
  return {
    status: 200,
    headers: {
      "Content-Type": contentType,
      "Content-Security-Policy": pagePolicy,
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
      "Cache-Control": "no-store",
    },
    body,
  };
}
