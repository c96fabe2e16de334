// The native tree of the activity bar. It asks the collector only while somebody can see it.

import {
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  window,
} from "vscode";
import type { Stats } from "../../shared/contract/stats";
import type { CollectorConnection } from "../collector/collectorConnection";
import { Disposable } from "../lifetime";
import { overview, type OverviewData } from "./overview";
import type { OverviewNode } from "./overviewNode";

/** Figures come once a second; services and requests cost queries and may be older. */
const refreshMs = 2_000;
const maxRequests = 50;

export class OverviewTree extends Disposable implements TreeDataProvider<OverviewNode> {
  private readonly changed = this.register(new EventEmitter<undefined>());
  private readonly view: TreeView<OverviewNode>;
  private roots: readonly OverviewNode[] = [];
  private data: Omit<OverviewData, "stats"> = { services: [], requests: [] };
  private lastMs = 0;
  private isAsking = false;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly connection: CollectorConnection,
    onUse: () => void,
  ) {
    super();
    this.view = this.register(
      window.createTreeView("sidelight.overview", { treeDataProvider: this }),
    );
    this.register(
      this.view.onDidChangeVisibility(({ visible }) => {
        if (visible) onUse();
      }),
    );
    if (this.view.visible) onUse();
    this.register(
      connection.onDidChangeState(({ kind }) => {
        if (kind === "stopped" || kind === "failed") this.setRoots([]);
      }),
    );
    this.register(connection.onDidReceiveStats((stats) => void this.refresh(stats)));
  }

  getTreeItem(node: OverviewNode): TreeItem {
    const state =
      node.children === undefined
        ? TreeItemCollapsibleState.None
        : node.isCollapsed === true
          ? TreeItemCollapsibleState.Collapsed
          : TreeItemCollapsibleState.Expanded;
    const item = new TreeItem(node.label, state);
    item.id = node.id;
    item.contextValue = node.context;
    if (node.description !== undefined) item.description = node.description;
    if (node.tooltip !== undefined) item.tooltip = node.tooltip;
    if (node.icon !== undefined) {
      const colour = node.isFailed === true ? new ThemeColor("list.errorForeground") : undefined;
      item.iconPath = new ThemeIcon(node.icon, colour);
    }
    if (node.command !== undefined) {
      const [command, ...args] = node.command;
      item.command = { command, arguments: args, title: node.label };
    }
    item.accessibilityInformation = { label: `${node.label}, ${node.description ?? ""}` };
    return item;
  }

  getChildren(node?: OverviewNode): OverviewNode[] {
    return [...(node === undefined ? this.roots : (node.children ?? []))];
  }

  private async refresh(stats: Stats): Promise<void> {
    const { client } = this.connection;
    const isDue = Date.now() - this.lastMs >= refreshMs || this.roots.length === 0;
    if (!this.view.visible || client === undefined || this.isAsking || !isDue) return;
    this.isAsking = true;
    // What cannot be asked now (busy, going away) stays as it was: the next figures ask again.
    const [services, requests] = await Promise.all([
      client.services().catch(() => this.data.services),
      client.requests({ limit: maxRequests }).catch(() => this.data.requests),
    ]);
    this.isAsking = false;
    this.lastMs = Date.now();
    this.data = { services, requests };
    this.setRoots(overview({ stats, services, requests }));
  }

  /** Telling the tree without need would move what is under the pointer. */
  private setRoots(roots: readonly OverviewNode[]): void {
    const hasChanged = JSON.stringify(roots) !== JSON.stringify(this.roots);
    this.roots = roots;
    if (hasChanged) this.changed.fire(undefined);
  }
}
