// When the collector runs: quietly when Sidelight is used, loudly when asked for, again after it was killed,
// and not against the user's will.

import type { Discovery } from "../../shared/contract/discovery";
import { type Failure, portProblems, reasonOf, requestFailed } from "../errors";
import { Disposable } from "../lifetime";
import type { CollectorConnection } from "./collectorConnection";
import type { CollectorProcess } from "./collectorProcess";

/** A collector that dies at once each time is not helped by a fourth start. */
const maxRestarts = 3;
const connectTimeoutMs = 10_000;

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
    try {
      await this.connection.client?.shutdown();
    } catch (error) {
      // A collector that is gone before its answer has done what was asked.
      if (this.connection.state.kind === "connected") {
        this.places.show(requestFailed("stop the collector", reasonOf(error)));
      }
    }
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
    if (this.isStoppedByUser || !this.places.isAutoStartOn() || this.restarts >= maxRestarts)
      return;
    if (!(await this.places.wasKilled())) return;
    this.restarts++;
    this.places.log("the collector was killed; starting it again");
    await this.startQuietly();
  }

  private isConnected(): Promise<boolean> {
    if (this.connection.state.kind === "connected") return Promise.resolve(true);
    return new Promise((resolve) => {
      const settle = (isConnected: boolean) => {
        clearTimeout(timer);
        watch.dispose();
        resolve(isConnected);
      };
      const timer = setTimeout(() => settle(false), connectTimeoutMs);
      const watch = this.connection.onDidChangeState(({ kind }) => {
        if (kind === "connected") settle(true);
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
