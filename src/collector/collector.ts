// The collector put together: receivers → intake → store and live feed; one HTTP port and the control socket.

import { randomBytes } from "node:crypto";
import type { Endpoints } from "../shared/contract/collectorApi";
import { controlProtocol } from "../shared/contract/collectorApi";
import type { CollectorSettings } from "../shared/contract/settings";
import type { Signal } from "../shared/record";
import { serveClient } from "./control/api";
import { type ControlClient, ControlServer } from "./control/controlServer";
import { makeDataFolder, removeDiscovery, writeDiscovery } from "./control/discoveryFile";
import type { HttpRoute } from "./pipeline/httpRoute";
import { createExportDownload } from "./control/exportDownload";
import { listenHttp, type OwnedRoute, refuseUpgrade } from "./control/httpServer";
import { openListeners, type OpenListener, portProblem } from "./control/listeners";
import { type Follower, NamedFiles } from "./control/namedFiles";
import { Neighbours } from "./control/neighbours";
import { PageCodes } from "./control/pageCodes";
import { type ReceiverAddress, StatsBoard } from "./control/statsBoard";
import { createUiFiles } from "./control/uiFiles";
import type { AnyRecordJson } from "../shared/contract/json";
import { Counters } from "./pipeline/counters";
import { CommitIntake } from "./pipeline/intake";
import { PayloadMemory } from "./pipeline/payloadMemory";
import { LiveFeed } from "./pipeline/liveFeed";
import type { AnyRecord } from "./pipeline/tailBacklog";
import type { LiveTest } from "../shared/query/predicate";
import { Roles } from "./pipeline/roles";
import type { CreateReceiver, Listener, Listening, Receiver } from "./pipeline/receiver";
import type { CollectorStore } from "./store/recordStore";

export const defaultHttpPort = 4318;

export interface CollectorParts {
  readonly version: string;
  readonly dataPath: string;
  readonly settings: CollectorSettings;
  readonly store: CollectorStore;
  readonly receivers: Readonly<Record<string, CreateReceiver>>;
  readonly compile: (query: string, signal: Signal) => LiveTest;
  readonly toJson: (signal: Signal, record: AnyRecord) => AnyRecordJson;
  /** Folder of the panels' scripts and styles. */
  readonly webviewPath: string;
  readonly onDidChangeClients: (count: number) => void;
  readonly onShutdownRequest: () => void;
}

export interface RunningCollector {
  readonly endpoints: Endpoints;
  readonly ui: string;
  /** What listens otherwise than asked. */
  readonly problems: readonly string[];
  dispose(): Promise<void>;
}

