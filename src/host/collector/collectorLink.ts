// Keeps one socket to the collector: waits for it to appear, comes back after a break, says how it stands.

import { silentCollector, watchAnswers } from "../../shared/contract/answerWatch";
import { controlProtocol } from "../../shared/contract/collectorApi";
import { controlUrl, type Discovery } from "../../shared/contract/discovery";
import type { ConnectionState } from "../../shared/contract/hostApi";
import type { Channel } from "../../shared/contract/rpc";
import { Disposable, type Disposes, Emitter } from "../lifetime";
import type { CollectorSocket } from "./openSocket";

/** Reading a file of 300 bytes: often enough that a collector started elsewhere shows up at once. */
const lookAgainMs = 1_000;
const firstRetryMs = 100;
/** Killed a moment ago, or just starting: only what lasts longer is worth telling. */
const tellAfterMs = 2_000;

export interface LinkPlaces {
  find(): Promise<Discovery | undefined>;
  open(url: string): Promise<CollectorSocket>;
}

export class CollectorLink extends Disposable {
  private current: ConnectionState = { kind: "stopped" };
  private socket: CollectorSocket | undefined;
  private watch: Disposes | undefined;
  private timer: NodeJS.Timeout | undefined;
  private failures = 0;
  /** When the first of the attempts in vain began. */
  private failingSinceMs = 0;
  /** Raised by every start and stop, so that an attempt under way knows that it is no longer wanted. */
  private generation = 0;
  private readonly states = this.register(new Emitter<ConnectionState>());
  private readonly channels = this.register(new Emitter<Channel>());

  readonly onDidChangeState = this.states.event;
  /** A new socket; the one before it is closed. */
  readonly onDidOpen = this.channels.event;

  constructor(private readonly places: LinkPlaces) {
    super();
  }

  get state(): ConnectionState {
    return this.current;
  }

  /** Looks for the collector now and from now on. */
  start(): void {
    if (this.isDisposed || this.socket !== undefined) return;
    this.generation++;
    clearTimeout(this.timer);
    void this.attempt(this.generation);
  }

  /** Lets go of the collector until `start`. */
  stop(): void {
    this.generation++;
    clearTimeout(this.timer);
    this.letGo()?.close();
    this.setState({ kind: "stopped" });
  }

  override dispose(): void {
    this.stop();
    super.dispose();
  }

  private async attempt(generation: number): Promise<void> {
    const discovery = await this.places.find();
    if (generation !== this.generation) return;
    if (discovery === undefined) return this.retry({ kind: "stopped" }, lookAgainMs);
    if (discovery.protocol !== controlProtocol) {
      return this.retry({ kind: "failed", message: otherVersion(discovery) }, lookAgainMs);
    }
    const url = controlUrl(discovery);
    if (url === undefined) {
      const message = "The collector has no HTTP port. Set sidelight.ports.http and restart it.";
      return this.retry({ kind: "failed", message }, lookAgainMs);
    }
    // While it does not answer the message stays: a state that flickers tells nobody anything.
    if (this.current.kind !== "failed") this.setState({ kind: "connecting" });
    if (this.failures === 0) this.failingSinceMs = performance.now();
    try {
      const socket = await this.places.open(url);
      if (generation !== this.generation) socket.close();
      else this.opened(socket, discovery);
    } catch (error) {
      if (generation === this.generation) this.failed(error);
    }
  }

  private opened(socket: CollectorSocket, discovery: Discovery): void {
    this.socket = socket;
    this.failures = 0;
    this.channels.fire(socket);
    socket.onClose(() => {
      if (this.socket !== socket) return;
      this.letGo();
      this.retry({ kind: "connecting" }, firstRetryMs);
    });
    this.watch = watchAnswers(socket, (isSilent) => {
      if (isSilent) this.setState({ kind: "failed", message: silentCollector(discovery.pid) });
      else socket.close(); // what was asked meanwhile was given up: all begins anew on another one
    });
    this.setState({ kind: "connected", endpoints: discovery.endpoints });
  }

  /** Forgets the socket, which is closed or to be closed. */
  private letGo(): CollectorSocket | undefined {
    const { socket } = this;
    this.socket = undefined;
    this.watch?.dispose();
    return socket;
  }

  private failed(error: unknown): void {
    this.failures++;
    const delayMs = Math.min(lookAgainMs, firstRetryMs * 2 ** this.failures);
    if (performance.now() - this.failingSinceMs < tellAfterMs) {
      return this.retry({ kind: "connecting" }, delayMs);
    }
    const reason = error instanceof Error ? error.message : String(error);
    this.retry({ kind: "failed", message: `The collector does not answer: ${reason}` }, delayMs);
  }

  private retry(state: ConnectionState, delayMs: number): void {
    this.setState(state);
    const { generation } = this;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.attempt(generation), delayMs);
  }

  private setState(state: ConnectionState): void {
    if (JSON.stringify(state) === JSON.stringify(this.current)) return;
    this.current = state;
    this.states.fire(state);
  }
}

const otherVersion = (discovery: Discovery) =>
  `A collector of another Sidelight version (${discovery.version}) is running. ` +
  "Stop it, or reload the windows that use it.";
