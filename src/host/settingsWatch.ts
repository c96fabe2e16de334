// Settings that only a new collector takes up: says so when one is changed while it runs.

import { commands, window, workspace } from "vscode";
import type { CollectorConnection } from "./collector/collectorConnection";
import { Disposable } from "./lifetime";
import { collectorSettingNames } from "./settings";

export class SettingsWatch extends Disposable {
  constructor(connection: CollectorConnection) {
    super();
    this.register(
      workspace.onDidChangeConfiguration((change) => {
        const isOurs = collectorSettingNames.some((name) => change.affectsConfiguration(name));
        if (isOurs && connection.state.kind === "connected") void this.ask();
      }),
    );
  }

  /** The editor shows one question, however often it is asked: the newest, in place of one that went unanswered. */
  private async ask(): Promise<void> {
    const answer = await window.showInformationMessage(
      "Sidelight's collector takes up changed settings when it starts again.",
      "Restart Collector",
    );
    if (answer !== undefined) await commands.executeCommand("sidelight.restartCollector");
  }
}
