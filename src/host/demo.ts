// Runs the demo app in a terminal: its telemetry goes to the collector, its source is opened by clicks.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Terminal, window, workspace } from "vscode";
import type { CollectorControl } from "./collector/collectorControl";
import { demoFolder } from "./demoFolder";
import { demoMissing } from "./errors";
import { Disposable } from "./lifetime";
import { showFailure } from "./showFailure";

/** A page takes a tenth of a second, on a busy machine two. */
const panelWaitMs = 5000;

export interface DemoPlaces {
  readonly extensionPath: string;
  readonly control: CollectorControl;
  /** Resolves when the panel is there. */
  openLogs(): Promise<void>;
}

export class Demo extends Disposable {
  private terminal: Terminal | undefined;

  constructor(private readonly places: DemoPlaces) {
    super();
    this.register(
      window.onDidCloseTerminal((terminal) => {
        if (terminal === this.terminal) this.terminal = undefined;
      }),
    );
  }

  async run(): Promise<void> {
    const { extensionPath, control } = this.places;
    const folder = demoFolder({
      extensionPath,
      workspaceFolders: (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
      isTrusted: workspace.isTrusted,
    });
    const program = join(folder, "dist", "run.js");
    if (!existsSync(program)) return showFailure(demoMissing(program));
    if (!(await control.start())) return;
    // A terminal that opens while the first webview of a window loads keeps that from loading (VS Code for the web).
    const late = new Promise<void>((resolve) => setTimeout(resolve, panelWaitMs));
    await Promise.race([this.places.openLogs(), late]);
    const { terminal } = this;
    if (terminal !== undefined && terminal.exitStatus === undefined) return terminal.show(true); // it runs
    this.terminal = window.createTerminal({
      name: "Sidelight Demo",
      shellPath: process.execPath,
      // `sidelight run` collects what the services print, and tells them where the rest goes.
      shellArgs: [join(extensionPath, "dist", "cli.js"), "run", "--", process.execPath, program],
      cwd: folder,
      env: { ELECTRON_RUN_AS_NODE: "1" },
      isTransient: true,
    });
    this.terminal.show(true);
  }
}
