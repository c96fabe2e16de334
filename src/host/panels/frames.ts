// A webview has one way to talk and two to talk to: each message names the link it belongs to. The
// collector's frames are passed on unread, the host's own are a channel of their own.

import type { Channel } from "../../shared/contract/rpc";
import { Disposable, Emitter } from "../lifetime";

/** "collector": CollectorApi over the panel's own socket. "host": HostApi, answered by the editor. */
export type LinkName = "collector" | "host";
export interface Frame {
  readonly to: LinkName;
  readonly message: unknown;
}

/** `undefined` for what is none: a webview's messages are input like any other. */
export function readFrame(data: unknown): Frame | undefined {
  if (typeof data !== "object" || data === null || !("to" in data) || !("message" in data)) {
    return undefined;
  }
  const { to, message } = data;
  if (to !== "collector" && to !== "host") return undefined;
  return typeof message === "object" && message !== null ? { to, message } : undefined;
}

/** Splits what a webview posts; both ends go quiet when this is disposed. */
export class FrameSplitter extends Disposable {
  private readonly toHost = this.register(new Emitter<unknown>());
  private readonly closed = this.register(new Emitter<undefined>());
  private collector: Channel | undefined;

  constructor(private readonly post: (frame: Frame) => void) {
    super();
  }

  /** What the webview posted. Frames for a collector that is not there are dropped: the panel is told so. */
  receive(data: unknown): void {
    const frame = readFrame(data);
    if (frame === undefined || this.isDisposed) return;
    if (frame.to === "host") this.toHost.fire(frame.message);
    else this.collector?.send(frame.message);
  }

  /** Passes frames on between the webview and this socket, in place of an earlier one. */
  relay(channel: Channel): void {
    this.collector = channel;
    channel.onMessage((message) => {
      if (this.collector === channel && !this.isDisposed) this.post({ to: "collector", message });
    });
    channel.onClose(() => {
      if (this.collector === channel) this.collector = undefined;
    });
  }

  readonly hostChannel: Channel = {
    send: (message) => {
      if (!this.isDisposed) this.post({ to: "host", message });
    },
    onMessage: (listener) => void this.toHost.event(listener),
    onClose: (listener) => void this.closed.event(() => listener()),
    close: () => undefined,
  };

  override dispose(): void {
    this.closed.fire(undefined);
    super.dispose();
  }
}
