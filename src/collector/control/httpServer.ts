// The one HTTP port: checks who asks, reads bodies within bounds, and gives each path to its route.

import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { type Duplex, pipeline, Readable } from "node:stream";
import type { Counters } from "../pipeline/counters";
import { OverloadedError, StoreFailedError } from "../pipeline/intake";
import { type BodyLimits, BodyReader, defaultBodyLimits } from "./body";
import type { HttpRefusal, HttpReply, HttpRequest, HttpRoute } from "../pipeline/httpRoute";
import { listenOnLoopback } from "../pipeline/loopback";
import type { PayloadMemory } from "../pipeline/payloadMemory";
import { roomFor } from "../pipeline/openFiles";
import { isLocalHost, isLocalOrigin, isSameOrigin } from "./originPolicy";
import type { Listening } from "../pipeline/receiver";

/** Clients keep sockets open between exports and report a reset when we close first. */
const keepAliveMs = 90_000;
export interface HttpLimits {
  /** On each loopback address. A developer's machine has a handful of apps; past this something is looping. */
  readonly connections: number;
  /** So many more are told in the form of their protocol, and panels find their place among them. */
  readonly toldConnections: number;
  /** Who connects says at once what it wants: a place that is held without a request is taken back. */
  readonly headersWithinMs: number;
  /** How often that is looked at. */
  readonly checkEveryMs: number;
  readonly body: BodyLimits;
}
const defaultHttpLimits: HttpLimits = {
  connections: 1000,
  toldConnections: 50,
  headersWithinMs: 30_000,
  checkEveryMs: 5000,
  body: defaultBodyLimits,
};
/** A sender that was answered in the middle of its body may go on sending for so long before it is cut off. */
const lingerMs = 3000;
/** Requests under way at the end get so long for their commit and answer. */
const endWithinMs = 3000;

/** Who a route belongs to, for counting. */
export interface OwnedRoute {
  readonly receiver: string;
  readonly route: HttpRoute;
}

export interface HttpServerOptions {
  readonly routes: () => readonly OwnedRoute[];
  readonly counters: Counters;
  /** Shared with whatever else receives payloads; absent: its own. */
  readonly memory?: PayloadMemory;
  /** Takes `/control`; the Host and Origin were checked. */
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Static files of the browser page; undefined when the path is none of them. */
  readonly serveUi: (
    path: string,
    query: URLSearchParams,
    method: "GET" | "HEAD",
  ) => Promise<HttpReply | undefined>;
}

export async function listenHttp(
  port: number,
  options: HttpServerOptions,
  limits = defaultHttpLimits,
): Promise<Listening> {
  const bodies = new BodyReader(limits.body, options.memory);
  const crowded = new WeakMap<Socket, Crowd>();
  /** The last of each connection. */
  const exchanges = new WeakMap<Duplex, Exchange>();
  let underWay = 0;
  let isEnding = false;
  let onQuiet: (() => void) | undefined;
  const handler = (request: IncomingMessage, response: ServerResponse) => {
    if (isEnding) {
      close(request, response, textReply(503, "Sidelight is ending."));
      return;
    }
    underWay++;
    exchanges.set(request.socket, { request, response });
    handle(request, response, options, { bodies, crowded: crowded.get(request.socket) })
      .catch((error: unknown) => {
        // A route's bug must not take the collector with it; the sender learns that it was not stored.
        options.counters.refused("http", "internal-error");
        if (response.headersSent) response.destroy();
        else send(response, textReply(500, error instanceof Error ? error.message : String(error)));
      })
      .finally(() => {
        if (--underWay === 0) onQuiet?.();
      });
  };
  const listening = await listenOnLoopback(port, () => {
    const server = http.createServer(
      {
        keepAliveTimeout: keepAliveMs,
        // Bodies have their own (body.ts); Node takes the time of headers to be off with it, unless it is said.
        requestTimeout: 0,
        headersTimeout: limits.headersWithinMs,
        connectionsCheckingInterval: limits.checkEveryMs,
      },
      handler,
    );
    let open = 0;
    server.prependListener("connection", (socket) => {
      const room = roomFor(socket);
      const isCrowded = open >= limits.connections;
      open++;
      socket.once("close", () => open--);
      if (room === "enough" && !isCrowded) return;
      server.closeIdleConnections(); // the next one finds a place, if any is held for nothing
      const crowd = isCrowded ? tooManyConnections : tooManyFiles;
      if (room === "none" || open > limits.connections + limits.toldConnections) {
        options.counters.refused("http", crowd.reason);
        turnAway(socket, crowd.message);
      } else crowded.set(socket, crowd);
    });
    server.on("checkContinue", handler);
    server.on("clientError", (error: Error & { code?: string }, socket: Duplex) => {
      const isLate = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
      // A browser connects in advance, and may have nothing to say.
      const hasSpoken = !("bytesRead" in socket) || socket.bytesRead !== 0;
      if (hasSpoken && !isAccountedFor(error, exchanges.get(socket))) {
        options.counters.refused("http", isLate ? "stalled" : "bad-request");
      }
      if (!socket.writable) return;
      const status = isLate ? "408 Request Timeout" : "400 Bad Request";
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
    });
    server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // From here the socket is ours: a reset by its peer without a listener would end the process.
      socket.on("error", () => socket.destroy());
      const { origin, host } = request.headers;
      const isOurs = isLocalHost(host) && (origin === undefined || isSameOrigin(origin, host));
      const isWebSocket = request.headers.upgrade?.toLowerCase() === "websocket";
      if (isOurs && isWebSocket && pathOf(request) === "/control") {
        options.onUpgrade(request, socket, head);
      } else {
        options.counters.refused("http", isWebSocket ? "foreign-upgrade" : "unknown-upgrade");
        // A client that asks for h2c on plain HTTP is told to do without (RFC 9110, 7.8 and 15.5.22).
        refuseUpgrade(socket, isWebSocket ? "403 Forbidden" : "426 Upgrade Required");
      }
    });
    return server;
  });
  return {
    ...listening,
    stopListening: async () => {
      isEnding = true;
      if (underWay === 0) return;
      const quiet = new Promise<void>((resolve) => (onQuiet = resolve));
      await Promise.race([
        quiet,
        new Promise((resolve) => setTimeout(resolve, endWithinMs).unref()),
      ]);
    },
  };
}

