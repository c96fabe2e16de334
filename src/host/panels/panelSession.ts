// One showing of a panel: its own socket to the collector, and the editor's answers. It ends when the panel
// is hidden, so that nothing streams to what nobody sees; showing it again begins another.

import "vscode-jsonrpc/node"; // gives rpc.ts its runtime
import type {
  ConnectionState,
  HostApi,
  HostEvents,
  PanelView,
} from "../../shared/contract/hostApi";
import { createRpc, type Server } from "../../shared/contract/rpc";
import { CollectorLink, type LinkPlaces } from "../collector/collectorLink";
import { Disposable } from "../lifetime";
import { type Frame, FrameSplitter } from "./frames";

/** What the panel's page is told first, and who answers it; `connect` gives it a socket of its own. */
export type PanelServer = (connect: () => ConnectionState) => Server<HostApi>;

export class PanelSession extends Disposable {
  private readonly splitter: FrameSplitter;
  private readonly link: CollectorLink;
  private readonly events: HostEvents;
  private hasPage = false;

  constructor(places: LinkPlaces, post: (frame: Frame) => void, server: PanelServer) {
    super();
    this.splitter = this.register(new FrameSplitter(post));
    this.link = this.register(new CollectorLink(places));
    const rpc = this.register(createRpc(this.splitter.hostChannel));
    this.events = rpc.events<HostEvents>();
    this.register(this.link.onDidOpen((channel) => this.splitter.relay(channel)));
    this.register(this.link.onDidChangeState((state) => this.events.connection(state)));
    rpc.serve<HostApi>(server(() => this.pageIsReady()));
    this.link.start();
  }

  receive(data: unknown): void {
    this.splitter.receive(data);
  }

  show(view: PanelView): void {
    this.events.show(view);
  }

  clear(): void {
    this.events.clear();
  }

  override dispose(): void {
    this.link.stop(); // while the page can still be told
    super.dispose();
  }

  /** A page that was loaded again begins anew: what the one before it subscribed to must not go on. */
  private pageIsReady(): ConnectionState {
    if (this.hasPage) {
      this.link.stop();
      this.link.start();
    }
    this.hasPage = true;
    return this.link.state;
  }
}
