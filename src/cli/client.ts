// The command line as a client of the running collector.

import { WebSocket } from "ws";
import "vscode-jsonrpc/node";
import { findCollector } from "../collector/control/discoveryFile";
import { webSocketChannel } from "../collector/control/webSocketChannel";
import {
  type CollectorApi,
  type CollectorEvents,
  controlProtocol,
} from "../shared/contract/collectorApi";
import { controlUrl, type Discovery } from "../shared/contract/discovery";
import { type Client, createRpc, type Rpc } from "../shared/contract/rpc";
import { exitCodes, ExitError } from "./arguments";

export interface Connection {
  readonly collector: Client<CollectorApi>;
  readonly discovery: Discovery;
  readonly rpc: Rpc;
}

/** Connects to the collector of this data folder, or ends with exit code 3 and how to start one. */
export async function connect(
  dataPath: string,
  events: Partial<CollectorEvents> = {},
): Promise<Connection> {
  const discovery = findCollector(dataPath);
  const url = discovery === undefined ? undefined : controlUrl(discovery);
  if (discovery === undefined || url === undefined) throw noCollector(dataPath);
  if (discovery.protocol !== controlProtocol) throw otherVersion(discovery);
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", () => resolve());
    socket.once("error", () => reject(noCollector(dataPath)));
  });
  const rpc = createRpc(webSocketChannel(socket));
  rpc.on(events);
  return { collector: rpc.client<CollectorApi>(), discovery, rpc };
}

export function noCollector(dataPath: string): ExitError {
  return new ExitError(
    exitCodes.noCollector,
    `No collector is running for ${dataPath}. Start one with "sidelight serve", or open a Sidelight panel in the editor.`,
  );
}

/** What its answers mean is not known here. */
function otherVersion({ version, pid }: Discovery): ExitError {
  const own = process.env.SIDELIGHT_VERSION ?? "";
  return new ExitError(
    exitCodes.failed,
    `The collector that runs (process ${pid}) is of Sidelight ${version}, and this is ${own}: they do not understand each other. Use the sidelight of that version, or end that process and start this one's.`,
  );
}

/** Connects, does the work, and closes whatever happens. */
export async function withCollector(
  dataPath: string,
  work: (connection: Connection) => Promise<void>,
): Promise<void> {
  const connection = await connect(dataPath);
  try {
    await work(connection);
  } finally {
    connection.rpc.dispose();
  }
}
