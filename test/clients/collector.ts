/* eslint-disable @typescript-eslint/no-explicit-any -- what the command line prints is checked by each test */
// A collector of the built product on free ports with a data folder of its own, and questions to it: through the
// command line, as scripts ask them, and where a test only waits through the control socket, as the command line does.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { withCollector } from "../../src/cli/client";
import type { Stats } from "../../src/shared/contract/stats";
import type { Signal } from "../../src/shared/record";
import { patienceMs } from "../patience";

export const root = resolve(import.meta.dirname, "../..");
const cli = join(root, "dist", "cli.js");

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. */
export function finish(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; input?: string } = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
    child.stdin.on("error", () => undefined); // a program that reads no input may be gone first
    child.stdin.end(options.input ?? "");
  });
}

export class TestCollector {
  private constructor(
    readonly process: ChildProcess,
    readonly dataPath: string,
    readonly endpoints: Readonly<Record<string, string>>,
    readonly ui: string,
  ) {}

  static async start(
    options: { dataPath?: string; args?: readonly string[]; maxOpenFiles?: number } = {},
  ): Promise<TestCollector> {
    const dataPath = options.dataPath ?? mkdtempSync(join(tmpdir(), "sidelight-data-"));
    const names = ["http", "grpc", "statsd", "syslog", "gelf", "fluent"];
    const ports = names.flatMap((name) => [`--${name}-port`, "0"]);
    const serve = [cli, "serve", "--json", "--data", dataPath, ...ports, ...(options.args ?? [])];
    const [program, args] =
      options.maxOpenFiles === undefined
        ? [process.execPath, serve]
        : [
            "sh",
            ["-c", `ulimit -n ${options.maxOpenFiles}; exec "$0" "$@"`, process.execPath, ...serve],
          ];
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).once("line", resolve);
      child.once("close", (code) =>
        reject(new Error(`The collector ended with ${code}: ${stderr}`)),
      );
    });
    const ready = JSON.parse(line) as { endpoints: Record<string, string>; ui: string };
    return new TestCollector(child, dataPath, ready.endpoints, ready.ui);
  }

  /** Lines of an app's output. */
  async post(service: string, lines: readonly string[]): Promise<void> {
    await fetch(`${this.endpoints.http}/lines?service=${service}`, {
      method: "POST",
      body: lines.join("\n"),
    });
  }

  /** Runs a subcommand against this collector. */
  cli(...args: string[]): Promise<Finished> {
    return finish(process.execPath, [cli, ...args], { env: { SIDELIGHT_DATA: this.dataPath } });
  }

  /** Records as `--json` prints them. */
  async query(query: string, signal: Signal = "logs"): Promise<any[]> {
    const { code, stdout, stderr } = await this.cli("query", query, "--signal", signal, "--json");
    if (code !== 0) throw new Error(`query ended with ${code}: ${stderr}`);
    return stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  }

  /** The newest 1,000 that match, oldest first: the same records, without a process for the question. */
  async rows(query: string, signal: Signal = "logs"): Promise<any[]> {
    let rows: any[] = [];
    await withCollector(this.dataPath, async ({ collector }) => {
      rows = [...(await collector.rows({ signal, query, order: "newest", limit: 1000 })).rows];
    });
    return rows.reverse();
  }

  /** A log record in whole: rows are cut. */
  async record(seq: number): Promise<any> {
    let record: unknown;
    await withCollector(this.dataPath, async ({ collector }) => {
      record = await collector.record({ signal: "logs", seq });
    });
    return record;
  }

  /** Waits until so many records match. */
  async waitFor(query: string, signal: Signal = "logs", count = 1): Promise<any[]> {
    const end = Date.now() + patienceMs;
    for (;;) {
      const rows = await this.rows(query, signal);
      if (rows.length >= count) return rows;
      if (Date.now() > end) {
        throw new Error(`only ${rows.length} of ${count} ${signal} match ${JSON.stringify(query)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async stats(): Promise<any> {
    let stats: Stats | undefined;
    await withCollector(this.dataPath, async ({ collector }) => {
      stats = await collector.stats();
    });
    return stats;
  }

  follow(path: string): Promise<void> {
    return withCollector(this.dataPath, ({ collector }) => collector.followFile({ path }));
  }

  get statsdPort(): number {
    return Number(this.endpoints.statsd!.split(":").at(-1));
  }

  /** Ends it; `isClean`: with its data folder. */
  async stop(signal: NodeJS.Signals = "SIGTERM", isClean = true): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => {
      if (this.process.exitCode !== null) resolve(this.process.exitCode);
      else this.process.once("close", (code) => resolve(code));
    });
    this.process.kill(signal);
    const code = await ended;
    if (isClean) rmSync(this.dataPath, { recursive: true, force: true });
    return code;
  }
}

/** The environment an app needs to find the collector, as its client libraries know it. */
export function appEnvironment(collector: TestCollector): NodeJS.ProcessEnv {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoints.http,
    GRPC_ENDPOINT: `http://${collector.endpoints.grpc}`,
    STATSD_HOST: "127.0.0.1",
    STATSD_PORT: String(collector.statsdPort),
    SYSLOG_PORT: portOf(collector.endpoints.syslog),
    GELF_PORT: portOf(collector.endpoints.gelf),
    FLUENT_PORT: portOf(collector.endpoints.fluent),
    SIDELIGHT_HTTP: collector.endpoints.http,
  };
}

const portOf = (address = "") => address.split(":").at(-1);

export async function python(
  script: string,
  collector: TestCollector,
  ...args: readonly string[]
): Promise<Finished> {
  const interpreter = process.env.SIDELIGHT_TEST_PYTHON;
  if (interpreter === undefined)
    throw new Error("SIDELIGHT_TEST_PYTHON names no python (run npm test)");
  return succeeded(
    await finish(interpreter, [join(root, "test/clients", script), ...args], {
      env: appEnvironment(collector),
    }),
  );
}

export async function node(
  script: string,
  collector: TestCollector,
  ...args: readonly string[]
): Promise<Finished> {
  return succeeded(
    await finish(process.execPath, [join(root, "test/clients", script), ...args], {
      env: appEnvironment(collector),
    }),
  );
}

/** Folder of the built Go programs; "" where there is no Go. */
export const goPrograms = process.env.SIDELIGHT_TEST_GO ?? "";

export function succeeded(finished: Finished): Finished {
  if (finished.code !== 0) throw new Error(`ended with ${finished.code}: ${finished.stderr}`);
  return finished;
}
