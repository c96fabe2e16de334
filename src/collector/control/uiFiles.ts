// The browser page: the same panels that the editor shows, served from the extension's own files.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { browserPage } from "../../shared/panelHtml";
import type { HttpReply } from "../pipeline/httpRoute";
import { aboutPath, aboutText, type Neighbour } from "./neighbours";
import type { PageCodes } from "./pageCodes";

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".ttf": "font/ttf",
};

/** Scripts and styles of this listener only; the control socket is the one connection, and exports are posted. */
const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Who may use the page: whoever has the token, which a code is exchanged for once. */
export interface PageKeys {
  readonly token: string;
  readonly codes: PageCodes;
}

/** Gives the reply for a path below /ui/ (`/ui/?panel=logs`), undefined when there is nothing there. */
export function createUiFiles(webviewPath: string, self: Neighbour, keys: PageKeys) {
  return async (
    path: string,
    query: URLSearchParams,
    method: string,
  ): Promise<HttpReply | undefined> => {
    if (path !== "/ui" && !path.startsWith("/ui/")) return undefined;
    if (path === aboutPath) return secured("application/json", aboutText(self));
    const name = path.slice("/ui/".length);
    const code = query.get("code");
    // HEAD is asked by what looks at links, and would use the code up.
    if (name === "" && code !== null && method === "GET") return exchanged(code, query, keys);
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

/** Leads to the page with the token in its address, where nobody else reads it. */
function exchanged(code: string, query: URLSearchParams, { token, codes }: PageKeys): HttpReply {
  if (!codes.take(code)) {
    return secured(
      "text/plain; charset=utf-8",
      "This address was used before, or is older than a minute. Run “Sidelight: Open in Browser” again.\n",
      403,
    );
  }
  const params = new URLSearchParams(query);
  params.delete("code");
  params.set("token", token);
  const { headers, ...rest } = secured("text/plain; charset=utf-8", "", 303);
  // Relative: the way here may be another one's, as in an editor that runs on another machine.
  return { ...rest, headers: { ...headers, Location: `?${params.toString()}` } };
}

function secured(contentType: string, body: string | Uint8Array, status = 200): HttpReply {
  return {
    status,
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
