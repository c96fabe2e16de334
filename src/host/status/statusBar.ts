// The one status bar item: records a second and errors; a click opens the logs, or starts the collector.

import { StatusBarAlignment, ThemeColor, window } from "vscode";
import type { Stats } from "../../shared/contract/stats";
import type { CollectorConnection } from "../collector/collectorConnection";
import { Disposable } from "../lifetime";
import { statusText } from "./statusText";

export class StatusBar extends Disposable {
  private readonly item = this.register(
    window.createStatusBarItem("sidelight.status", StatusBarAlignment.Left, 0),
  );
  private stats: Stats | undefined;

  constructor(private readonly connection: CollectorConnection) {
    super();
    this.item.name = "Sidelight";
    this.register(connection.onDidChangeState(() => this.draw()));
    this.register(
      connection.onDidReceiveStats((stats) => {
        this.stats = stats;
        this.draw();
      }),
    );
    this.draw();
    this.item.show();
  }

  private draw(): void {
    const { state } = this.connection;
    if (state.kind !== "connected") this.stats = undefined;
    const { text, lines, spoken, isFailing } = statusText(state, this.stats);
    this.item.text = text;
    this.item.tooltip = lines.join("\n");
    this.item.accessibilityInformation = { label: spoken, role: "button" };
    this.item.backgroundColor = isFailing
      ? new ThemeColor("statusBarItem.errorBackground")
      : undefined;
    this.item.command =
      state.kind === "connected" ? "sidelight.openLogs" : "sidelight.startCollector";
  }
}
