// Runs a collector for a data folder until it is told to end: the program of the editor and of `sidelight serve`.

import { join } from "node:path";
import "vscode-jsonrpc/node";
import type { Endpoints } from "../shared/contract/collectorApi";
import type { Discovery } from "../shared/contract/discovery";
import type { CollectorSettings } from "../shared/contract/settings";
import { compileLive } from "../shared/query/compile";
import { startCollector } from "./collector";
import { findCollector, makeDataFolder } from "./control/discoveryFile";
import { openOrAttach } from "./openOrAttach";
import { receivers } from "./receivers/registry";
import { toStoreError } from "./store/errors";
import { openStore } from "./store/store";
import { createPatternIdsOf, withPattern } from "./store/patternsOfRecords";
import { toJson } from "./store/toJson";

/** An unused collector frees its ports and memory; a window that reloads is back well before. */
export const defaultIdleEndMs = 60_000;

export interface ServeOptions {
  readonly dataPath: string;
  readonly settings: CollectorSettings;
  /** Ends so long after its last client; undefined: stays until it is stopped. */
  readonly idleEndMs?: number;
}

export type ServeResult =
  | {
      readonly kind: "started";
      readonly endpoints: Endpoints;
      readonly ui: string;
      readonly problems: readonly string[];
      /** Settles when the collector has ended. */
      readonly ended: Promise<void>;
      stop(): void;
    }
  /** One runs for this data folder already. */
  | { readonly kind: "attached"; readonly discovery: Discovery };

export async function serve({ dataPath, settings, idleEndMs }: ServeOptions): Promise<ServeResult> {
  // What apps log is their user's alone, wherever the data folder is; Windows has no such mask.
  if (process.platform !== "win32") process.umask(0o077);
  const path = join(dataPath, "sidelight.duckdb");
  try {
    makeDataFolder(dataPath);
  } catch (error) {
    throw toStoreError(path, error);
  }
  // Who holds the store is the one collector; a discovery file may be of one that was killed.
  const opened = await openOrAttach(
    () =>
      openStore({
        path,
        writerPath: join(__dirname, "writer.js"),
        retention: {
          sizeBytes: settings.storage.maxSizeMiB * 1024 * 1024,
          ageMs: settings.storage.maxAgeDays * 86_400_000,
        },
      }),
    () => findCollector(dataPath),
  );
  if (opened.kind === "attached") return opened;
  const { store } = opened;

  let idle: NodeJS.Timeout | undefined;
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const watchIdle = (clients: number) => {
    clearTimeout(idle);
    if (idleEndMs !== undefined && clients === 0) idle = setTimeout(stop, idleEndMs);
  };
  const patternIdsOf = createPatternIdsOf(store.patterns);
  const collector = await startCollector({
    version: process.env.SIDELIGHT_VERSION ?? "0.0.0",
    dataPath,
    settings,
    store,
    receivers,
    compile: (query, signal) => compileLive(query, signal, patternIdsOf),
    toJson: (signal, record) => withPattern(toJson(signal, record), record, store.patterns),
    webviewPath: join(__dirname, "webview"),
    onDidChangeClients: watchIdle,
    onShutdownRequest: stop,
  });
  watchIdle(0);
  // A second one of these ends it at once: what is acknowledged is on the disk.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, stop);
  const ended = stopped.then(async () => {
    clearTimeout(idle);
    await collector.dispose();
  });
  const { endpoints, ui, problems } = collector;
  return { kind: "started", endpoints, ui, problems, ended, stop };
}
