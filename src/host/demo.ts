// Runs the demo app in a terminal: its telemetry goes to the collector, its source is opened by clicks.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Terminal, window, workspace } from "vscode";
import type { Endpoints } from "../shared/contract/collectorApi";
import type { CollectorControl } from "./collector/collectorControl";
import { demoMissing } from "./errors";
import { Disposable } from "./lifetime";
import { showFailure } from "./showFailure";

const terminalName = "Sidelight Demo";

export interface DemoPlaces {
  readonly extensionPath: string;
  readonly control: CollectorControl;
  endpoints(): Promise<Endpoints>;
  openLogs(): void;
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
    const program = join(extensionPath, "dist", "demo.js");
    if (!existsSync(program)) return showFailure(demoMissing(program));
    if (!(await control.start())) return;
    this.places.openLogs();
    if (this.terminal?.exitStatus === undefined && this.terminal !== undefined) {
      return this.terminal.show(true); // it runs
    }
    this.terminal = window.createTerminal({
      name: terminalName,
      shellPath: process.execPath,
      shellArgs: ["--enable-source-maps", program],
      cwd: workspace.workspaceFolders?.[0]?.uri.fsPath ?? extensionPath,
      env: { ...demoEnvironment(await this.places.endpoints()), ELECTRON_RUN_AS_NODE: "1" },
      isTransient: true,
    });
    this.terminal.show(true);
  }
}

/** The addresses as the clients' own variables name them. */
function demoEnvironment(endpoints: Endpoints): Record<string, string> {
  const { http, statsd } = endpoints;
  const [statsdHost, statsdPort] = statsd?.split(/:(?=\d+$)/) ?? [];
  return {
    ...(http === undefined ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: http }),
    ...(statsdHost === undefined ? {} : { DD_AGENT_HOST: statsdHost, STATSD_HOST: statsdHost }),
    ...(statsdPort === undefined ? {} : { DD_DOGSTATSD_PORT: statsdPort, STATSD_PORT: statsdPort }),
  };
}
