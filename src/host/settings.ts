// The user's settings, read once where they are needed; names and defaults are in package.json.

import { homedir } from "node:os";
import { workspace } from "vscode";
import { type CollectorSettings, parseSettings } from "../shared/contract/settings";

/** What the collector is started with. It is shared by windows: the one that starts it decides. */
export function collectorSettings(): CollectorSettings {
  const settings = workspace.getConfiguration("sidelight");
  return parseSettings({
    ports: settings.get("ports"),
    storage: settings.get("storage"),
    requestIdFields: settings.get("correlation.requestIdFields"),
    files: (settings.get<string[]>("files.follow") ?? []).flatMap(inWorkspace),
    receivers: { statsd: settings.get("statsd") },
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
] as const;

/** A path as settings spell it: "~" is the home folder, anything relative lies in each workspace folder. */
function inWorkspace(path: string): string[] {
  const local = path.replace(/^~(?=$|[\\/])/, () => homedir());
  if (/^(?:[a-z]:)?[\\/]/i.test(local)) return [local];
  const rest = local.replace(/^\$\{workspaceFolder\}[\\/]?/, "").replace(/^\.[\\/]/, "");
  return (workspace.workspaceFolders ?? []).map((folder) => `${folder.uri.fsPath}/${rest}`);
}
