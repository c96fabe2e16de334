// A terminal that begins with a text which the user goes on with. It is shown, and so gets what is typed, when the
// text stands in it: typed earlier, a command would run without its beginning, or have it in its midst.

import { ProgressLocation, type Terminal, window } from "vscode";

/** A shell that does not tell of its prompt, or is slow, shows the text twice; nothing is lost by that. */
const promptWaitMs = 3_000;

export async function newTerminalWith(text: string): Promise<void> {
  const terminal = window.createTerminal();
  await window.withProgress(
    { location: ProgressLocation.Window, title: "Opening a terminal" },
    () => promptOf(terminal),
  );
  if (terminal.exitStatus !== undefined) return; // it did not start; the editor says why
  terminal.sendText(text, false);
  terminal.show();
}

function promptOf(terminal: Terminal): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      for (const watch of watches) watch.dispose();
      resolve();
    };
    const timer = setTimeout(settle, promptWaitMs);
    const watches = [
      window.onDidChangeTerminalShellIntegration((change) => {
        if (change.terminal === terminal) settle();
      }),
      window.onDidCloseTerminal((closed) => {
        if (closed === terminal) settle();
      }),
    ];
  });
}
