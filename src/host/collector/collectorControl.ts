// When the collector runs: quietly when Sidelight is used, loudly when asked for, again after it was killed,
// and not against the user's will.

import type { Discovery } from "../../shared/contract/discovery";
import { cannotConnect, type Failure, portProblems, reasonOf } from "../errors";
import type { ConnectionState } from "../../shared/contract/hostApi";
import { Disposable } from "../lifetime";
import type { CollectorConnection } from "./collectorConnection";
import type { CollectorProcess } from "./collectorProcess";

/** A collector that dies at once each time is not helped by a fourth start; one that lasted has its three again. */
const maxRestarts = 3;
const lastsMs = 60_000;
const connectTimeoutMs = 10_000;
/** It answers when it has written what it holds. */
const shutdownTimeoutMs = 10_000;

/** Says what is being done, in place of what was said before. */
export type Tell = (doing: string) => void;

export interface ControlPlaces {
  isAutoStartOn(): boolean;
  /** It was killed: its discovery file is there, its process is not. */
  wasKilled(): Promise<boolean>;
  show(failure: Failure): void;
  /** Shows what is waited for until the work is done. */
  progress<T>(work: (tell: Tell) => Promise<T>): Promise<T>;
  log(message: string): void;
}

export class CollectorControl extends Disposable {
  private isStoppedByUser = false;
  private restarts = 0;
  private restartedMs = 0;

  constructor(
    private readonly connection: CollectorConnection,
    private readonly collector: CollectorProcess,
    private readonly places: ControlPlaces,
  ) {
    super();
    this.register(
      connection.onDidChangeState((state) => {
        places.log(
          `collector: ${state.kind}${state.kind === "failed" ? `: ${state.message}` : ""}`,
        );
        if (state.kind === "stopped") void this.restartWhenKilled();
      }),
    );
  }

  /** Sidelight is in use: attach, and start the collector if that is what the user set. Says nothing. */
  use(): void {
    this.connection.start();
    if (!this.isStoppedByUser && this.places.isAutoStartOn()) void this.startQuietly();
  }

  /** Asked for: tells what goes wrong. True when the collector runs and this window is connected. */
  async start(): Promise<boolean> {
    this.isStoppedByUser = false;
    this.restarts = 0;
    const failure = await this.places.progress((tell) => this.connect(tell));
    if (failure !== undefined) {
      this.places.show(failure);
      return false;
    }
    await this.tellPortProblems();
    return true;
  }

  /** Ends the collector for every window, after it has written what it holds. */
  async stop(): Promise<void> {
    this.isStoppedByUser = true;
    await this.places.progress(async (tell) => {
      tell("the collector writes what it holds, and ends…");
      if (!(await this.endsWhenAsked())) await this.collector.end(tell); // nothing to do where it is gone by now
      await this.isDisconnected();
    });
  }

  async restart(): Promise<boolean> {
    await this.stop();
    return await this.start();
  }

  private async connect(tell: Tell): Promise<Failure | undefined> {
    tell("starting the collector…");
    const started = await this.collector.start();
    if (started.kind === "failed") return started.failure;
    this.connection.start();
    // One that runs already and cannot be talked to will not change by itself.
    const isInVain = started.kind === "attached";
    await this.reaches((kind) => kind === "connected" || (isInVain && kind === "failed"));
    const { state } = this.connection;
    if (state.kind === "connected") return undefined;
    return cannotConnect(state.kind === "failed" ? state.message : "It does not answer.");
  }

  /** Whether it says in time that it ends: a process that hangs never answers. */
  private endsWhenAsked(): Promise<boolean> {
    const { client } = this.connection;
    if (client === undefined) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (isEnding: boolean) => {
        clearTimeout(timer);
        watch.dispose();
        resolve(isEnding);
      };
      const timer = setTimeout(() => settle(false), shutdownTimeoutMs);
      const watch = this.connection.onDidChangeState(({ kind }) => {
        if (kind === "failed") settle(false);
      });
      client.shutdown().then(
        () => settle(true),
        () => settle(false),
      );
    });
  }

  private async startQuietly(): Promise<Discovery | undefined> {
    const started = await this.collector.start();
    if (started.kind === "failed") {
      this.places.log(started.failure.message);
      return undefined;
    }
    return started.discovery;
  }

  private async restartWhenKilled(): Promise<void> {
    if (this.isStoppedByUser || !this.places.isAutoStartOn()) return;
    if (!(await this.places.wasKilled())) return;
    if (Date.now() - this.restartedMs > lastsMs) this.restarts = 0;
    if (this.restarts >= maxRestarts) return;
    this.restarts++;
    this.restartedMs = Date.now();
    this.places.log("the collector was killed; starting it again");
    await this.startQuietly();
  }

  /** Only then does a start not find the one that is about to end. */
  private isDisconnected(): Promise<void> {
    return this.reaches((kind) => kind !== "connected");
  }

  /** Resolves when it is so, or when that takes too long. */
  private reaches(isIt: (kind: ConnectionState["kind"]) => boolean): Promise<void> {
    if (isIt(this.connection.state.kind)) return Promise.resolve();
    return new Promise((resolve) => {
      const settle = () => {
        clearTimeout(timer);
        watch.dispose();
        resolve();
      };
      const timer = setTimeout(settle, connectTimeoutMs);
      const watch = this.connection.onDidChangeState(({ kind }) => {
        if (isIt(kind)) settle();
      });
    });
  }

  private async tellPortProblems(): Promise<void> {
    try {
      const stats = await this.connection.client?.stats();
      const problems = (stats?.receivers ?? []).flatMap(({ problem }) => problem ?? []);
      if (problems.length > 0) this.places.show(portProblems(problems));
    } catch (error) {
      this.places.log(`the collector's figures could not be read: ${reasonOf(error)}`);
    }
  }
}
