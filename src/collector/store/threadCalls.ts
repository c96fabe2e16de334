// Calls between the main thread and one that works for it, as the store's: typed by one interface, each settles, and each can
// be cancelled. Errors keep their kind across the threads.

import type { MessagePort, Worker } from "node:worker_threads";
import { StoreError, type StoreErrorKind, StoreTooNewError } from "./errors";
import { AbortedError } from "./reader";

/** Each call by name: what goes over and what comes back (structured clone). */
export type Calls = Readonly<
  Record<string, { readonly params: unknown; readonly result: unknown }>
>;
type CallOf<C extends Calls, K extends keyof C> = (
  params: C[K]["params"],
  signal: AbortSignal,
) => Promise<C[K]["result"]> | C[K]["result"];
export type Handlers<C extends Calls> = { readonly [K in keyof C]: CallOf<C, K> };

type Request =
  | { readonly kind: "call"; readonly id: number; readonly name: string; readonly params: unknown }
  | { readonly kind: "cancel"; readonly id: number };
interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: ErrorMessage;
}
interface ErrorMessage {
  readonly kind: StoreErrorKind | "aborted" | "error";
  readonly message: string;
  readonly path: string;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The calling side; owns the pending calls, not the thread. */
export class ThreadClient<C extends Calls> {
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  private failure: Error | undefined;

  constructor(private readonly thread: Worker) {
    thread.on("message", (reply: Reply) => this.settle(reply));
  }

  call<K extends keyof C & string>(
    name: K,
    params: C[K]["params"],
    options: { readonly transfer?: readonly ArrayBuffer[]; readonly signal?: AbortSignal } = {},
  ): Promise<C[K]["result"]> {
    const { signal } = options;
    if (this.failure !== undefined) return Promise.reject(this.failure);
    if (signal?.aborted === true) return Promise.reject(new AbortedError());
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const cancel = () => this.post({ kind: "cancel", id });
      const settled = () => signal?.removeEventListener("abort", cancel);
      this.pending.set(id, {
        resolve: (result) => {
          settled();
          resolve(result);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      signal?.addEventListener("abort", cancel, { once: true });
      this.post({ kind: "call", id, name, params }, options.transfer);
    });
  }

  /** Rejects every call that waits and every later one. */
  fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.pending.values()) reject(this.failure);
    this.pending.clear();
  }

  private post(request: Request, transfer: readonly ArrayBuffer[] = []): void {
    this.thread.postMessage(request, transfer);
  }

  private settle({ id, result, error }: Reply): void {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    if (error === undefined) pending?.resolve(result);
    else pending?.reject(fromMessage(error));
  }
}

/**
 * The answering side. After the call `last` is answered it listens no more, so that the thread may end; without
 * one it is ended from outside.
 */
export function serveCalls<C extends Calls>(
  port: MessagePort,
  handlers: Handlers<C>,
  last?: keyof C,
): void {
  const running = new Map<number, AbortController>();
  const byName = new Map<string, CallOf<C, keyof C>>(Object.entries(handlers));
  port.on("message", (request: Request) => {
    if (request.kind === "cancel") {
      running.get(request.id)?.abort();
      return;
    }
    const { id, name, params } = request;
    const controller = new AbortController();
    running.set(id, controller);
    answer(byName.get(name), params, controller.signal)
      .then(
        (result): Reply => ({ id, result }),
        (error: unknown): Reply => ({ id, error: toMessage(error) }),
      )
      .then((reply) => {
        running.delete(id);
        port.postMessage(reply);
        if (name === last) port.close();
      })
      .catch((error: unknown) => {
        port.postMessage({ id, error: toMessage(error) } satisfies Reply);
      });
  });
}

async function answer<C extends Calls>(
  handler: CallOf<C, keyof C> | undefined,
  params: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  if (handler === undefined) throw new Error("No such call.");
  return await handler(params, signal);
}

function toMessage(error: unknown): ErrorMessage {
  if (error instanceof StoreError) {
    return { kind: error.kind, message: error.message, path: error.path };
  }
  if (error instanceof AbortedError) return { kind: "aborted", message: error.message, path: "" };
  return {
    kind: "error",
    message: error instanceof Error ? error.message : String(error),
    path: "",
  };
}

function fromMessage({ kind, message, path }: ErrorMessage): Error {
  switch (kind) {
    case "aborted":
      return new AbortedError();
    case "error":
      return new Error(message);
    case "too-new":
      return new StoreTooNewError(path, message);
    default:
      return new StoreError(kind, message, path);
  }
}