export async function startCollector(parts: CollectorParts): Promise<RunningCollector> {
  const { store, settings, dataPath } = parts;
  makeDataFolder(dataPath);
  const counters = new Counters();
  const intake = new CommitIntake(store, store, counters);
  const memory = new PayloadMemory();
  const receivers = createAll(parts, intake, memory, () => endpoints().http);
  const feed = new LiveFeed(parts.toJson);
  const token = randomBytes(24).toString("base64url");

  let httpPort = -1;
  let httpProblem: string | undefined;
  let opened: readonly OpenListener[] = [];
  const endpoints = (): Endpoints => ({
    ...(httpPort < 0 ? {} : { http: `http://127.0.0.1:${httpPort}` }),
    ...Object.fromEntries(
      opened.filter(({ address }) => address !== "").map(({ name, address }) => [name, address]),
    ),
  });
  const page = () => `http://127.0.0.1:${httpPort}/ui/`;
  const ui = () => `${page()}?token=${token}`;
  const codes = new PageCodes();
  const neighbours = new Neighbours(dataPath);

  const board = new StatsBoard({
    counters,
    receivers: () =>
      receivers.map((receiver) => addressOf(receiver, endpoints(), opened, httpProblem)),
    queue: () => ({ bytes: intake.queueBytes, limitBytes: intake.queueLimitBytes }),
    store: () => store.status(),
    clients: () => control.clientCount,
  });
  intake.onDidCommit(({ tally, records }) => {
    board.take(tally);
    feed.publish(records);
  });

  const files = receivers.find(isFollower);
  const noFiles = () => Promise.reject(new Error("Following files is not available."));
  const namedFiles = new NamedFiles<ControlClient>(files ?? { follow: noFiles, unfollow: noFiles });
  const control = new ControlServer(
    token,
    (client) =>
      serveClient(client, {
        version: parts.version,
        dataPath,
        endpoints,
        ui,
        pageAddress: () => `${page()}?code=${codes.create()}`,
        reads: store.reads,
        readWhole: store.readWhole,
        feed,
        watch: () => intake.watch(),
        counters,
        lastSeq: () => intake.lastSeq,
        compile: parts.compile,
        stats: board,
        files: namedFiles,
        deleteAll: () => store.deleteAll(),
        shutdown: parts.onShutdownRequest,
      }),
    parts.onDidChangeClients,
  );

  const download = createExportDownload(token, { ...store.reads, readWhole: store.readWhole });
  const routes: OwnedRoute[] = [
    ...receivers.flatMap((receiver) =>
      (receiver.routes ?? []).map((route) => ({ receiver: receiver.id, route })),
    ),
    { receiver: "http", route: download },
  ];
  const uiFiles = createUiFiles(
    parts.webviewPath,
    { pid: process.pid, dataPath },
    { token, codes },
  );
  const httpOptions = {
    routes: () => routes,
    counters,
    memory,
    onUpgrade: control.upgrade.bind(control),
    serveUi: uiFiles,
  };
  let http: Listening | undefined;
  const wanted = settings.ports.http ?? defaultHttpPort;
  // The control socket lives on it: "off" for the protocols still leaves a free port for the panels.
  try {
    http = await listenHttp(Math.max(0, wanted), httpOptions);
  } catch (error) {
    http = await listenHttp(0, httpOptions);
    httpProblem = `${await portProblem("http", wanted, error, neighbours)} It listens on 127.0.0.1:${http.port} instead.`;
  }
  httpPort = http.port;
  opened = await openListeners(
    receivers.map(({ id, listeners = [], customaryPort, routes = [] }) => ({
      id,
      listeners:
        customaryPort === undefined
          ? listeners
          : [...listeners, customaryListener(customaryPort.name, id, routes, counters, memory)],
    })),
    settings.ports,
    neighbours,
  );
  for (const path of settings.files) await files?.follow({ path });
  writeDiscovery(dataPath, {
    pid: process.pid,
    version: parts.version,
    protocol: controlProtocol,
    endpoints: endpoints(),
    token,
    ui: ui(),
  });

  return {
    endpoints: endpoints(),
    ui: ui(),
    problems: [httpProblem, ...opened.map(({ problem }) => problem)].filter(
      (problem) => problem !== undefined,
    ),
    dispose: async () => {
      // Nothing new comes in, what came is committed and answered, and only then are clients let go.
      removeDiscovery(dataPath);
      await http.stopListening?.();
      for (const { listening } of opened) await listening?.stopListening?.();
      for (const { listening } of opened) await listening?.close();
      for (const receiver of receivers) await receiver.dispose?.();
      await intake.flush();
      feed.dispose();
      board.dispose();
      control.dispose();
      await http.close();
      await store.dispose();
    },
  };
}

/** The routes of one receiver on a port of their own, for clients whose port cannot be set; off unless asked for. */
function customaryListener(
  name: string,
  receiver: string,
  routes: readonly HttpRoute[],
  counters: Counters,
  memory: PayloadMemory,
): Listener {
  const owned = routes.map((route) => ({ receiver, route }));
  return {
    name,
    defaultPort: -1,
    listen: (port) =>
      listenHttp(port, {
        routes: () => owned,
        counters,
        memory,
        onUpgrade: (_request, socket) => refuseUpgrade(socket, "404 Not Found"),
        serveUi: () => Promise.resolve(undefined),
      }),
  };
}

function createAll(
  parts: CollectorParts,
  intake: CommitIntake,
  memory: PayloadMemory,
  httpAddress: () => string | undefined,
): Receiver[] {
  const { settings } = parts;
  const roles = new Roles(settings.requestIdFields);
  return Object.entries(parts.receivers).map(([id, create]) => {
    intake.counters.of(id);
    return create({
      intake,
      memory,
      settings: settings.receivers[id] ?? {},
      dataPath: parts.dataPath,
      roles,
      httpAddress,
      now: () => BigInt(Date.now()) * 1_000_000n,
    });
  });
}

function addressOf(
  receiver: Receiver,
  endpoints: Endpoints,
  opened: readonly OpenListener[],
  httpProblem: string | undefined,
): ReceiverAddress {
  const own = opened.filter((listener) => listener.receiver === receiver.id);
  const http = (receiver.routes ?? []).length > 0 ? endpoints.http : undefined;
  // The usual one first: a port that is named for the protocol, else HTTP.
  const hasNamesake = own.some(({ name }) => name === receiver.id);
  const ports = own.map(({ address }) => address);
  const addresses = (hasNamesake ? [...ports, http] : [http, ...ports]).filter(
    (address) => address !== undefined && address !== "",
  );
  const problems = [
    http === undefined ? undefined : httpProblem,
    ...own.map(({ problem }) => problem),
  ].filter((problem) => problem !== undefined);
  return {
    id: receiver.id,
    title: receiver.title,
    address: addresses.join(", "),
    problem: problems.length === 0 ? undefined : problems.join(" "),
    targets: receiver.targets?.(),
  };
}

/** The receiver of output and files can be asked to follow more. */
function isFollower(receiver: Receiver): receiver is Receiver & Follower {
  return "follow" in receiver && "unfollow" in receiver;
}