/** Answers an upgrade that is not taken and lets the peer go, whether it closes or not. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  const text = `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
  socket.end(text, () => socket.destroy());
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Who hangs up within a request is told by that: refused, aborted, or stored all the same. */
function isAccountedFor(error: NodeJS.ErrnoException, exchange: Exchange | undefined): boolean {
  if (exchange === undefined) return false;
  const { request, response } = exchange;
  const isBehind = request.complete && error.code?.startsWith("HPE_") === true;
  return !isBehind && !(request.complete && response.writableFinished);
}

/** Why a connection is one too many. */
interface Crowd {
  readonly reason: string;
  readonly message: string;
}
const tooManyConnections: Crowd = {
  reason: "too-many-connections",
  message: "Too many connections are open. Send it again.",
};
const tooManyFiles: Crowd = {
  reason: "too-many-open-files",
  message:
    "The system lets Sidelight open no more files and connections (ulimit -n). Send it again.",
};

interface RequestRoom {
  readonly bodies: BodyReader;
  /** Nothing is taken on this connection; panels are served on it all the same. */
  readonly crowded: Crowd | undefined;
}

/**
 * Answers who has not asked yet, and closes at once: to wait for the request would hold what there is too little of. A
 * sender that is in the middle of a body may miss the answer and see a reset.
 */
function turnAway(socket: Socket, message: string): void {
  socket.write(
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n" +
      `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${message.length + 1}\r\n\r\n${message}\n`,
  );
  socket.destroy();
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpServerOptions,
  room: RequestRoom,
): Promise<void> {
  const method = request.method ?? "GET";
  const path = pathOf(request);
  const { origin, host } = request.headers;
  if (!isLocalHost(host)) {
    options.counters.refused("http", "foreign-host");
    return close(request, response, textReply(403, "Sidelight answers to localhost only."));
  }
  const owned = options.routes().filter(({ route }) => route.matches(path, method));
  const isOpen = owned.some(({ route }) => route.isOpenToLocalPages === true);
  const isForeignPage =
    origin !== undefined && !isSameOrigin(origin, host) && !(isOpen && isLocalOrigin(origin));
  if (isForeignPage) {
    options.counters.refused(owned[0]?.receiver ?? "http", "foreign-origin");
    return close(request, response, textReply(403, "Pages of other sites may not send here."));
  }
  if (origin !== undefined) allowOrigin(response, origin);
  if (method === "OPTIONS" && request.headers["access-control-request-method"] !== undefined) {
    return preflight(request, response);
  }
  if (owned.length === 0) {
    const page =
      method === "GET" || method === "HEAD"
        ? await options.serveUi(path, queryOf(request), method)
        : undefined;
    if (page === undefined) options.counters.refused("http", "unknown-path");
    return close(request, response, page ?? unknownPath(path));
  }
  const match = owned.find(({ route }) => route.methods.some((allowed) => allowed === method));
  if (match === undefined) {
    const [first] = owned;
    const reply = first?.route.refuse(refusal(request, 405, `${method} is not used here.`));
    const allow = owned.flatMap(({ route }) => route.methods).join(", ");
    response.setHeader("Allow", allow);
    return close(request, response, reply ?? textReply(405, "Method not allowed."));
  }
  if (request.headers.expect === "100-continue" && room.crowded === undefined)
    response.writeContinue();
  await answer(request, response, match, options.counters, room);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { route, receiver }: OwnedRoute,
  counters: Counters,
  { bodies, crowded }: RequestRoom,
): Promise<void> {
  if (crowded !== undefined) {
    counters.refused(receiver, crowded.reason);
    const told = { ...refusal(request, 503, crowded.message), retryAfterSeconds: 1 };
    response.setHeader("Connection", "close");
    return close(request, response, route.refuse(told));
  }
  const body = await bodies.read(request);
  if ("reason" in body) {
    counters.refused(receiver, body.reason);
    if (body.reason === "aborted") return;
    const retry = body.status === 503 ? { retryAfterSeconds: 1 } : {};
    return close(
      request,
      response,
      route.refuse({ ...refusal(request, body.status, body.message), ...retry }),
    );
  }
  const abort = new AbortController();
  response.on("close", () => abort.abort());
  let reply: HttpReply;
  try {
    reply = await route.handle(toRequest(request, body.bytes, abort.signal));
  } catch (error) {
    reply = route.refuse(refusalOf(error, request, route.overloadStatus));
    if (
      reply.status >= 500 &&
      !(error instanceof OverloadedError || error instanceof StoreFailedError)
    ) {
      counters.refused(receiver, "internal-error", 1, body.bytes);
    }
  } finally {
    body.release();
  }
  send(response, reply, request.method === "HEAD");
}

