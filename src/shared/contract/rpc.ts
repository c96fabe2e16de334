// JSON-RPC over any channel of messages: calls and events are derived from the contract's interfaces,
// never written again. Framing, cancellation and errors are vscode-jsonrpc's.

import {
  AbstractMessageReader,
  AbstractMessageWriter,
  type CancellationToken,
  CancellationTokenSource,
  createMessageConnection,
  type DataCallback,
  type Disposable,
  ErrorCodes,
  type Message,
  type MessageConnection,
  ResponseError,
} from "vscode-jsonrpc";

import { type Decode, WrongParamsError } from "./params";

/** A two-way pipe of JSON messages: a WebSocket, postMessage, or a pair in a test. */
export interface Channel {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** A failure that the caller should show: `message` is written for a person. */
export interface RpcFailure {
  readonly kind: "query" | "params" | "overloaded" | "cancelled" | "closed" | "internal";
  readonly message: string;
  /** For a wrong query: 0-based column and length of the offending text, and what was expected. */
  readonly position?: number;
  readonly length?: number;
  readonly expected?: string;
}

export class RpcError extends Error {
  constructor(readonly failure: RpcFailure) {
    super(failure.message);
    this.name = "RpcError";
  }
}

type Method = (params: never) => unknown;
type MethodsOf<Api> = { [Name in keyof Api]: Api[Name] extends Method ? Api[Name] : never };
/** The contract as its server implements it: each call may see that it was cancelled. */
export type Server<Api> = {
  [Name in keyof MethodsOf<Api>]: Api[Name] extends (params: infer Params) => infer Result
    ? (params: Params, signal: AbortSignal) => Result
    : never;
};
/** Undefined for calls without parameters. */
export type DecodersOf<Api> = { readonly [Name in keyof Api]: Decode<unknown> };
/** The contract as its client calls it: each call can be cancelled. */
export type Client<Api> = {
  [Name in keyof MethodsOf<Api>]: Api[Name] extends () => infer Result
    ? (signal?: AbortSignal) => Result
    : Api[Name] extends (params: infer Params) => infer Result
      ? (params: Params, signal?: AbortSignal) => Result
      : never;
};

export interface Rpc {
  client<Api>(): Client<Api>;
  /** `params`: what each call may be given; a call with anything else is refused before it is made. */
  serve<Api>(server: Server<Api>, params?: DecodersOf<Api>): void;
  /** Handlers of the events the other side sends. */
  on<Events extends object>(handlers: Partial<Events>): void;
  /** Sends events to the other side. */
  events<Events extends object>(): Events;
  onClose(listener: () => void): void;
  dispose(): void;
}

const failureCode = -32000;

export function createRpc(channel: Channel): Rpc {
  const connection = createMessageConnection(
    new ChannelReader(channel),
    new ChannelWriter(channel),
  );
  let isClosed = false;
  const closeListeners: (() => void)[] = [];
  /** Of the calls that are being answered. */
  const running = new Set<AbortController>();
  const stop = () => {
    isClosed = true;
    for (const controller of running) controller.abort(); // nobody hears the answer any more
    connection.dispose(); // settles every call that still waits
  };
  channel.onClose(() => {
    stop();
    for (const listener of closeListeners) listener();
  });
  connection.onError(() => undefined); // a broken frame is the peer's; the socket's own close is handled
  const rpc: Rpc = {
    client: <Api>() => clientOf<Api>(connection, () => isClosed),
    serve: (server, decoders) => {
      const decoderOf = new Map(Object.entries<Decode<unknown>>(decoders ?? {}));
      for (const [name, method] of Object.entries(server)) {
        const decode = decoderOf.get(name) ?? asItIs;
        const decoded: Answering = (params, signal) =>
          (method as Answering)(decode(params, ""), signal);
        connection.onRequest(name, (params: unknown, token: CancellationToken) =>
          answer(decoded, params, token, running),
        );
      }
    },
    on: (handlers) => {
      for (const [name, handler] of Object.entries(handlers)) {
        connection.onNotification(name, handler as (params: unknown) => void);
      }
    },
    events: <Events extends object>() => eventsOf<Events>(connection, () => isClosed),
    onClose: (listener) => {
      closeListeners.push(listener);
    },
    dispose: () => {
      stop();
      channel.close();
    },
  };
  connection.listen();
  return rpc;
}

const asItIs: Decode<unknown> = (value) => value;

type Answering = (params: unknown, signal: AbortSignal) => unknown;

async function answer(
  method: Answering,
  params: unknown,
  token: CancellationToken,
  running: Set<AbortController>,
): Promise<unknown> {
  // Cancelled while it waited for its turn: such a token says so and fires nothing.
  if (token.isCancellationRequested) throw toResponse(cancelledError().failure);
  const controller = new AbortController();
  running.add(controller);
  const watch = token.onCancellationRequested(() => controller.abort());
  try {
    return (await method(params, controller.signal)) ?? null;
  } catch (error) {
    if (error instanceof RpcError) throw toResponse(error.failure);
    if (error instanceof WrongParamsError) {
      throw toResponse({ kind: "params", message: error.message });
    }
    const message = error instanceof Error ? error.message : String(error);
    throw toResponse({ kind: controller.signal.aborted ? "cancelled" : "internal", message });
  } finally {
    running.delete(controller);
    watch.dispose();
  }
}

const toResponse = (failure: RpcFailure) =>
  new ResponseError(failureCode, failure.message, failure);

function clientOf<Api>(connection: MessageConnection, isClosed: () => boolean): Client<Api> {
  const call = async (name: string, args: unknown[]): Promise<unknown> => {
    if (isClosed()) throw closedError();
    const last = args.at(-1);
    const signal = last instanceof AbortSignal ? last : undefined;
    const params = signal === undefined || args.length > 1 ? args[0] : undefined;
    const source = new CancellationTokenSource();
    const cancel = () => source.cancel();
    if (isAborted(signal)) throw cancelledError();
    signal?.addEventListener("abort", cancel);
    try {
      const result: unknown = await connection.sendRequest(name, params ?? null, source.token);
      return result ?? undefined;
    } catch (error) {
      if (isClosed()) throw closedError();
      if (isAborted(signal)) throw cancelledError();
      throw toRpcError(error);
    } finally {
      signal?.removeEventListener("abort", cancel);
      source.dispose();
    }
  };
  const known = new Map<string, unknown>();
  return new Proxy(Object.create(null) as object, {
    get: (_target, name) => {
      if (typeof name !== "string" || name === "then") return undefined;
      let method = known.get(name);
      if (method === undefined) {
        method = (...args: unknown[]) => call(name, args);
        known.set(name, method);
      }
      return method;
    },
  }) as Client<Api>;
}

function toRpcError(error: unknown): RpcError {
  if (error instanceof ResponseError && isFailure(error.data)) return new RpcError(error.data);
  if (error instanceof ResponseError && error.code === ErrorCodes.PendingResponseRejected) {
    return closedError();
  }
  const message = error instanceof Error ? error.message : String(error);
  return new RpcError({ kind: "internal", message });
}

// A function, because the compiler takes an earlier check of the property for a lasting one.
const isAborted = (signal: AbortSignal | undefined) => signal?.aborted ?? false;

const cancelledError = () => new RpcError({ kind: "cancelled", message: "Cancelled." });
const closedError = () =>
  new RpcError({ kind: "closed", message: "The collector is not connected." });

function isFailure(data: unknown): data is RpcFailure {
  return typeof data === "object" && data !== null && "kind" in data && "message" in data;
}

function eventsOf<Events extends object>(
  connection: MessageConnection,
  isClosed: () => boolean,
): Events {
  return new Proxy(Object.create(null) as object, {
    get: (_target, name) => (params: unknown) => {
      if (isClosed() || typeof name !== "string") return;
      // A send that fails means the socket is going; its close event is what callers act on.
      connection.sendNotification(name, params ?? null).catch(() => undefined);
    },
  }) as Events;
}

/**
 * What vscode-jsonrpc can be given: it throws, past everybody who could catch it, on a cancelling without an id, and
 * its other notifications of its own ("$/…") are not used here.
 */
function isFrame(message: unknown): message is Message {
  if (typeof message !== "object" || message === null || Array.isArray(message)) return false;
  const { id, method, params } = message as Readonly<Record<string, unknown>>;
  if (!isId(id) && id !== undefined && id !== null) return false;
  if (method === undefined) return true;
  if (typeof method !== "string") return false;
  if (!method.startsWith("$/")) return true;
  const isCancelling = method === "$/cancelRequest" && typeof params === "object";
  return isCancelling && params !== null && "id" in params && isId(params.id);
}

const isId = (id: unknown) => typeof id === "string" || typeof id === "number";

class ChannelReader extends AbstractMessageReader {
  constructor(private readonly channel: Channel) {
    super();
  }
  listen(callback: DataCallback): Disposable {
    this.channel.onMessage((message) => {
      if (isFrame(message)) callback(message);
    });
    this.channel.onClose(() => this.fireClose());
    return { dispose: () => undefined };
  }
}

class ChannelWriter extends AbstractMessageWriter {
  constructor(private readonly channel: Channel) {
    super();
  }
  write(message: Message): Promise<void> {
    this.channel.send(message);
    return Promise.resolve();
  }
  end(): void {
    this.channel.close();
  }
}
