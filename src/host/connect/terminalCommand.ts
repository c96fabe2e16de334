// `sidelight` in the editor's own terminals: a script in the extension's storage that calls this installation.

import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { EnvironmentVariableCollection } from "vscode";
import { commandLine, type Installation } from "./commandLine";

export interface TerminalPlaces {
  /** A folder of the extension's own. */
  readonly folder: string;
  readonly installation: Installation;
  readonly environment: Pick<EnvironmentVariableCollection, "append" | "description">;
}

/** Behind all else on the PATH: one that the user has installed goes first. */
export async function offerInTerminals(places: TerminalPlaces): Promise<void> {
  const { folder, installation, environment } = places;
  await mkdir(folder, { recursive: true });
  const isWindows = installation.platform === "win32";
  const path = join(folder, isWindows ? "sidelight.cmd" : "sidelight");
  const text = isWindows ? batchFile(installation) : shellScript(installation);
  // Another window may be running it: it is written only when this installation is another one.
  if ((await readFile(path, "utf8").catch(() => "")) !== text) await writeFile(path, text);
  await chmod(path, 0o755);
  environment.description = "The command `sidelight`, as in `sidelight run -- COMMAND`";
  environment.append("PATH", `${delimiter}${folder}`);
}

const shellScript = (installation: Installation) =>
  `#!/bin/sh\nexec env ${commandLine(installation)} "$@"\n`;

const batchFile = ({ execPath, cliPath }: Installation) =>
  `@setlocal\r\n@set ELECTRON_RUN_AS_NODE=1\r\n@"${execPath}" "${cliPath}" %*\r\n`;
