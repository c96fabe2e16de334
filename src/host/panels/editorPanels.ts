// The panels beside the code: one of a kind, opened where the last one is, restored after a reload.

import { Uri, ViewColumn, type WebviewPanel, window } from "vscode";
import { type PanelKind, panelKinds, type PanelRequest } from "../../shared/contract/hostApi";
import { panelTitles } from "../../shared/panelHtml";
import { Disposable } from "../lifetime";
import { LoadWatch } from "./loadWatch";
import { viewTypeOf } from "./panelIds";
import { type PanelPlaces, PanelView } from "./panelView";

interface OpenPanel {
  readonly panel: WebviewPanel;
  readonly view: PanelView;
}

export class EditorPanels extends Disposable {
  private readonly open = new Map<PanelKind, OpenPanel>();

  constructor(private readonly places: PanelPlaces) {
    super();
    for (const kind of panelKinds) {
      const serializer = {
        deserializeWebviewPanel: (panel: WebviewPanel) => {
          this.adopt(kind, panel);
          return Promise.resolve();
        },
      };
      this.register(window.registerWebviewPanelSerializer(viewTypeOf(kind), serializer));
    }
  }

  /** Resolves when its page has loaded. */
  show({ panel: kind, ...view }: PanelRequest): Promise<void> {
    const open = this.open.get(kind);
    if (open !== undefined) {
      open.panel.reveal();
      if (Object.keys(view).length > 0) open.view.show(view);
      return open.view.loaded;
    }
    return this.adopt(kind, create(kind, { viewColumn: this.columnForNew() }), view).loaded;
  }

  /** "Clear" in every panel: from now on. */
  clear(): void {
    for (const { view } of this.open.values()) view.clear();
  }

  override dispose(): void {
    for (const { panel } of [...this.open.values()]) panel.dispose();
    super.dispose();
  }

  /** `attempt`: how often this panel was made again because its page did not load. */
  private adopt(
    kind: PanelKind,
    panel: WebviewPanel,
    request?: Omit<PanelRequest, "panel">,
    attempt = 0,
  ): PanelView {
    this.open.get(kind)?.panel.dispose(); // restored twice: the later one is where the user left it
    const icon = Uri.joinPath(this.places.extensionUri, "media");
    panel.iconPath = {
      light: Uri.joinPath(icon, `${kind}-light.svg`),
      dark: Uri.joinPath(icon, `${kind}-dark.svg`),
    };
    const frame = { kind, webview: panel.webview, column: () => panel.viewColumn };
    const view = new PanelView(frame, this.places, request);
    this.open.set(kind, { panel, view });
    const watch = new LoadWatch(attempt, () => {
      const viewColumn = panel.viewColumn ?? ViewColumn.Beside;
      this.adopt(kind, create(kind, { viewColumn, preserveFocus: true }), view.untold, attempt + 1);
    });
    void view.loaded.then(() => watch.loaded());
    const setShown = () => {
      view.setShown(panel.visible);
      watch.setShown(panel.visible);
    };
    const states = panel.onDidChangeViewState(setShown);
    setShown();
    panel.onDidDispose(() => {
      states.dispose();
      watch.dispose();
      view.dispose();
      if (this.open.get(kind)?.panel === panel) this.open.delete(kind);
    });
    return view;
  }

  /** Beside the code; with a panel in sight already, in its group. */
  private columnForNew(): ViewColumn {
    const shown = [...this.open.values()].find(({ panel }) => panel.visible);
    return shown?.panel.viewColumn ?? ViewColumn.Beside;
  }
}

const create = (kind: PanelKind, place: { viewColumn: ViewColumn; preserveFocus?: boolean }) =>
  window.createWebviewPanel(viewTypeOf(kind), panelTitles[kind], place, {
    enableFindWidget: false,
  });
