// Shows a failure of errors.ts and does what its button says.

import { commands, window } from "vscode";
import type { Failure, FailureAction } from "./errors";

const commandOf = {
  "Show Log": ["sidelight.showLog"],
  "Try Again": ["sidelight.startCollector"],
  "Start Collector": ["sidelight.startCollector"],
  "Restart Collector": ["sidelight.restartCollector"],
  "Open Settings": ["workbench.action.openSettings", "sidelight.ports"],
  "Show Targets": ["workbench.action.openSettings", "sidelight.prometheus.targets"],
  "Map Paths": ["workbench.action.openSettings", "sidelight.source.pathMappings"],
} as const satisfies Record<FailureAction, readonly [string, ...string[]]>;

/** Returns at once: nobody has to answer a message. */
export function showFailure(failure: Failure): void {
  void window.showErrorMessage(failure.message, ...failure.actions).then((action) => {
    if (action === undefined) return;
    const [command, ...args] = commandOf[action];
    void commands.executeCommand(command, ...args);
  });
}
