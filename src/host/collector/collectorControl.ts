// When the collector runs: quietly when Sidelight is used, loudly when asked for, again after it was killed,
// and not against the user's will.

import type { Discovery } from "../../shared/contract/discovery";
import { type Failure, portProblems, reasonOf, requestFailed } from "../errors";
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

export interface ControlPlaces {
  isAutoStartOn(): boolean;
  /** It was killed: its discovery file is there, its process is not. */
  wasKilled(): Promise<boolean>;
  show(failure: Failure): void;
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
    const started = await this.collector.start();
    if (started.kind === "failed") {
      this.places.show(started.failure);
      return false;
    }
    this.connection.start();
    if (!(await this.isConnected())) {
      const { state } = this.connection;
      const reason = state.kind === "failed" ? state.message : "It does not answer.";
      this.places.show(requestFailed("connect to the collector", reason));
      return false;
    }
    await this.tellPortProblems();
    return true;
  }

  /** Ends the collector for every window, after it has written what it holds. */
  async stop(): Promise<void> {
    this.isStoppedByUser = true;
    const { client } = this.connection;
    const isEnding = client !== undefined && (await succeeds(client.shutdown()));
    if (!isEnding) await this.collector.end(); // nothing to do where it is gone before its answer
    await this.isDisconnected();
  }

  async restart(): Promise<boolean> {
    await this.stop();
    return await this.start();
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

  private isConnected(): Promise<boolean> {
    return this.isState((kind) => kind === "connected");
  }

  /** Only then does a start not find the one that is about to end. */
  private isDisconnected(): Promise<boolean> {
    return this.isState((kind) => kind !== "connected");
  }

  private isState(isIt: (kind: ConnectionState["kind"]) => boolean): Promise<boolean> {
    if (isIt(this.connection.state.kind)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const settle = (is: boolean) => {
        clearTimeout(timer);
        watch.dispose();
        resolve(is);
      };
      const timer = setTimeout(() => settle(false), connectTimeoutMs);
      const watch = this.connection.onDidChangeState(({ kind }) => {
        if (isIt(kind)) settle(true);
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

/** Whether it is done in time: a process that hangs never answers. */
function succeeds(answer: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), shutdownTimeoutMs);
    const settle = (isDone: boolean) => {
      clearTimeout(timer);
      resolve(isDone);
    };
    answer.then(
      () => settle(true),
      () => settle(false),
    );
  });
}
