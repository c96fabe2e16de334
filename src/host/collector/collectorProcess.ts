// Starts the collector as a process of its own, which outlives this window; the next one attaches to it.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Discovery, discoveryFileName } from "../../shared/contract/discovery";
import type { CollectorSettings } from "../../shared/contract/settings";
import {
  collectorEnded,
  collectorMissing,
  collectorSilent,
  type Failure,
  reasonOf,
} from "../errors";

/** Opening a store after a kill replays its log; on a slow disk that takes seconds. */
const startTimeoutMs = 30_000;
/** It writes what it holds, at most some megabytes. */
const endTimeoutMs = 5_000;
const lookAgainMs = 50;
/** The log says how it started and what went wrong; past this it starts anew. */
const maxLogBytes = 1024 * 1024;

export interface CollectorPlaces {
  /** `dist/collector.js`. */
  readonly programPath: string;
  readonly dataPath: string;
  find(): Promise<Discovery | undefined>;
  settings(): CollectorSettings;
}

export type Started =
  | { readonly kind: "started" | "attached"; readonly discovery: Discovery }
  | { readonly kind: "failed"; readonly failure: Failure };

export class CollectorProcess {
  private starting: Promise<Started> | undefined;

  constructor(private readonly places: CollectorPlaces) {}

  get logPath(): string {
    return join(this.places.dataPath, "collector.log");
  }

  /** Attaches to the running collector or starts it; calls meanwhile share one start. Never rejects. */
  start(): Promise<Started> {
    this.starting ??= this.startOnce()
      .catch((error: unknown): Started => failed(collectorEnded(reasonOf(error))))
      .finally(() => {
        this.starting = undefined;
      });
    return this.starting;
  }

  /** Ends one that does not end when it is asked, or that cannot be asked. What it acknowledged is stored. */
  async end(tell: (doing: string) => void = () => undefined): Promise<void> {
    const running = await this.places.find();
    if (running === undefined) return;
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      const how = signal === "SIGTERM" ? "told to end by a signal" : "ended by force";
      tell(`the collector (process ${running.pid}) does not answer, and is ${how}…`);
      sendSignal(running.pid, signal);
      if (await this.isGone()) break;
    }
    // Left by one that was killed, it would tell other windows to start another.
    await rm(join(this.places.dataPath, discoveryFileName), { force: true });
  }

  private async isGone(): Promise<boolean> {
    const deadline = Date.now() + endTimeoutMs;
    while (Date.now() < deadline) {
      if ((await this.places.find()) === undefined) return true;
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
    }
    return false;
  }

  private async startOnce(): Promise<Started> {
    const running = await this.places.find();
    if (running !== undefined) return { kind: "attached", discovery: running };
    const { programPath, dataPath } = this.places;
    if (!existsSync(programPath)) return failed(collectorMissing(programPath));
    await mkdir(dataPath, { recursive: true, mode: 0o700 });
    const settingsPath = join(dataPath, "settings.json");
    await writeFile(settingsPath, JSON.stringify(this.places.settings()), { mode: 0o600 });
    return await this.waitFor(await this.spawn(settingsPath));
  }

  private async spawn(settingsPath: string): Promise<Spawned> {
    const hasGrown = await stat(this.logPath).then(
      ({ size }) => size > maxLogBytes,
      () => false, // the first start of all
    );
    const log = await open(this.logPath, hasGrown ? "w" : "a", 0o600);
    try {
      const { size: logStart } = await log.stat();
      const child = spawn(process.execPath, [this.places.programPath, "--settings", settingsPath], {
        cwd: this.places.dataPath,
        detached: true,
        stdio: ["ignore", log.fd, log.fd],
        windowsHide: true,
        env: { ...withoutEditor(process.env), ELECTRON_RUN_AS_NODE: "1" },
      });
      child.unref();
      const spawned: Spawned = { pid: child.pid, logStart, end: undefined };
      child.once("error", (error) => (spawned.end = { code: null, reason: error.message }));
      child.once("exit", (code, signal) => {
        spawned.end = { code, reason: signal ?? `it ended with code ${code ?? "?"}` };
      });
      return spawned;
    } finally {
      await log.close(); // the child has its own
    }
  }

  private async waitFor(spawned: Spawned): Promise<Started> {
    const deadline = Date.now() + startTimeoutMs;
    while (Date.now() < deadline) {
      const discovery = await this.places.find();
      if (discovery !== undefined) {
        return { kind: discovery.pid === spawned.pid ? "started" : "attached", discovery };
      }
      // Code 0: another window's collector was faster, and announces itself in a moment.
      if (spawned.end !== undefined && spawned.end.code !== 0) {
        const reason = (await this.lastWords(spawned.logStart)) ?? spawned.end.reason;
        return failed(collectorEnded(reason));
      }
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
    }
    return failed(collectorSilent(startTimeoutMs / 1000));
  }

  /** The last line it printed is its reason, written for a person. */
  private async lastWords(logStart: number): Promise<string | undefined> {
    const log = await readFile(this.logPath).catch(() => Buffer.alloc(0));
    const lines = log.subarray(logStart).toString("utf8").trim().split("\n");
    return lines.at(-1)?.slice(0, 500).trim() || undefined;
  }
}

interface Spawned {
  readonly pid: number | undefined;
  /** Where its part of the log begins. */
  readonly logStart: number;
  end: { readonly code: number | null; readonly reason: string } | undefined;
}

const failed = (failure: Failure): Started => ({ kind: "failed", failure });

function sendSignal(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone, or somebody else's: whether it still answers is looked at next.
  }
}

/** The editor's own variables would change how a plain Node program behaves. */
function withoutEditor(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isEditors = (name: string) =>
    /^(?:VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_INSPECT)/.test(name);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isEditors(name)));
}
