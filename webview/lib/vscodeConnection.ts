// In VS Code both links share postMessage: a frame names its link, and the host relays the collector's
// frames unread. When the host says the collector is gone, that link is closed so that its calls settle.

import { signal } from "@preact/signals";
import type {
  ConnectionState,
  HostApi,
  HostEvents,
  PanelKind,
  PanelView,
} from "../../src/shared/contract/hostApi";
import { type Channel, createRpc } from "../../src/shared/contract/rpc";
import { CollectorLink } from "./collectorLink";
import type { Connection } from "./connection";
import { Emitter } from "./emitter";

type LinkName = "collector" | "host";
interface Poster {
  postMessage(message: unknown): void;
}

export function connectVsCode(_panel: PanelKind, api: Poster): Connection {
  const incoming = { collector: new Emitter<unknown>(), host: new Emitter<unknown>() };
  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    const frame = readFrame(event.data);
    if (frame !== undefined) incoming[frame.link].fire(frame.message);
  });

  const link = new CollectorLink();
  const state = signal<ConnectionState>({ kind: "connecting" });
  const shown = new Emitter<PanelView>();
  const cleared = new Emitter<void>();
  const setState = (next: ConnectionState) => {
    if (next.kind !== "connected") link.close();
    else if (state.peek().kind !== "connected") {
      link.open(frameChannel("collector", api, incoming.collector));
    }
    state.value = next;
  };

  const hostRpc = createRpc(frameChannel("host", api, incoming.host));
  hostRpc.on<HostEvents>({
    show: (view) => shown.fire(view),
    connection: setState,
    clear: () => cleared.fire(),
  });
  const host = hostRpc.client<HostApi>();
  const start = host.ready().then((answer) => {
    if (state.peek().kind === "connecting") setState(answer.connection);
    return answer;
  });
  return {
    collector: link.client,
    host,
    state,
    start,
    onRows: (listener) => link.rows.on(listener),
    onStats: (listener) => link.stats.on(listener),
    onFields: (listener) => link.fields.on(listener),
    onShow: (listener) => shown.on(listener),
    onClear: (listener) => cleared.on(listener),
  };
}

/** Reads `{to, message}`: both directions name the link, so that frames can be relayed unchanged. */
function readFrame(data: unknown): { link: LinkName; message: unknown } | undefined {
  if (typeof data !== "object" || data === null || !("to" in data) || !("message" in data)) {
    return undefined;
  }
  const link = data.to;
  return link === "collector" || link === "host" ? { link, message: data.message } : undefined;
}

function frameChannel(to: LinkName, api: Poster, incoming: Emitter<unknown>): Channel {
  const closed = new Emitter<void>();
  const stops: (() => void)[] = [];
  return {
    send: (message) => api.postMessage({ to, message }),
    onMessage: (listener) => {
      stops.push(incoming.on(listener));
    },
    onClose: (listener) => {
      closed.on(listener);
    },
    close: () => {
      for (const stop of stops.splice(0)) stop();
      closed.fire();
    },
  };
}
