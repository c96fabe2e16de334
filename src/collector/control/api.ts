// Serves the contract to one client: questions go to the store, tails to the live feed.

import {
  type CollectorApi,
  type CollectorEvents,
  controlProtocol,
  type Endpoints,
} from "../../shared/contract/collectorApi";
import { collectorParams } from "../../shared/contract/collectorParams";
import { RpcError, type Server } from "../../shared/contract/rpc";
import type { Stats } from "../../shared/contract/stats";
import type { LiveTest } from "../../shared/query/predicate";
import type { Signal } from "../../shared/record";
import type { Counters } from "../pipeline/counters";
import type { LiveFeed } from "../pipeline/liveFeed";
import { exportFile } from "../export/exportFile";
import type { ReadWhole, StoreReads } from "../store/recordStore";
import type { ControlClient } from "./controlServer";
import type { NamedFiles } from "./namedFiles";

/** Rows a batch at most, whatever a client asks for: a panel holds 600. */
const maxTailRows = 500;

export interface ApiParts {
  readonly version: string;
  readonly dataPath: string;
  readonly endpoints: () => Endpoints;
  readonly ui: () => string;
  readonly pageAddress: () => string;
  readonly reads: StoreReads;
  readonly readWhole: ReadWhole;
  readonly feed: LiveFeed;
  /** Resolves when the feed hears of every record that is committed from then on; gives what ends that. */
  readonly watch: () => Promise<() => void>;
  readonly counters: Counters;
  readonly lastSeq: () => number;
  readonly compile: (query: string, signal: Signal) => LiveTest;
  readonly stats: { current(): Stats; onDidTick(listener: (stats: Stats) => void): () => void };
  readonly files: NamedFiles<ControlClient>;
  readonly deleteAll: () => Promise<void>;
  readonly shutdown: () => void;
}

const rowsOf = (asked: number) => Math.min(maxTailRows, Math.max(1, Math.floor(asked)));

export function serveClient(client: ControlClient, parts: ApiParts): void {
  const events = client.rpc.events<CollectorEvents>();
  /** Each with what ends its watch. */
  const subscriptions = new Map<number, () => void>();
  let isClosed = false;
  let stopStats: (() => void) | undefined;
  const startTime = new Date(Date.now() - process.uptime() * 1000).toISOString();

  /** A client may end its own tails only. */
  const endTail = (subscription: number) => {
    const unwatch = subscriptions.get(subscription);
    if (unwatch === undefined) return;
    subscriptions.delete(subscription);
    parts.feed.unsubscribe(subscription);
    unwatch();
  };

  const server: Server<CollectorApi> = {
    ...parts.reads,
    hello: () =>
      Promise.resolve({
        version: parts.version,
        protocol: controlProtocol,
        pid: process.pid,
        startTime,
        endpoints: parts.endpoints(),
        ui: parts.ui(),
        dataPath: parts.dataPath,
      }),
    pageAddress: () => Promise.resolve(parts.pageAddress()),
    stats: () => Promise.resolve(parts.stats.current()),
    fields: (query, signal) =>
      parts.reads.fields(query, signal, (progress) => {
        if (query.job !== undefined) events.fieldsProgress({ job: query.job, ...progress });
      }),
    exportFile: (query, signal) =>
      exportFile(query, { ...parts.reads, readWhole: parts.readWhole }, signal, (progress) =>
        events.exportProgress(progress),
      ),
    tail: async ({ query, signal, maxRows }) => {
      const test = parts.compile(query, signal);
      const unwatch = await parts.watch();
      const subscription = parts.feed.subscribe({
        signal,
        test,
        maxRows: rowsOf(maxRows),
        countStored: async (fromSeq, untilSeq, abort) => {
          const stored = { signal, query, sinceSeq: fromSeq - 1, untilSeq };
          return (await parts.reads.rowIndex(stored, abort)).total;
        },
        canSend: () => client.canSend(),
        send: (batch) => events.rows(batch),
      });
      if (subscription === undefined) {
        unwatch();
        throw new RpcError({ kind: "overloaded", message: "Too many live tails are open." });
      }
      subscriptions.set(subscription, unwatch);
      if (isClosed) endTail(subscription);
      return { subscription, seq: parts.lastSeq() };
    },
    untail: ({ subscription }) => {
      endTail(subscription);
      return Promise.resolve();
    },
    watchStats: ({ isOn }) => {
      stopStats?.();
      stopStats = isOn ? parts.stats.onDidTick((stats) => events.stats(stats)) : undefined;
      return Promise.resolve();
    },
    refusals: ({ receiver, reason }) => Promise.resolve(parts.counters.refusals(receiver, reason)),
    followFile: (file) => parts.files.follow(client, file),
    unfollowFile: ({ path }) => parts.files.unfollow(client, path),
    deleteAll: () => parts.deleteAll(),
    shutdown: () => {
      // Answer first: the caller waits for it.
      setTimeout(() => parts.shutdown(), 50);
      return Promise.resolve();
    },
  };
  client.rpc.serve<CollectorApi>(server, collectorParams);
  client.rpc.onClose(() => {
    isClosed = true;
    stopStats?.();
    parts.files.forget(client);
    for (const subscription of subscriptions.keys()) endTail(subscription);
  });
}
