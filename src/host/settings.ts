// The user's settings, read once where they are needed; names and defaults are in package.json.

import { homedir } from "node:os";
import { workspace } from "vscode";
import { type CollectorSettings, parseSettings } from "../shared/contract/settings";
import { followedPaths } from "./followedFiles";
import { allowedTargets, type Targets } from "./prometheusTargets";

/** What the collector is started with. It is shared by windows: the one that starts it decides. */
export function collectorSettings(): CollectorSettings {
  const settings = workspace.getConfiguration("sidelight");
  return parseSettings({
    ports: settings.get("ports"),
    storage: settings.get("storage"),
    requestIdFields: settings.get("correlation.requestIdFields"),
    files: configuredFiles(),
    receivers: {
      statsd: settings.get("statsd"),
      prometheus: { ...settings.get<object>("prometheus"), targets: prometheusTargets().targets },
      fluent: settings.get("fluent"),
    },
  });
}

/** Apart by who named them; in a workspace that is not trusted the editor gives the user's alone. */
export function prometheusTargets(): Targets {
  const name = "sidelight.prometheus.targets";
  return allowedTargets(workspace.getConfiguration().inspect(name) ?? {});
}

/** What this window asks the collector to follow, whoever started it. */
export function filesToFollow(): readonly string[] {
  return workspace.isTrusted ? configuredFiles() : [];
}

function configuredFiles(): readonly string[] {
  return followedPaths(workspace.getConfiguration("sidelight").get("files.follow"), {
    folders: (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
    home: homedir(),
  });
}

export function isAutoStartOn(): boolean {
  const isOn = workspace.getConfiguration("sidelight").get<boolean>("collector.autoStart") ?? true;
  return isOn && workspace.isTrusted;
}

export function pathMappings(): Readonly<Record<string, string>> {
  const value: unknown = workspace.getConfiguration("sidelight").get("source.pathMappings");
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}

/** Settings that only a new collector takes up. */
export const collectorSettingNames = [
  "sidelight.ports",
  "sidelight.storage",
  "sidelight.correlation",
  "sidelight.files",
  "sidelight.statsd",
  "sidelight.prometheus",
  "sidelight.fluent",
] as const;
