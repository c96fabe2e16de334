// The source files of the workspace, for the index of statements.

import { stat } from "node:fs/promises";
import { workspace } from "vscode";
import { sourceExtensions } from "../../shared/statements/languages";
import type { WorkspaceFiles } from "../source/workspaceFiles";
import type { StatementFiles } from "./statementIndex";

/** More are a monorepo: the first ones found are looked at, and the user is told. */
export const maxSourceFiles = 10_000;
const pattern = `**/*.{${sourceExtensions.join(",")}}`;
/** What others wrote, and what is built from the source. */
const notOwn =
  "**/{node_modules,bower_components,vendor,.venv,venv,env,site-packages,.tox,dist,build,out,target,bin,obj,.next,.nuxt,coverage,.git,.hg,.svn,.cache,__pycache__}/**";

export function workspaceStatements(files: WorkspaceFiles): StatementFiles {
  return {
    list: async () =>
      (await workspace.findFiles(pattern, notOwn, maxSourceFiles))
        .filter(({ scheme, path }) => scheme === "file" && !/\.min\.\w+$/.test(path))
        .map(({ fsPath }) => fsPath),
    stat: async (path) => {
      try {
        const { mtimeMs, size } = await stat(path);
        return { mtimeMs, size };
      } catch {
        return undefined; // deleted since it was listed
      }
    },
    readText: (path, limitBytes) => files.readText(path, limitBytes),
  };
}
