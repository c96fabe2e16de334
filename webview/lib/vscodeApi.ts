// VS Code gives a webview its API object once; it is taken here, at the first use, and handed only to
// the connection and the view state. Undefined in the browser page.

import type { WebviewApi } from "vscode-webview";

type Api = Pick<WebviewApi<unknown>, "postMessage" | "getState" | "setState">;
let taken: { readonly api: Api | undefined } | undefined;

export function vscodeApi(): Api | undefined {
  taken ??= {
    api: typeof acquireVsCodeApi === "function" ? acquireVsCodeApi() : undefined,
  };
  return taken.api;
}
