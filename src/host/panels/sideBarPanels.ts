// The panels in the side bar, 300 px wide: each panel has a view, too, which package.json lists.

import { commands, type WebviewView, window } from "vscode";
import { type PanelKind, panelKinds } from "../../shared/contract/hostApi";
import { Disposable } from "../lifetime";
import { LoadWatch } from "./loadWatch";
import { viewIdOf } from "./panelIds";
import { type PanelPlaces, PanelView } from "./panelView";

export class SideBarPanels extends Disposable {
  private readonly open = new Map<PanelKind, PanelView>();
  /** How often a view was made again because its page did not load. */
  private readonly attempts = new Map<PanelKind, number>();

  constructor(private readonly places: PanelPlaces) {
    super();
    for (const kind of panelKinds) {
      const provider = { resolveWebviewView: (view: WebviewView) => this.adopt(kind, view) };
      this.register(window.registerWebviewViewProvider(viewIdOf(kind), provider));
    }
  }

  /** "Clear" in every view: from now on. */
  clear(): void {
    for (const panel of this.open.values()) panel.clear();
  }

  override dispose(): void {
    for (const panel of this.open.values()) panel.dispose();
    super.dispose();
  }

  private adopt(kind: PanelKind, view: WebviewView): void {
    const frame = { kind, webview: view.webview, column: () => undefined };
    const panel = new PanelView(frame, this.places);
    this.open.set(kind, panel);
    const watch = new LoadWatch(this.attempts.get(kind) ?? 0, () => void this.makeAgain(kind));
    void panel.loaded.then(() => {
      this.attempts.delete(kind);
      watch.loaded();
    });
    const setShown = () => {
      panel.setShown(view.visible);
      watch.setShown(view.visible);
    };
    setShown();
    const visibility = view.onDidChangeVisibility(setShown);
    view.onDidDispose(() => {
      visibility.dispose();
      watch.dispose();
      panel.dispose();
      if (this.open.get(kind) === panel) this.open.delete(kind);
    });
  }

  /** A view is the editor's: it makes another one when it was taken out and is shown again, wherever it is. */
  private async makeAgain(kind: PanelKind): Promise<void> {
    this.attempts.set(kind, (this.attempts.get(kind) ?? 0) + 1);
    await commands.executeCommand(`${viewIdOf(kind)}.toggleVisibility`);
    await commands.executeCommand(`${viewIdOf(kind)}.focus`, { preserveFocus: true });
  }
}
