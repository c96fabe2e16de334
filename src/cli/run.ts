// run: launches a program with its telemetry pointed at the collector and its output collected. To the
// program and to who reads its output nothing changes: same streams, signals and exit code.

import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";
import type { Readable, Writable } from "node:stream";
import spawn from "cross-spawn"; // on Windows: npm and the like, and arguments with blanks
import { appEnvironment, serviceOfCommand, type Environment } from "../shared/appEnvironment";
import type { Endpoints } from "../shared/contract/collectorApi";
import { stderrStream, stdoutStream } from "../shared/outputFrames";
import { OutputSender } from "./outputSender";

export interface RunOptions {
  readonly command: readonly string[];
  readonly endpoints: Endpoints;
  readonly run: string;
  /** Name for the output's records; found from the command when absent. */
  readonly service?: string;
  readonly folder: string;
  readonly env: Environment;
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
}

/** A shell's codes for what could not be started. */
const notFound = 127;
const notExecutable = 126;
/** How long the last output may take to be stored after the program's end. */
const graceMs = 5000;
const forwarded = ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT"] as const;

/** Runs the command to its end; gives its exit code, or 128 + the signal that ended it. */
export async function runCommand(options: RunOptions): Promise<number> {
  const { endpoints, run, folder, env } = options;
  const service = options.service ?? serviceOfCommand(options.command, folder, env);
  const child = start(options, service);
  const { stdout, stderr } = child;
  const sender =
    endpoints.http === undefined
      ? undefined
      : new OutputSender({ url: endpoints.http, service, run }, () => {
          stdout?.resume();
          stderr?.resume();
        });
  pass(stdout, options.stdout, (bytes) => sender?.push(stdoutStream, bytes) ?? true);
  pass(stderr, options.stderr, (bytes) => sender?.push(stderrStream, bytes) ?? true);

  const stopForwarding = forwardSignals(child);
  const code = await ended(child, options);
  stopForwarding();
  await sender?.end(graceMs);
  if (sender !== undefined && sender.lostBytes > 0) {
    options.stderr.write(
      `sidelight: ${sender.lostBytes} bytes of output were not collected: ${sender.lossReason}\n`,
    );
  }
  return code;
}

/** A name for a run that sorts by its start. */
export function newRunId(now: Date = new Date()): string {
  const time = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
  return `${time}-${Math.floor(Math.random() * 0x10000)
    .toString(16)
    .padStart(4, "0")}`;
}

function start({ command, endpoints, run, folder, env, stdout }: RunOptions, service: string) {
  const [program = "", ...args] = command;
  const unset = (name: string) => env[name] === undefined;
  return spawn(program, args, {
    cwd: folder,
    stdio: ["inherit", "pipe", "pipe"],
    env: {
      ...env,
      ...appEnvironment(endpoints, { run, service }, env),
      // A pipe is no terminal: programs would drop their colours, and Python hold back its lines.
      ...(stdout.isTTY === true && unset("FORCE_COLOR") && unset("NO_COLOR")
        ? { FORCE_COLOR: "1", CLICOLOR_FORCE: "1" }
        : {}),
      ...(unset("PYTHONUNBUFFERED") ? { PYTHONUNBUFFERED: "1" } : {}),
    },
  });
}

/**
 * Shows output at once and unchanged, and reads on when both the screen and the sender can take more. When
 * nobody reads any more (`| head`), output is still collected.
 */
function pass(from: Readable | null, to: Writable, collect: (bytes: Uint8Array) => boolean): void {
  let isClosed = false;
  to.on("error", () => {
    isClosed = true;
    from?.resume();
  });
  from?.on("data", (bytes: Buffer) => {
    if (!isClosed && !to.write(bytes)) {
      from.pause();
      to.once("drain", () => from.resume());
    }
    if (!collect(bytes)) from.pause();
  });
}

/** A terminal's Ctrl-C reaches the whole group by itself; passing it on would count as a second one. */
function forwardSignals(child: ChildProcess): () => void {
  const stops = forwarded.map((signal) => {
    const isFromTerminal = process.stdin.isTTY && (signal === "SIGINT" || signal === "SIGQUIT");
    const listener = () => {
      if (!isFromTerminal) child.kill(signal);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => stops.forEach((stop) => stop());
}

function ended(child: ChildProcess, { command, stderr }: RunOptions): Promise<number> {
  return new Promise((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === "ENOENT";
      stderr.write(
        `sidelight: ${command[0] ?? ""}: ${isMissing ? "command not found" : error.message}\n`,
      );
      resolve(isMissing ? notFound : notExecutable);
    });
    // "close" comes when the pipes are read to their end as well.
    child.once("close", (code, signal) => {
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
    });
  });
}
