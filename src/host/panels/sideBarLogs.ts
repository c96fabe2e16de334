// The logs in the side bar, 300 px wide: the same panel in a view.

import { commands, type WebviewView, type WebviewViewProvider } from "vscode";
import { Disposable } from "../lifetime";
import { LoadWatch } from "./loadWatch";
import { type PanelPlaces, PanelView } from "./panelView";

export const logsViewId = "sidelight.logsView";

export class SideBarLogs extends Disposable implements WebviewViewProvider {
  private view: PanelView | undefined;
  /** How often it was made again because its page did not load. */
  private attempt = 0;

  constructor(private readonly places: PanelPlaces) {
    super();
  }

  resolveWebviewView(view: WebviewView): void {
    const frame = { kind: "logs", webview: view.webview, column: () => undefined } as const;
    const logs = new PanelView(frame, this.places);
    this.view = logs;
    const watch = new LoadWatch(this.attempt, () => void this.makeAgain());
    void logs.loaded.then(() => {
      this.attempt = 0;
      watch.loaded();
    });
    const setShown = () => {
      logs.setShown(view.visible);
      watch.setShown(view.visible);
    };
    setShown();
    const visibility = view.onDidChangeVisibility(setShown);
    view.onDidDispose(() => {
      visibility.dispose();
      watch.dispose();
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

  /** A view is the editor's: it makes another one when it was taken out and is shown again, wherever it is. */
  private async makeAgain(): Promise<void> {
    this.attempt += 1;
    await commands.executeCommand(`${logsViewId}.toggleVisibility`);
    await commands.executeCommand(`${logsViewId}.focus`, { preserveFocus: true });
  }
}
