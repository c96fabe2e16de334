// The store's thread, for callers that outlive it: one that dies is started again on the same store, and calls
// wait meanwhile. Those under way fail; whether a commit was among them is told by what the store then holds.

import { Worker } from "node:worker_threads";
import { storeClosed, storeThreadEnded, storeThreadGivenUp } from "./errors";
import { type DatabaseLimits, oldHeapMb, youngHeapMb } from "./limits";
import { ThreadClient } from "./threadCalls";
import type { Opened, StoreCalls } from "./writerProtocol";

/** What kills it once may do so each time: more often within the time it is left alone until that is over. */
const maxRestarts = 3;
const restartsWithinMs = 60_000;
/** So long a restart is told of. */
const noticeMs = 60_000;

export interface ThreadOptions {
  readonly path: string;
  /** dist/writer.js */
  readonly writerPath: string;
  readonly database: DatabaseLimits;
  /** Runs before the calls that wait. */
  readonly onDidRestart: (opened: Opened, client: ThreadClient<StoreCalls>) => Promise<void>;
}

interface Running {
  readonly client: ThreadClient<StoreCalls>;
  readonly opened: Opened;
  /** The thread is gone, and all that it had open. */
  readonly ended: Promise<void>;
}

export class LastingThread {
  private current: Promise<Running>;
  private isDisposed = false;
  private restartTimesMs: number[] = [];
  private restartCount = 0;
  private lastReason = "";
  private failure: string | undefined;
  private retryAtMs = Infinity;

  constructor(private readonly options: ThreadOptions) {
    this.current = this.start(() => Promise.resolve());
    this.current.catch(() => undefined); // who calls is told
  }

  /** How often it was started again. */
  get restarts(): number {
    return this.restartCount;
  }

  /** A sentence for the user: that there is none, or for a while that it was started again. */
  get notice(): string | undefined {
    if (this.failure !== undefined) return this.failure;
    const last = this.restartTimesMs.at(-1);
    if (last === undefined || performance.now() - last > noticeMs) return undefined;
    const { path } = this.options;
    return storeThreadEnded(path, this.lastReason).message;
  }

  /** What the store held when the thread that runs now opened it. @throws StoreError */
  async opened(): Promise<Opened> {
    return (await this.running()).opened;
  }

  /** @throws ThreadEndedError when the thread died meanwhile, StoreError when there is none. */
  async call<K extends keyof StoreCalls>(
    name: K,
    params: StoreCalls[K]["params"],
    options: { readonly transfer?: readonly ArrayBuffer[]; readonly signal?: AbortSignal } = {},
  ): Promise<StoreCalls[K]["result"]> {
    const { client } = await this.running();
    return await client.call(name, params, options);
  }

  /** Lets it end by itself: ended from outside while DuckDB works for it, it takes the process along. */
  async dispose(): Promise<void> {
    this.isDisposed = true;
    let running: Running;
    try {
      running = await this.current;
      await running.client.call("close", undefined);
    } catch {
      return; // it has ended already, and whoever called it was told why
    }
    await running.ended;
  }

  private running(): Promise<Running> {
    if (performance.now() >= this.retryAtMs) {
      this.retryAtMs = Infinity;
      this.restart();
    }
    return this.current;
  }

  private async start(prepare: ThreadOptions["onDidRestart"]): Promise<Running> {
    const { path, writerPath, database } = this.options;
    const worker = new Worker(writerPath, {
      name: "sidelight-store",
      resourceLimits: { maxYoungGenerationSizeMb: youngHeapMb, maxOldGenerationSizeMb: oldHeapMb },
    });
    const client = new ThreadClient<StoreCalls>(worker);
    let reason = "it ended by itself";
    let isOpen = false;
    worker.on("error", (error) => (reason = error.message));
    const ended = new Promise<void>((resolve) => {
      worker.once("exit", () => {
        client.fail(this.isDisposed ? storeClosed(path) : storeThreadEnded(path, reason));
        if (isOpen) this.died(reason);
        resolve();
      });
    });
    try {
      const opened = await client.call("open", { path, database });
      await prepare(opened, client);
      isOpen = true;
      return { client, opened, ended };
    } catch (error) {
      await client.call("close", undefined).catch(() => undefined); // it has ended already
      await ended;
      throw error;
    }
  }

  /** Only once it is gone: a second instance on the file must not exist beside the first. */
  private died(reason: string): void {
    this.lastReason = reason;
    if (!this.isDisposed) this.restart();
  }

  private restart(): void {
    this.failure = undefined;
    this.current = this.startAgain();
    this.current.catch((error: unknown) => {
      this.failure = error instanceof Error ? error.message : String(error); // and who calls is told
      this.retryAtMs = performance.now() + restartsWithinMs;
    });
  }

  private async startAgain(): Promise<Running> {
    const nowMs = performance.now();
    this.restartTimesMs = this.restartTimesMs.filter((time) => nowMs - time < restartsWithinMs);
    if (this.restartTimesMs.length >= maxRestarts) {
      throw storeThreadGivenUp(this.options.path, this.lastReason, maxRestarts + 1);
    }
    this.restartTimesMs.push(nowMs);
    this.restartCount++;
    return await this.start(this.options.onDidRestart);
  }
}
