// The context keys that menus and welcome texts ask for; all of them are set here.

import { commands } from "vscode";
import type { ConnectionState } from "../shared/contract/hostApi";

export interface ContextKeys {
  /** How the window stands to the collector. */
  readonly "sidelight.connection": ConnectionState["kind"];
}

export function setContext<Key extends keyof ContextKeys>(key: Key, value: ContextKeys[Key]): void {
  void commands.executeCommand("setContext", key, value);
}
