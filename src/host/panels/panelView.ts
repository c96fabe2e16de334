// A panel in a webview, wherever that is: beside the code or in the side bar.

import { Uri, type ViewColumn, type Webview } from "vscode";
import type {
  ConnectionState,
  PanelKind,
  PanelStart,
  PanelView as View,
} from "../../shared/contract/hostApi";
import { panelHtml } from "../../shared/panelHtml";
import type { LinkPlaces } from "../collector/collectorLink";
import { Disposable } from "../lifetime";
import { type EditorActions, panelServer } from "./panelServer";
import { PanelSession } from "./panelSession";

export interface PanelPlaces extends LinkPlaces {
  readonly extensionUri: Uri;
  /** For a panel in this column; `undefined` is the side bar. */
  actions(column: () => ViewColumn | undefined): EditorActions;
  /** A panel is in use: the collector should run. */
  onUse(): void;
}

export interface PanelFrame {
  readonly kind: PanelKind;
  readonly webview: Webview;
  column(): ViewColumn | undefined;
}

export class PanelView extends Disposable {
  private session: PanelSession | undefined;
  private isShown = false;
  /** Asked for before the page was ready to be told. */
  private pending: View | undefined;
  private isReady = false;
  private onLoaded: () => void = () => undefined;

  constructor(
    private readonly frame: PanelFrame,
    private readonly places: PanelPlaces,
    view?: View,
  ) {
    super();
    this.pending = view;
    this.loaded = new Promise((resolve) => (this.onLoaded = resolve));
    const { webview } = frame;
    const folder = Uri.joinPath(places.extensionUri, "dist", "webview");
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    this.register(webview.onDidReceiveMessage((data: unknown) => this.receive(data)));
    const uriOf = (name: string) => webview.asWebviewUri(Uri.joinPath(folder, name)).toString();
    webview.html = panelHtml({
      panel: frame.kind,
      scriptUri: uriOf(`${frame.kind}.js`),
      styleUris: [uriOf(`${frame.kind}.css`)],
      cspSource: webview.cspSource,
    });
  }

  show(view: View): void {
    if (this.isReady && this.session !== undefined) this.session.show(view);
    else this.pending = view;
  }

  clear(): void {
    this.session?.clear();
  }

  /** Resolves when the page has loaded for the first time; never, when the panel is closed before that. */
  readonly loaded: Promise<void>;

  /** What the page has not been told yet. */
  get untold(): View | undefined {
    return this.pending;
  }

  /** Called whenever the editor shows or hides the panel. */
  setShown(isShown: boolean): void {
    if (isShown === this.isShown) return;
    this.isShown = isShown;
    this.endSession();
    if (!isShown) return;
    this.session = this.newSession();
    this.places.onUse();
  }

  override dispose(): void {
    this.endSession();
    super.dispose();
  }

  private receive(data: unknown): void {
    if (this.isShown) this.session?.receive(data); // else: the last words of a page that is taken down
  }

  private endSession(): void {
    this.session?.dispose();
    this.session = undefined;
    this.isReady = false;
  }

  private newSession(): PanelSession {
    const { frame, places } = this;
    const post = (message: unknown) => void frame.webview.postMessage(message);
    const actions = places.actions(() => frame.column());
    return new PanelSession(places, post, (connect) =>
      panelServer(frame.kind, () => Promise.resolve(this.start(connect())), actions),
    );
  }

  private start(connection: ConnectionState): PanelStart {
    const view = this.pending;
    this.pending = undefined;
    this.isReady = true;
    this.onLoaded();
    return {
      panel: this.frame.kind,
      canOpenSource: true,
      connection,
      ...(view === undefined ? {} : { view }),
    };
  }
}
