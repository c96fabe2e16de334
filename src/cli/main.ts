#!/usr/bin/env node
// The command line: a collector in the foreground, or questions to the one that runs.

import { dataPathOfUser } from "../collector/control/discoveryFile";
import { RpcError } from "../shared/contract/rpc";
import { helpPage } from "../shared/query/helpPage";
import { ExitError, exitCodes, UsageError } from "./arguments";
import type { Command } from "./command";
import { compare } from "./compareCommand";
import { importCommand } from "./import/importCommand";
import { patterns } from "./patternsCommand";
import { query, stats, tail, timeline } from "./readCommands";
import { run } from "./runCommand";
import { serveCommand } from "./serveCommand";

const commands: readonly Command[] = [
  serveCommand,
  tail,
  query,
  patterns,
  timeline,
  compare,
  stats,
  run,
  importCommand,
];

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv;
  if (name === "help" && args[0] === "query") {
    console.log(helpPage());
    return exitCodes.done;
  }
  if (name === "help" && args[0] !== undefined) {
    console.log(usageOf(commandOf(args[0])));
    return exitCodes.done;
  }
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    console.log(help());
    return name === undefined ? exitCodes.usage : exitCodes.done;
  }
  if (name === "--version") {
    console.log(process.env.SIDELIGHT_VERSION ?? "");
    return exitCodes.done;
  }
  const command = commandOf(name);
  const ownArgs = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  if (ownArgs.includes("--help") || ownArgs.includes("-h")) {
    console.log(usageOf(command));
    return exitCodes.done;
  }
  return command.run(args, dataFlag(ownArgs) ?? dataPathOfUser());
}

function commandOf(name: string): Command {
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) return command;
  throw new UsageError(`There is no command ${JSON.stringify(name)}.\n\n${help()}`);
}

const usageOf = ({ usage, summary }: Command) => `sidelight ${usage}\n  ${summary}`;

function dataFlag(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === "--data" || arg.startsWith("--data="));
  if (at < 0) return undefined;
  const path = args[at] === "--data" ? args[at + 1] : args[at]?.slice("--data=".length);
  if (path === undefined || path === "") throw new UsageError("--data takes a folder.");
  return path;
}

function help(): string {
  const lines = commands.map(({ usage, summary }) => `  sidelight ${usage}\n      ${summary}`);
  return `Local observability beside your code.\n\n${lines.join("\n")}\n\nEach takes --data DIR (or SIDELIGHT_DATA). The query language by example: sidelight help query`;
}

/** Tells why, and gives the exit code. */
function fail(error: unknown): number {
  if (error instanceof ExitError) {
    console.error(error.message);
    return error.code;
  }
  if (error instanceof UsageError) {
    console.error(error.message);
    return exitCodes.usage;
  }
  if (error instanceof RpcError) {
    const { kind, message } = error.failure;
    console.error(message); // a wrong query's has its column in it
    return kind === "query" || kind === "params" ? exitCodes.usage : exitCodes.failed;
  }
  console.error(error instanceof Error ? error.message : String(error));
  return exitCodes.failed;
}

// A reader that has had enough (`| head`) is no failure, and ends all but a launched program. A full disk is one.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (process.argv[2] === run.name) return;
  if (error.code === "EPIPE") process.exit(exitCodes.done);
  console.error(`Not all could be written: ${error.message}.`);
  process.exit(exitCodes.failed);
});
void main(process.argv.slice(2))
  .catch(fail)
  .then((code) => {
    process.exitCode = code;
    // Sockets and listeners are closed by now; what a pipe still holds is written before the end.
    process.stdout.write("", () => process.exit(code));
  });
