// The window's own connection: what the tree, the status bar and the commands ask the collector.

import "vscode-jsonrpc/node"; // gives rpc.ts its runtime
import type { CollectorApi, CollectorEvents } from "../../shared/contract/collectorApi";
import type { ExportProgress } from "../../shared/contract/exports";
import type { ConnectionState } from "../../shared/contract/hostApi";
import { type Channel, type Client, createRpc, type Rpc } from "../../shared/contract/rpc";
import type { Stats } from "../../shared/contract/stats";
import { Disposable, Emitter } from "../lifetime";
import { CollectorLink, type LinkPlaces } from "./collectorLink";

export class CollectorConnection extends Disposable {
  private readonly link: CollectorLink;
  private readonly statsEmitter = this.register(new Emitter<Stats>());
  private readonly exportEmitter = this.register(new Emitter<ExportProgress>());
  private rpc: Rpc | undefined;
  private current: Client<CollectorApi> | undefined;

  /** Once a second while connected. */
  readonly onDidReceiveStats = this.statsEmitter.event;
  /** Of exports that were asked for over this connection. */
  readonly onDidProgressExport = this.exportEmitter.event;
  readonly onDidChangeState: CollectorLink["onDidChangeState"];

  constructor(places: LinkPlaces) {
    super();
    this.link = this.register(new CollectorLink(places));
    this.onDidChangeState = this.link.onDidChangeState;
    this.register(this.link.onDidOpen((channel) => this.opened(channel)));
  }

  get state(): ConnectionState {
    return this.link.state;
  }

  /** `undefined` while there is no collector; calls on it settle when it goes. */
  get client(): Client<CollectorApi> | undefined {
    return this.state.kind === "connected" ? this.current : undefined;
  }

  start(): void {
    this.link.start();
  }

  private opened(channel: Channel): void {
    this.rpc?.dispose();
    const rpc = createRpc(channel);
    this.rpc = rpc;
    this.current = rpc.client<CollectorApi>();
    rpc.on<CollectorEvents>({
      stats: (stats) => this.statsEmitter.fire(stats),
      exportProgress: (progress) => this.exportEmitter.fire(progress),
    });
    // Without it the figures stay empty; a collector that closes meanwhile is opened again by the link.
    this.current.watchStats({ isOn: true }).catch(() => undefined);
  }

  override dispose(): void {
    this.rpc?.dispose();
    super.dispose();
  }
}
