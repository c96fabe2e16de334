// The user's settings, read once where they are needed; names and defaults are in package.json.

import { homedir } from "node:os";
import { workspace } from "vscode";
import { type CollectorSettings, parseSettings } from "../shared/contract/settings";
import { followedPaths } from "./followedFiles";
import { mergedMappings } from "./source/pathMapping";
import { allowedTargets, type Targets } from "./prometheusTargets";

/** What the collector is started with. It is shared by windows: the one that starts it decides. */
export function collectorSettings(): CollectorSettings {
  const settings = workspace.getConfiguration("sidelight");
  return parseSettings({
    ports: settings.get("ports"),
    storage: settings.get("storage"),
    requestIdFields: requestIdFields(),
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
  const home = homedir();
  const paths = byFolder("files.follow").flatMap(({ folders, value }) =>
    followedPaths(value, { folders, home }),
  );
  return [...new Set(paths)];
}

function requestIdFields(): readonly unknown[] {
  const lists = byFolder("correlation.requestIdFields").map(({ value }) => value);
  return [
    ...new Set(lists.flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : []))),
  ];
}

/** A setting of scope "resource": each folder of the workspace may have a value of its own. */
function byFolder(name: string): readonly { folders: readonly string[]; value: unknown }[] {
  const { workspaceFolders = [] } = workspace;
  if (workspaceFolders.length === 0) {
    return [{ folders: [], value: workspace.getConfiguration("sidelight").get(name) }];
  }
  return workspaceFolders.map(({ uri }) => ({
    folders: [uri.fsPath],
    value: workspace.getConfiguration("sidelight", uri).get(name),
  }));
}

export function isAutoStartOn(): boolean {
  const isOn = workspace.getConfiguration("sidelight").get<boolean>("collector.autoStart") ?? true;
  return isOn && workspace.isTrusted;
}

export function pathMappings(): Readonly<Record<string, string>> {
  const name = "sidelight.source.pathMappings";
  const ofFolders = (workspace.isTrusted ? (workspace.workspaceFolders ?? []) : []).map(
    ({ uri }) => ({
      folder: uri.fsPath,
      value: workspace.getConfiguration(undefined, uri).inspect(name)?.workspaceFolderValue,
    }),
  );
  return mergedMappings(workspace.getConfiguration().get(name), ofFolders, homedir());
}

/** Settings that only a new collector takes up. */
export const collectorSettingNames = [
  "sidelight.ports",
  "sidelight.storage",
  "sidelight.correlation",
  "sidelight.statsd",
  "sidelight.prometheus",
  "sidelight.fluent",
] as const;
