// Where this user's collector is, and whether it is alive. The file outlives a process that was killed,
// so its word is checked before it is believed.

import { open } from "node:fs/promises";
import { connect } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import {
  defaultDataPath,
  type Discovery,
  discoveryFileName,
  isOwnFile,
  parseDiscovery,
} from "../../shared/contract/discovery";

/** Loopback answers at once, unless the machine is on its knees. */
const listenWithinMs = 2000;

export function dataPath(): string {
  return defaultDataPath({ platform: process.platform, home: homedir(), env: process.env });
}

/** `undefined` when no collector has announced itself, or the one that did is gone. */
export async function findCollector(folder: string): Promise<Discovery | undefined> {
  const discovery = await readDiscovery(folder);
  if (discovery === undefined || !isAlive(discovery.pid)) return undefined;
  // After a restart of the machine another program may have the number: who does not listen is not it.
  return (await listens(discovery)) ? discovery : undefined;
}

/** A collector that ends properly takes its file with it. */
export async function wasCollectorKilled(folder: string): Promise<boolean> {
  const discovery = await readDiscovery(folder);
  // A process that was just killed keeps its number until its parent has noticed: the port tells at once.
  return discovery !== undefined && !(isAlive(discovery.pid) && (await listens(discovery)));
}

async function readDiscovery(folder: string): Promise<Discovery | undefined> {
  try {
    const file = await open(join(folder, discoveryFileName), "r");
    try {
      const isOwn = isOwnFile(await file.stat(), process.getuid?.());
      return isOwn ? parseDiscovery(await file.readFile("utf8")) : undefined;
    } finally {
      await file.close();
    }
  } catch {
    return undefined; // none has ever run, or it ended properly
  }
}

function listens({ endpoints }: Discovery): Promise<boolean> {
  const port = Number(/:(\d+)$/.exec(endpoints.http ?? "")?.[1] ?? 0);
  if (port === 0) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    const settle = (isListening: boolean) => {
      socket.destroy();
      resolve(isListening);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
    socket.setTimeout(listenWithinMs, () => settle(false));
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, but belongs to somebody else: then the socket decides.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
