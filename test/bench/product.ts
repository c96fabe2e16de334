// The whole product: `cli.js serve` on free ports, real sockets, the sender a process on the same cores.
// Rates: a sender posts (or sends) prepared payloads as fast as answers come for so many seconds; what counts is
// what the store holds afterwards, divided by the time until it holds it. CPU: the collector's own user+system
// time (/proc/PID/stat) per record. Queries: through the control socket, 20 draws each, p95.

import { type ChildProcess, fork, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { WebSocket } from "ws";
import "vscode-jsonrpc/node";
import { webSocketChannel } from "../../src/collector/control/webSocketChannel";
import type { CollectorApi, CollectorEvents } from "../../src/shared/contract/collectorApi";
import { type Client, createRpc, type Rpc } from "../../src/shared/contract/rpc";
import type { Figure } from "./figure";
import { payloads } from "./payloads";

const root = resolve(process.env.SIDELIGHT_ROOT ?? ".");

export interface Running {
  readonly process: ChildProcess;
  readonly endpoints: Readonly<Record<string, string>>;
  readonly ui: string;
  readonly folder: string;
  readonly rpc: Rpc;
  readonly collector: Client<CollectorApi>;
  stop(): Promise<void>;
}

export async function startProduct(events: Partial<CollectorEvents> = {}): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "sidelight-bench-"));
  const ports = ["http", "grpc", "statsd", "syslog", "gelf", "fluent"].flatMap((n) => [
    `--${n}-port`,
    "0",
  ]);
  const child = spawn(
    process.execPath,
    [
      ...(process.env.SIDELIGHT_BENCH_NODE?.split(" ") ?? []),
      join(root, "dist/cli.js"),
      "serve",
      "--json",
      "--data",
      folder,
      ...ports,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const line = await new Promise<string>((done) =>
    createInterface({ input: child.stdout }).once("line", done),
  );
  const ready = JSON.parse(line) as { endpoints: Record<string, string>; ui: string };
  const socket = new WebSocket(ready.ui.replace("http", "ws").replace("/ui/", "/control"), {
    perMessageDeflate: false,
  });
  await new Promise((done) => socket.once("open", done));
  const rpc = createRpc(webSocketChannel(socket));
  rpc.on(events);
  return {
    process: child,
    ...ready,
    folder,
    rpc,
    collector: rpc.client<CollectorApi>(),
    stop: async () => {
      const ended = new Promise((done) => child.once("close", done));
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** User and system seconds that a process has used (Linux; proc(5), fields 14 and 15). */
export function cpuSeconds(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

export const residentMiB = (pid: number): number => statusKiB(pid, "VmRSS") / 1024;

/** The most that it ever was. */
export const peakResidentMiB = (pid: number): number => statusKiB(pid, "VmHWM") / 1024;

const statusKiB = (pid: number, name: string): number =>
  Number(
    new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0,
  );

export interface Sent {
  readonly records: number;
  readonly seconds: number;
}

/** Runs the sender as a process of its own. */
export function send(kind: string, endpoint: string, seconds: number): Promise<Sent> {
  return new Promise((done, fail) => {
    const sender = fork(join(__dirname, "sender.cjs"), [kind, endpoint, String(seconds)]);
    sender.once("message", (message) => done(message as Sent));
    sender.once("error", fail);
    sender.once("exit", (code) => code !== 0 && fail(new Error(`the sender ended with ${code}`)));
  });
}

/** Of all signals. */
const rowsOf = async (product: Running): Promise<number> => {
  const { logs, spans, metrics } = (await product.collector.stats()).rows;
  return logs + spans + metrics;
};

/** Sends for some seconds, waits until all of it is stored, and gives the rate and its cost. */
export async function rate(kind: string, seconds: number): Promise<Figure[]> {
  const payload = payloads[kind]?.();
  if (payload === undefined) throw new Error(`no payload is named ${kind}`);
  const product = await startProduct();
  try {
    const pid = product.process.pid ?? 0;
    const before = cpuSeconds(pid);
    const start = performance.now();
    const sent = await send(kind, product.endpoints[payload.endpoint] ?? "", seconds);
    let stored = 0;
    for (let tries = 0; tries < 200 && stored < sent.records; tries++) {
      stored = await rowsOf(product);
      if (stored < sent.records) await new Promise((done) => setTimeout(done, 50));
    }
    const elapsed = (performance.now() - start) / 1000;
    const cost = ((cpuSeconds(pid) - before) * 1e6) / stored;
    return [
      {
        name: `${kind}: stored`,
        value: stored / elapsed,
        unit: "records/s",
        note: `${stored} of ${sent.records} sent`,
      },
      { name: `${kind}: CPU of the collector`, value: cost, unit: "µs/record" },
      { name: `${kind}: resident after`, value: residentMiB(pid), unit: "MiB" },
    ];
  } finally {
    await product.stop();
  }
}
