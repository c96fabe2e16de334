// How this installation's command line is called from a terminal: nothing of it is on the PATH.

export interface Installation {
  readonly cliPath: string;
  /** What runs this extension: the editor's program, or a plain Node. */
  readonly execPath: string;
  readonly isElectron: boolean;
  readonly platform: string;
}

export function commandLine({ cliPath, execPath, isElectron, platform }: Installation): string {
  // cmd and PowerShell do not agree on how to set a variable for one command.
  if (platform === "win32") return `node "${cliPath}"`;
  const program = `${quoted(execPath)} ${quoted(cliPath)}`;
  return isElectron ? `ELECTRON_RUN_AS_NODE=1 ${program}` : program;
}

const quoted = (path: string) =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replace(/'/g, "'\\''")}'`;
