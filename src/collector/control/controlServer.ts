// The control socket: who shows the token gets the contract. Counts clients, so that an unused collector ends.

import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { createRpc, type Rpc } from "../../shared/contract/rpc";
import { refuseUpgrade } from "./httpServer";
import { webSocketChannel } from "./webSocketChannel";

/** Requests are small; the largest names the rows that are selected in a list, a tenth of it. */
const maxFrameBytes = 1024 * 1024;
const maxClients = 200;
/** Past this a client is behind: live rows are spared until it has caught up. */
const maxBufferedBytes = 4 * 1024 * 1024;
const pingIntervalMs = 30_000;
const closeWithinMs = 1000;

export interface ControlClient {
  readonly rpc: Rpc;
  canSend(): boolean;
}

export class ControlServer {
  private readonly server = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
  });
  private readonly sockets = new Set<WebSocket>();
  /** Who has answered since the last ping. */
  private readonly answered = new WeakSet<WebSocket>();
  private readonly pings = setInterval(() => this.ping(), pingIntervalMs).unref();

  constructor(
    private readonly token: string,
    private readonly onClient: (client: ControlClient) => void,
    private readonly onDidChangeClients: (count: number) => void,
  ) {}

  get clientCount(): number {
    return this.sockets.size;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const token = new URL(request.url ?? "/", "http://localhost").searchParams.get("token") ?? "";
    if (!isSame(token, this.token)) {
      refuseUpgrade(socket, "401 Unauthorized");
      return;
    }
    if (this.sockets.size >= maxClients) {
      refuseUpgrade(socket, "503 Service Unavailable");
      return;
    }
    this.server.handleUpgrade(request, socket, head, (webSocket) => this.attach(webSocket));
  }

  dispose(): void {
    clearInterval(this.pings);
    for (const socket of this.sockets) {
      socket.close(1001, "collector ends");
      // A suspended peer answers no close, and must not hold the store.
      setTimeout(() => socket.terminate(), closeWithinMs).unref();
    }
    this.server.close();
  }

  private attach(socket: WebSocket): void {
    this.sockets.add(socket);
    this.answered.add(socket);
    socket.on("close", () => {
      this.sockets.delete(socket);
      this.onDidChangeClients(this.sockets.size);
    });
    socket.on("pong", () => this.answered.add(socket));
    socket.on("error", () => socket.terminate());
    this.onDidChangeClients(this.sockets.size);
    const rpc = createRpc(webSocketChannel(socket));
    this.onClient({ rpc, canSend: () => socket.bufferedAmount < maxBufferedBytes });
  }

  /** Finds peers that went without a word (a suspended machine, a killed window behind a tunnel). */
  private ping(): void {
    for (const socket of this.sockets) {
      if (this.answered.delete(socket)) socket.ping();
      else socket.terminate();
    }
  }
}

/** Compares tokens in a time that does not tell how much of them agrees. */
export function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
