// TCP for protocols that only send: bytes go to a framer as they come, and a sender that is faster than
// the store is paused, which TCP tells it by itself.

import { createServer, type Server, type Socket } from "node:net";
import { listenOnLoopback } from "./loopback";
import { roomFor } from "./openFiles";
import type { Listening } from "./receiver";
import type { Intake } from "./intake";
import { listenOnPath } from "./streamSocket";

/** Finds messages in a stream of bytes. One a connection. */
export interface Framer {
  /** False when the stream cannot be read on: the connection is closed. */
  push(chunk: Buffer): boolean;
  /** The sender has closed. */
  end(): void;
  /** What waits for the end of its message. */
  readonly heldBytes: number;
  /** It has a message in hand that waits for room: no more is read meanwhile. */
  readonly isBusy?: boolean;
}

/** The other end of a connection, for protocols that answer. */
export interface Peer {
  /** Cuts a peer off that does not read its answers. */
  reply(bytes: Uint8Array): void;
  close(): void;
}

/** Sockets at once; a developer's machine has a few, a runaway client thousands. */
const maxConnections = 500;
/** What all connections of a listener hold of messages whose ends have not come: one has a few KiB at most as a rule. */
const maxHeldBytes = 128 * 1024 * 1024;
/** How often a paused connection looks for room. */
const retryMs = 20;
/** Answers that wait to be read, some tens of bytes each. */
const maxUnreadBytes = 1024 * 1024;

export interface TcpOptions {
  /** Whose connections they are, for counting. */
  readonly receiver: string;
  readonly intake: Intake;
  /** Called for each connection. */
  readonly create: (peer: Peer) => Framer;
  readonly limits?: { readonly connections: number; readonly heldBytes: number };
}

const defaultLimits = { connections: maxConnections, heldBytes: maxHeldBytes };

/** Connections that are open when it closes are ended. */
export async function listenTcpOnLoopback(port: number, options: TcpOptions): Promise<Listening> {
  const connections = new Connections(options);
  const listening = await listenOnLoopback(port, () => connections.createServer());
  return { port: listening.port, close: () => connections.closeAfter(listening.close()) };
}

/** The same on a Unix socket or Windows pipe. */
export async function listenStreamOnPath(
  path: string,
  options: TcpOptions,
): Promise<{ close(): Promise<void> }> {
  const connections = new Connections(options);
  const server = connections.createServer();
  await listenOnPath(server, path);
  const closed = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { close: () => connections.closeAfter(closed()) };
}

class Connections {
  private readonly open = new Set<Connection>();
  private heldBytes = 0;

  constructor(private readonly options: TcpOptions) {}

  createServer(): Server {
    const { receiver, intake, create, limits = defaultLimits } = this.options;
    const hold = (bytes: number) => {
      this.heldBytes += bytes;
      if (bytes <= 0 || this.heldBytes <= limits.heldBytes) return true;
      intake.counters.refused(receiver, "too-much-held");
      return false;
    };
    const server = createServer((socket) => {
      if (roomFor(socket) !== "enough") {
        intake.counters.refused(receiver, "too-many-open-files");
        socket.destroy();
        return;
      }
      const connection = new Connection(socket, intake, create(peerOf(socket)), hold);
      this.open.add(connection);
      socket.once("close", () => this.open.delete(connection));
    });
    server.maxConnections = limits.connections;
    server.on("drop", () => intake.counters.refused(receiver, "too-many-connections"));
    return server;
  }

  /** A server is closed when its last connection is. */
  async closeAfter(closed: Promise<void>): Promise<void> {
    for (const connection of this.open) connection.close();
    await closed;
  }
}

function peerOf(socket: Socket): Peer {
  return {
    reply: (bytes) => {
      if (!socket.writable) return; // gone: it will send again what it saw no answer for
      socket.write(bytes);
      if (socket.writableLength > maxUnreadBytes) socket.destroy();
    },
    close: () => socket.destroy(),
  };
}

class Connection {
  /** A chunk for which there was no room. */
  private waiting: Buffer | undefined;
  private retry: NodeJS.Timeout | undefined;
  private isEnded = false;
  private heldBytes = 0;

  constructor(
    private readonly socket: Socket,
    private readonly intake: Intake,
    private readonly framer: Framer,
    /** By how much what is held has changed; false when that is too much beside the other connections. */
    private readonly hold: (bytes: number) => boolean,
  ) {
    socket.on("data", (chunk) => this.take(chunk));
    socket.on("error", () => undefined); // a reset; "close" follows, and what was whole has been taken
    socket.on("close", () => {
      if (!this.isWaiting()) this.end();
    });
  }

  close(): void {
    clearTimeout(this.retry);
    if (this.waiting !== undefined) this.framer.push(this.waiting);
    this.end();
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    const isBusy = this.framer.isBusy === true;
    if (!isBusy && this.intake.hasRoom(chunk.length + this.framer.heldBytes)) {
      const isReadable = this.framer.push(chunk);
      if (!this.holds(isReadable ? this.framer.heldBytes : 0) || !isReadable) this.socket.destroy();
      return;
    }
    this.socket.pause();
    this.waiting = chunk;
    this.retry = setTimeout(() => this.takeLater(chunk), retryMs);
  }

  private takeLater(chunk: Buffer): void {
    this.waiting = undefined;
    this.socket.resume();
    this.take(chunk); // which may pause again
    if (this.socket.closed && !this.isWaiting()) this.end();
  }

  private holds(bytes: number): boolean {
    const more = bytes - this.heldBytes;
    this.heldBytes = bytes;
    return this.hold(more);
  }

  private isWaiting(): boolean {
    return this.waiting !== undefined;
  }

  private end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.framer.end();
    this.holds(0);
  }
}