function refusalOf(
  error: unknown,
  request: IncomingMessage,
  overloadStatus: HttpRefusal["status"] = 503,
): HttpRefusal {
  if (error instanceof OverloadedError) {
    const { message, retryAfterSeconds } = error;
    return { ...refusal(request, overloadStatus, message), retryAfterSeconds };
  }
  if (error instanceof StoreFailedError) {
    return { ...refusal(request, 503, error.message), retryAfterSeconds: 5 };
  }
  const message = error instanceof Error ? error.message : String(error);
  return refusal(request, 500, `Sidelight failed on this request: ${message}`);
}

function refusal(
  request: IncomingMessage,
  status: HttpRefusal["status"],
  message: string,
): HttpRefusal {
  return {
    status,
    message,
    method: request.method ?? "GET",
    path: pathOf(request),
    mediaType: mediaTypeOf(request),
  };
}

function toRequest(request: IncomingMessage, body: Uint8Array, signal: AbortSignal): HttpRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return {
    method: request.method ?? "GET",
    path: pathOf(request),
    query: queryOf(request),
    headers,
    mediaType: mediaTypeOf(request),
    body,
    signal,
  };
}

function pathOf(request: IncomingMessage): string {
  const raw = (request.url ?? "/").replace(/[?#].*$/s, "").replace(/\/{2,}/g, "/");
  return raw.length > 1 ? raw.replace(/\/$/, "") : "/";
}

function queryOf(request: IncomingMessage): URLSearchParams {
  const url = request.url ?? "/";
  const mark = url.indexOf("?");
  return new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1));
}

function mediaTypeOf(request: IncomingMessage): string {
  return (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

function allowOrigin(response: ServerResponse, origin: string): void {
  response.setHeader("Access-Control-Allow-Origin", origin);
  response.setHeader("Access-Control-Allow-Credentials", "true");
  response.setHeader("Vary", "Origin");
}

function preflight(request: IncomingMessage, response: ServerResponse): void {
  const headers = request.headers["access-control-request-headers"];
  response.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
  if (headers !== undefined) response.setHeader("Access-Control-Allow-Headers", headers);
  if (request.headers["access-control-request-private-network"] === "true") {
    response.setHeader("Access-Control-Allow-Private-Network", "true");
  }
  response.setHeader("Access-Control-Max-Age", "7200");
  response.writeHead(204).end();
}

/**
 * Answers before the body was read. Closing now would reset the connection, and a reset makes its sender throw the answer
 * away unread (RFC 9112, 9.6): what is still on its way is taken and forgotten for a while.
 */
function close(request: IncomingMessage, response: ServerResponse, reply: HttpReply): void {
  const isBodyWithheld = request.headers.expect === "100-continue";
  if (isBodyWithheld) response.setHeader("Connection", "close");
  send(response, reply, request.method === "HEAD");
  if (request.complete) return;
  const linger = setTimeout(() => request.socket.destroy(), lingerMs);
  request.once("close", () => clearTimeout(linger));
  request.resume();
}

function send(response: ServerResponse, reply: HttpReply, isHead = false): void {
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  if (reply.stream !== undefined) {
    response.writeHead(reply.status);
    // A client that hangs up ends the stream; an error in it ends the connection, which the client sees.
    if (isHead) response.end();
    else pipeline(Readable.from(reply.stream), response, () => undefined);
    return;
  }
  const body =
    typeof reply.body === "string" ? Buffer.from(reply.body) : (reply.body ?? Buffer.alloc(0));
  if (reply.status !== 204) response.setHeader("Content-Length", body.byteLength);
  response.writeHead(reply.status);
  response.end(isHead ? undefined : body);
}

function textReply(status: number, message: string): HttpReply {
  return { status, headers: { "Content-Type": "text/plain; charset=utf-8" }, body: `${message}\n` };
}

const unknownPath = (path: string): HttpReply =>
  textReply(
    404,
    `Sidelight has no receiver at ${path.slice(0, 200)}. OTLP is at /v1/logs, /v1/traces, /v1/metrics.`,
  );
