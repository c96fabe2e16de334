// Which ports this user's programs listen on, and whose they are, from Linux' /proc (proc(5), "net/tcp").
// Elsewhere there is no table to be had without starting programs: then nothing is found.

import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";

export interface Listener {
  /** Distinguishes it from one that had the port before. */
  readonly inode: string;
  readonly host: "127.0.0.1" | "[::1]";
  readonly port: number;
}
export interface Owner {
  readonly pid: number;
  readonly command: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

const listening = "0A";
/** Address columns of loopback, and of "any", which a loopback address reaches too. */
const hosts: Readonly<Record<string, Listener["host"] | undefined>> = {
  "0100007F": "127.0.0.1",
  "00000000": "127.0.0.1",
  "00000000000000000000000001000000": "[::1]",
  "00000000000000000000000000000000": "[::1]",
};

/** One a port; those of other users are left out. */
export async function listenersOf(userId: number, proc = "/proc"): Promise<Listener[]> {
  const byPort = new Map<number, Listener>();
  for (const file of ["net/tcp", "net/tcp6"]) {
    // Not Linux, or no IPv6.
    const table = await readFile(join(proc, file), "latin1").catch(() => "");
    for (const line of table.split("\n")) {
      const columns = line.trim().split(/\s+/);
      const [address = "", portText = ""] = (columns[1] ?? "").split(":");
      const host = hosts[address];
      const port = Number.parseInt(portText, 16);
      const isOurs = columns[3] === listening && Number(columns[7]) === userId;
      if (isOurs && host !== undefined && !byPort.has(port)) {
        byPort.set(port, { inode: columns[9] ?? "", host, port });
      }
    }
  }
  return [...byPort.values()];
}

/** Processes that hold these sockets, by inode. */
export async function ownersOf(
  inodes: ReadonlySet<string>,
  proc = "/proc",
): Promise<ReadonlyMap<string, Owner>> {
  const owners = new Map<string, Owner>();
  const names = await readdir(proc).catch(() => []);
  for (const name of names) {
    if (owners.size === inodes.size) break;
    if (!/^\d+$/.test(name)) continue;
    const folder = join(proc, name);
    // Other users' processes, and those that have ended meanwhile, cannot be looked into.
    const files = await readdir(join(folder, "fd")).catch(() => []);
    let owner: Owner | undefined;
    for (const file of files) {
      const link = await readlink(join(folder, "fd", file)).catch(() => "");
      const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? "";
      if (!inodes.has(inode) || owners.has(inode)) continue;
      owner ??= await readOwner(folder, Number(name));
      owners.set(inode, owner);
    }
  }
  return owners;
}

async function readOwner(folder: string, pid: number): Promise<Owner> {
  const read = (file: string) => readFile(join(folder, file), "utf8").catch(() => "");
  const [command, environment, cwd] = await Promise.all([
    read("cmdline"),
    read("environ"),
    readlink(join(folder, "cwd")).catch(() => ""),
  ]);
  const entries = environment.split("\0").flatMap((entry): [string, string][] => {
    const at = entry.indexOf("=");
    return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)]] : [];
  });
  return {
    pid,
    command: command.split("\0").filter((part) => part !== ""),
    folder: cwd,
    environment: Object.fromEntries(entries),
  };
}
