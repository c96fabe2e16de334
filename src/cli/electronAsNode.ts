// The editor's own program runs this command line where there is no Node; a variable makes it one.

import type { Environment } from "../shared/appEnvironment";

/** It would make an Electron app a plain Node, too. What is run by the editor's program itself (the demo) needs it. */
export function withoutNodeMark(
  env: Environment,
  program: string | undefined,
  { execPath, isElectron }: { readonly execPath: string; readonly isElectron: boolean },
): Environment {
  if (!isElectron || program === execPath) return env;
  return { ...env, ELECTRON_RUN_AS_NODE: undefined };
}
