// Where a panel runs decides how it connects: messages in the editor, a WebSocket in the browser page.

import type { PanelKind } from "../../src/shared/contract/hostApi";
import { connectBrowser } from "./browserConnection";
import type { Connection } from "./connection";
import { vscodeApi } from "./vscodeApi";
import { connectVsCode } from "./vscodeConnection";

/** Call once, in main.tsx. */
export function connect(panel: PanelKind): Connection {
  const api = vscodeApi();
  return api === undefined ? connectBrowser(panel) : connectVsCode(panel, api);
}
