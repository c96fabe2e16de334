// The browser page talks to the collector that served it, over a WebSocket at /control with the page's
// token, and comes back by itself. What an editor does is done as far as a browser can.

import { signal } from "@preact/signals";
import {
  type Answering,
  silentCollector,
  watchAnswers,
} from "../../src/shared/contract/answerWatch";
import { exportPath, type ExportRequest } from "../../src/shared/contract/exports";
import type {
  ConnectionState,
  HostApi,
  PanelKind,
  PanelRequest,
  PanelView,
} from "../../src/shared/contract/hostApi";
import type { Channel, Client } from "../../src/shared/contract/rpc";
import { forgetSearch, storedSearches, storeSearch } from "./browserSearches";
import { watchBrowserTheme } from "./browserTheme";
import { CollectorLink } from "./collectorLink";
import type { Connection } from "./connection";
import { Emitter } from "./emitter";

const firstRetryMs = 500;
const longestRetryMs = 5_000;

export function connectBrowser(panel: PanelKind): Connection {
  watchBrowserTheme();
  const link = new CollectorLink();
  const state = signal<ConnectionState>({ kind: "connecting" });
  const shown = new Emitter<PanelView>();
  const cleared = new Emitter<void>();
  keepOpen(link, state);
  window.addEventListener("popstate", () => shown.fire(viewOf(location)));
  return {
    collector: link.client,
    host: browserHost(panel, state, shown),
    state,
    start: Promise.resolve({
      panel,
      view: viewOf(location),
      connection: state.peek(),
      canOpenSource: false,
    }),
    onRows: (listener) => link.rows.on(listener),
    onStats: (listener) => link.stats.on(listener),
    onFields: (listener) => link.fields.on(listener),
    onShow: (listener) => shown.on(listener),
    onClear: (listener) => cleared.on(listener),
  };
}

function keepOpen(link: CollectorLink, state: { value: ConnectionState }): void {
  let retryMs = firstRetryMs;
  const open = () => {
    const socket = new WebSocket(controlAddress());
    /** Known when it has answered for the first time. */
    let pid: number | undefined;
    // From the beginning: one that hangs may neither take the connection nor say hello on it.
    const watch = watchAnswers(answering(socket, link), (isSilent) => {
      if (isSilent) state.value = { kind: "failed", message: silentCollector(pid) };
      else if (pid !== undefined) socket.close(); // as in the editor: all begins anew on another one
    });
    socket.addEventListener("open", () => {
      retryMs = firstRetryMs;
      link.open(socketChannel(socket));
      link.client.hello().then(
        (hello) => {
          pid = hello.pid;
          state.value = { kind: "connected", endpoints: hello.endpoints };
        },
        (error: unknown) => {
          state.value = { kind: "failed", message: String(error) };
        },
      );
    });
    socket.addEventListener("close", () => {
      watch.dispose();
      link.close();
      state.value = { kind: "stopped" };
      setTimeout(open, retryMs);
      retryMs = Math.min(longestRetryMs, retryMs * 2);
    });
  };
  open();
}

function controlAddress(): string {
  const token = new URLSearchParams(location.search).get("token") ?? "";
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${location.host}/control?token=${encodeURIComponent(token)}`;
}

function socketChannel(socket: WebSocket): Channel {
  return {
    send: (message) => socket.send(JSON.stringify(message)),
    onMessage: (listener) =>
      socket.addEventListener("message", (event: MessageEvent<unknown>) => {
        if (typeof event.data === "string") listener(JSON.parse(event.data));
      }),
    onClose: (listener) => socket.addEventListener("close", listener),
    close: () => socket.close(),
  };
}

/** A page cannot send the pings of a WebSocket: it asks what costs nothing to answer. */
function answering(socket: WebSocket, link: CollectorLink): Answering {
  return {
    ping: () => {
      // That no answer comes is what is watched for; before the connection is taken there can be none.
      link.client.hello().catch(() => undefined);
    },
    onAlive: (listener) => socket.addEventListener("message", listener),
  };
}

function browserHost(
  panel: PanelKind,
  state: { peek(): ConnectionState },
  shown: Emitter<PanelView>,
): Client<HostApi> {
  return {
    ready: () => Promise.resolve({ panel, connection: state.peek(), canOpenSource: false }),
    openSource: () => Promise.resolve(false),
    openStatement: () => Promise.resolve(false),
    openPanel: (request) => {
      navigate(panel, request, shown);
      return Promise.resolve();
    },
    copy: ({ text }) => navigator.clipboard.writeText(text),
    openText: ({ text }) => {
      open(URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" })), "_blank");
      return Promise.resolve();
    },
    saveFile: ({ name, text }) => {
      const anchor = document.createElement("a");
      anchor.href = URL.createObjectURL(new Blob([text]));
      anchor.download = name;
      anchor.click();
      return Promise.resolve(true);
    },
    searches: () => Promise.resolve(storedSearches()),
    saveSearch: (search) => Promise.resolve(storeSearch(search)),
    openSearches: () => Promise.resolve(forgetSearch()),
    exportRecords: (request) => {
      download(request);
      return Promise.resolve(true);
    },
    startCollector: () => Promise.resolve(),
    runDemo: () => Promise.resolve(),
    connectApp: () => Promise.resolve(),
  };
}

/** The browser downloads it, with its own progress and cancel. Posted: an address has no room for thousands of rows. */
function download(request: ExportRequest): void {
  const token = new URLSearchParams(location.search).get("token") ?? "";
  const form = document.createElement("form");
  form.method = "post";
  form.action = `${exportPath}?${new URLSearchParams({ token }).toString()}`;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "request";
  field.value = JSON.stringify(request);
  form.append(field);
  document.body.append(form);
  form.submit();
  form.remove();
}

/** The page's own panel shows in place; another one is another document, one step of the history each. */
function navigate(panel: PanelKind, request: PanelRequest, shown: Emitter<PanelView>): void {
  const params = new URLSearchParams({
    token: new URLSearchParams(location.search).get("token") ?? "",
    panel: request.panel,
  });
  for (const name of ["query", "good", "within", "by", "pattern", "id", "metric", "seq"] as const) {
    const value = request[name];
    if (value !== undefined) params.set(name, String(value));
  }
  // Not sent to the server, whose requests have no room for thousands of them.
  const hash = request.seqs === undefined ? "" : `#seqs=${request.seqs.join()}`;
  const url = `/ui/?${params.toString()}${hash}`;
  if (request.panel !== panel) location.assign(url);
  else {
    history.pushState(null, "", url);
    shown.fire(viewOf(location));
  }
}

function viewOf({ search, hash }: Location): PanelView {
  const params = new URLSearchParams(search);
  const view: {
    query?: string;
    good?: string;
    within?: string;
    by?: string;
    pattern?: string;
    id?: string;
    metric?: string;
    seq?: number;
    seqs?: number[];
  } = {};
  for (const name of ["query", "good", "within", "by", "pattern", "id", "metric"] as const) {
    const value = params.get(name);
    if (value !== null) view[name] = value;
  }
  const seq = Number(params.get("seq") ?? Number.NaN);
  if (Number.isSafeInteger(seq)) view.seq = seq;
  const seqs = /^#seqs=(\d+(?:,\d+)*)$/.exec(hash)?.[1];
  if (seqs !== undefined) view.seqs = seqs.split(",").map(Number);
  return view;
}
