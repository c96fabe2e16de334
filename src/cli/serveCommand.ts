// serve: a collector in the foreground, until it is interrupted.

import { readFileSync } from "node:fs";
import { WebSocket } from "ws";
import { serve } from "../collector/serve";
import type { Endpoints } from "../shared/contract/collectorApi";
import { controlUrl } from "../shared/contract/discovery";
import {
  type CollectorSettings,
  defaultSettings,
  parseSettings,
} from "../shared/contract/settings";
import {
  exitCodes,
  numberFlag,
  parseFlags,
  type ParsedArguments,
  refuseWords,
  textFlag,
  UsageError,
} from "./arguments";
import type { Command } from "./command";
import { printJson, printLine } from "./output";

const portNames = ["http", "grpc", "statsd", "syslog", "gelf", "fluent"] as const;

export const serveCommand: Command = {
  name: "serve",
  usage: `serve [--data DIR] ${portNames.map((name) => `[--${name}-port N]`).join(" ")} [--follow FILE]… [--settings FILE] [--json]`,
  summary:
    "collects in the foreground; port 0 takes any free one, -1 turns a listener off (of HTTP, which panels need: any free one)",
  async run(args, dataPath) {
    const parsed = parseFlags(bindNegatives(args), {
      ...Object.fromEntries(portNames.map((name) => [`${name}-port`, { type: "string" as const }])),
      follow: { type: "string", multiple: true },
      settings: { type: "string" },
      json: { type: "boolean" },
    });
    refuseWords(parsed, "serve");
    const isJson = parsed.flags.json === true;
    const result = await serve({ dataPath, settings: settingsOf(parsed) });
    if (result.kind === "attached") {
      const { discovery } = result;
      await announce(isJson, {
        pid: discovery.pid,
        endpoints: discovery.endpoints,
        ui: discovery.ui,
      });
      console.error(`Attached to the collector that runs already (pid ${discovery.pid}).`);
      return stayAttached(controlUrl(discovery));
    }
    await announce(isJson, { pid: process.pid, endpoints: result.endpoints, ui: result.ui });
    for (const problem of result.problems) console.error(problem);
    await result.ended;
    return exitCodes.done;
  },
};

/** `--http-port -1` would read as two flags: the value is bound to its name. */
function bindNegatives(args: readonly string[]): string[] {
  const bound: string[] = [];
  for (const arg of args) {
    const last = bound.at(-1);
    if (/^-\d+$/.test(arg) && last?.startsWith("--") === true)
      bound[bound.length - 1] = `${last}=${arg}`;
    else bound.push(arg);
  }
  return bound;
}

interface Ready {
  readonly pid: number;
  readonly endpoints: Endpoints;
  readonly ui: string;
}

async function announce(isJson: boolean, ready: Ready): Promise<void> {
  if (isJson) return printJson({ ready: true, ...ready });
  await printLine("Sidelight collects:");
  for (const [name, address] of Object.entries(ready.endpoints))
    await printLine(`  ${name.padEnd(8)} ${address}`);
  await printLine(`  panels   ${ready.ui}`);
}

/** Holds the other collector open as its client, and ends when it does or when interrupted. */
function stayAttached(url: string | undefined): Promise<number> {
  return new Promise((resolve) => {
    if (url === undefined) return resolve(exitCodes.failed);
    const socket = new WebSocket(url);
    const end = () => {
      socket.close();
      resolve(exitCodes.done);
    };
    socket.on("close", () => resolve(exitCodes.done));
    socket.on("error", () => resolve(exitCodes.failed));
    process.once("SIGINT", end);
    process.once("SIGTERM", end);
    process.once("SIGHUP", end);
  });
}

function settingsOf(parsed: ParsedArguments): CollectorSettings {
  const file = textFlag(parsed, "settings");
  const base = file === undefined ? defaultSettings : parseSettings(readJson(file));
  const ports = portNames.flatMap((name) => {
    const port = numberFlag(parsed, `${name}-port`, -1, 65535);
    return port === undefined ? [] : [[name, port] as const];
  });
  const follow = parsed.flags.follow;
  const files = Array.isArray(follow) ? follow.filter((item) => typeof item === "string") : [];
  return {
    ...base,
    ports: { ...base.ports, ...Object.fromEntries(ports) },
    files: [...base.files, ...files],
  };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(
      `--settings ${path}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
