// run: the command line's side; run.ts does the work.

import { findCollector } from "../collector/control/discoveryFile";
import { parseFlags, textFlag, UsageError } from "./arguments";
import { connect, noCollector } from "./client";
import type { Command } from "./command";
import { withoutNodeMark } from "./electronAsNode";
import { newRunId, runCommand } from "./run";

export const run: Command = {
  name: "run",
  usage: "run [--service NAME] -- COMMAND …",
  summary: "runs an app and collects its output and telemetry, as the editor does",
  async run(args, dataPath) {
    const dashes = args.indexOf("--");
    const own = dashes < 0 ? args : args.slice(0, dashes);
    const command = dashes < 0 ? [] : args.slice(dashes + 1);
    const parsed = parseFlags(own, { service: { type: "string" } });
    if (command.length === 0 || parsed.positionals.length > 0) {
      throw new UsageError("run takes a command behind --, as in: sidelight run -- npm start");
    }
    const discovery = findCollector(dataPath);
    if (discovery === undefined) throw noCollector(dataPath);
    const service = textFlag(parsed, "service");
    // A collector with a client does not end as unused; without this the run goes on all the same.
    const held = connect(dataPath).catch(() => undefined);
    const code = await runCommand({
      command,
      endpoints: discovery.endpoints,
      run: newRunId(),
      ...(service === undefined ? {} : { service }),
      folder: process.cwd(),
      env: withoutNodeMark(process.env, command[0], {
        execPath: process.execPath,
        isElectron: process.versions.electron !== undefined,
      }),
      stdout: process.stdout,
      stderr: process.stderr,
    });
    void held.then((connection) => connection?.rpc.dispose());
    return code;
  },
};
