// The commands of package.json, one line each. Opening anything is using Sidelight, and may start the collector.

import { commands, env, Uri, ViewColumn, window, workspace } from "vscode";
import type { PanelView } from "../shared/contract/hostApi";
import type { CollectorConnection } from "./collector/collectorConnection";
import type { CollectorControl } from "./collector/collectorControl";
import { findCollector } from "./collector/discoveryFile";
import { noCodeOpen, notConnected, pageNotOpened, reasonOf, requestFailed } from "./errors";
import { Disposable } from "./lifetime";
import type { EditorPanels } from "./panels/editorPanels";
import type { SideBarPanels } from "./panels/sideBarPanels";
import { type RefusedKind, refusedKindOf } from "./refusedPayloads";
import { showFailure } from "./showFailure";
import { queryOfCursor } from "./statements/statementOpener";
import type { OverviewNode } from "./tree/overviewNode";

export interface CommandPlaces {
  readonly connection: CollectorConnection;
  readonly control: CollectorControl;
  readonly panels: EditorPanels;
  readonly sideBar: SideBarPanels;
  readonly dataPath: string;
  readonly logPath: string;
  showOutput(): void;
  runDemo(): Promise<void>;
  /** `id` names a way of connecting, and leaves out the list of them. */
  connectApp(id?: string): Promise<void>;
  showRefused(kind: RefusedKind): Promise<void>;
}

export class Commands extends Disposable {
  constructor(private readonly places: CommandPlaces) {
    super();
    const { control, panels } = places;
    const all: Record<string, (argument: unknown) => unknown> = {
      openLogs: (view) => void panels.show({ panel: "logs", ...viewOf(view) }),
      openTimeline: (view) => void panels.show({ panel: "timeline", ...viewOf(view) }),
      openCompare: (view) => void panels.show({ panel: "compare", ...viewOf(view) }),
      showLogsOfLine: () => this.showLogsOfLine(),
      openMetrics: (view) => void panels.show({ panel: "metrics", ...viewOf(view) }),
      startCollector: () => control.start(),
      stopCollector: () => control.stop(),
      restartCollector: () => control.restart(),
      clear: () => this.clear(),
      deleteAll: () => this.deleteAll(),
      connectApp: (id) => places.connectApp(typeof id === "string" ? id : undefined),
      copyEndpoints: () => this.copyEndpoints(),
      copyAddress: (node) => this.copyAddress(node),
      openInBrowser: () => this.openInBrowser(),
      runDemo: () => places.runDemo(),
      showRefused: (kind) => this.showRefused(kind),
      showLog: () => this.showLog(),
    };
    for (const [name, run] of Object.entries(all)) {
      this.register(commands.registerCommand(`sidelight.${name}`, run));
    }
  }

  private showLogsOfLine(): void {
    const query = queryOfCursor();
    if (query === undefined) showFailure(noCodeOpen());
    else void this.places.panels.show({ panel: "logs", query });
  }

  private clear(): void {
    this.places.panels.clear();
    this.places.sideBar.clear();
  }

  private async deleteAll(): Promise<void> {
    const { client } = this.places.connection;
    if (client === undefined) return showFailure(notConnected());
    const answer = await window.showWarningMessage(
      "Delete every record that Sidelight has stored?",
      { modal: true, detail: "Logs, spans and metrics of all apps. This cannot be undone." },
      "Delete",
    );
    if (answer !== "Delete") return;
    try {
      await client.deleteAll();
      this.clear();
    } catch (error) {
      showFailure(requestFailed("delete what is stored", reasonOf(error)));
    }
  }

  private async copyEndpoints(): Promise<void> {
    const { state } = this.places.connection;
    if (state.kind !== "connected" && !(await this.places.control.start())) return;
    const found = await findCollector(this.places.dataPath);
    if (found === undefined) return showFailure(notConnected());
    const lines = Object.entries(found.endpoints).map(([name, address]) => `${name}: ${address}`);
    await env.clipboard.writeText(`${lines.join("\n")}\n`);
    window.setStatusBarMessage(`$(check) Copied ${lines.join(", ")}`, 5_000);
  }

  private async copyAddress(node: unknown): Promise<void> {
    const address = (node as Partial<OverviewNode> | undefined)?.address; // what the tree's menu hands over
    if (typeof address !== "string") return;
    await env.clipboard.writeText(address);
    window.setStatusBarMessage(`$(check) Copied ${address}`, 5_000);
  }

  private async showRefused(argument: unknown): Promise<void> {
    const kind = refusedKindOf(argument);
    if (kind !== undefined) await this.places.showRefused(kind);
  }

  private async openInBrowser(): Promise<void> {
    if (this.places.connection.state.kind !== "connected" && !(await this.places.control.start())) {
      return;
    }
    const { client } = this.places.connection;
    if (client === undefined) return showFailure(notConnected());
    try {
      await env.openExternal(Uri.parse(await client.pageAddress(), true));
    } catch (error) {
      showFailure(pageNotOpened(reasonOf(error)));
    }
  }

  private async showLog(): Promise<void> {
    try {
      const document = await workspace.openTextDocument(Uri.file(this.places.logPath));
      await window.showTextDocument(document, { viewColumn: ViewColumn.Active });
    } catch {
      this.places.showOutput(); // it never ran here: what this window did is all there is
    }
  }
}

/** Commands are called with whatever other extensions, keys and links hand over. */
function viewOf(argument: unknown): PanelView {
  if (typeof argument === "string") return { id: argument };
  if (typeof argument !== "object" || argument === null) return {};
  const { query, good, within, by, pattern, id, seq, metric } = argument as Partial<
    Record<keyof PanelView, unknown>
  >;
  return {
    ...(typeof query === "string" ? { query } : {}),
    ...(typeof good === "string" ? { good } : {}),
    ...(typeof within === "string" ? { within } : {}),
    ...(typeof by === "string" ? { by } : {}),
    ...(typeof pattern === "string" ? { pattern } : {}),
    ...(typeof id === "string" ? { id } : {}),
    ...(typeof seq === "number" ? { seq } : {}),
    ...(typeof metric === "string" ? { metric } : {}),
  };
}
