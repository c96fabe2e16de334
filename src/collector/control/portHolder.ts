// Which program holds a port, where the system tells: a message that names it saves a search.

import { execFile } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Asking other programs takes no longer than this. */
const askMs = 2000;
/** proc(5), /proc/net/tcp: the state of a socket that listens. */
const listenState = "0A";

export interface PortHolder {
  /** "" where only the process is known. */
  readonly program: string;
  readonly pid: number;
}

/** Undefined where that cannot be known. */
export async function portHolder(
  port: number,
  transport: "tcp" | "udp",
): Promise<PortHolder | undefined> {
  try {
    if (process.platform === "linux") return holderInProc(port, transport);
    return await holderByCommand(port, transport);
  } catch {
    return undefined; // not allowed to look, or no such command: the port is taken all the same
  }
}

function holderInProc(port: number, transport: "tcp" | "udp"): PortHolder | undefined {
  const inodes = new Set(
    [transport, `${transport}6`].flatMap((table) =>
      inodesOf(`/proc/net/${table}`, port, transport),
    ),
  );
  if (inodes.size === 0) return undefined;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    if (socketsOf(pid).some((inode) => inodes.has(inode))) {
      return holder(readFileSync(`/proc/${pid}/comm`, "utf8").trim(), pid);
    }
  }
  return undefined;
}

/** Columns of a line: slot, local address as `HEX:PORT`, remote, state, queues, timer, retransmits, uid, timeout, inode. */
function inodesOf(path: string, port: number, transport: "tcp" | "udp"): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, "0");
  return readFileSync(path, "utf8")
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = "", , state]) => {
      return local.endsWith(`:${hexPort}`) && (transport === "udp" || state === listenState);
    })
    .map((columns) => columns[9] ?? "");
}

function socketsOf(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const target = readlinkOrEmpty(`/proc/${pid}/fd/${fd}`);
      return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [];
    });
  } catch {
    return []; // another user's, or it has just ended
  }
}

function readlinkOrEmpty(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ""; // closed meanwhile
  }
}

async function holderByCommand(
  port: number,
  transport: "tcp" | "udp",
): Promise<PortHolder | undefined> {
  if (process.platform === "win32") {
    const table = await ask("netstat", ["-ano", "-p", transport]);
    const line = table
      .split("\n")
      .find((row) => new RegExp(`^\\s*\\w+\\s+\\S+:${port}\\s`).test(row));
    const pid = line?.trim().split(/\s+/).at(-1);
    if (pid === undefined) return undefined;
    const task = await ask("tasklist", ["/fi", `PID eq ${pid}`, "/fo", "csv", "/nh"]);
    return holder(/^"([^"]+)"/.exec(task)?.[1] ?? "", pid);
  }
  const state = transport === "tcp" ? ["-sTCP:LISTEN"] : [];
  const fields = await ask("lsof", ["-nP", `-i${transport}:${port}`, ...state, "-Fpc"]);
  return holder(/^c(.+)$/m.exec(fields)?.[1] ?? "", /^p(\d+)$/m.exec(fields)?.[1] ?? "");
}

function ask(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, [...args], { timeout: askMs, windowsHide: true }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${command} failed`, { cause: error }));
    });
  });
}

function holder(program: string, pid: string): PortHolder | undefined {
  return /^\d+$/.test(pid) ? { program, pid: Number(pid) } : undefined;
}
