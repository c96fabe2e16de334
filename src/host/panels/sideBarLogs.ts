// The logs in the side bar, 300 px wide: the same panel in a view.

import type { WebviewView, WebviewViewProvider } from "vscode";
import { Disposable } from "../lifetime";
import { type PanelPlaces, PanelView } from "./panelView";

export class SideBarLogs extends Disposable implements WebviewViewProvider {
  private view: PanelView | undefined;

  constructor(private readonly places: PanelPlaces) {
    super();
  }

  resolveWebviewView(view: WebviewView): void {
    const frame = { kind: "logs", webview: view.webview, column: () => undefined } as const;
    const logs = new PanelView(frame, this.places);
    this.view = logs;
    logs.setShown(view.visible);
    const visibility = view.onDidChangeVisibility(() => logs.setShown(view.visible));
    view.onDidDispose(() => {
      visibility.dispose();
      logs.dispose();
      if (this.view === logs) this.view = undefined;
    });
  }

  clear(): void {
    this.view?.clear();
  }

  override dispose(): void {
    this.view?.dispose();
    super.dispose();
  }
}
