// The collector's endpoint over whichever channel is open now. `client` outlives the channels, so that
// models keep one object; a call made while nothing is open fails at once instead of waiting.

import type { CollectorApi, CollectorEvents } from "../../src/shared/contract/collectorApi";
import type { FieldsProgress } from "../../src/shared/contract/fields";
import {
  type Channel,
  type Client,
  createRpc,
  type Rpc,
  RpcError,
} from "../../src/shared/contract/rpc";
import type { Stats } from "../../src/shared/contract/stats";
import type { TailBatch } from "../../src/shared/contract/tail";
import { Emitter } from "./emitter";

export class CollectorLink {
  readonly rows = new Emitter<TailBatch>();
  readonly stats = new Emitter<Stats>();
  readonly fields = new Emitter<FieldsProgress>();
  readonly client: Client<CollectorApi>;
  private rpc: Rpc | undefined;
  private current: Client<CollectorApi> | undefined;

  constructor() {
    this.client = forwarded(() => this.current);
  }

  open(channel: Channel): void {
    this.close();
    const rpc = createRpc(channel);
    rpc.on<CollectorEvents>({
      rows: (batch) => this.rows.fire(batch),
      stats: (stats) => this.stats.fire(stats),
      fieldsProgress: (progress) => this.fields.fire(progress),
    });
    rpc.onClose(() => {
      if (this.rpc === rpc) this.current = undefined;
    });
    this.rpc = rpc;
    this.current = rpc.client<CollectorApi>();
  }

  /** Settles every call that still waits. */
  close(): void {
    const rpc = this.rpc;
    this.rpc = undefined;
    this.current = undefined;
    rpc?.dispose();
  }
}

type AnyCall = (...args: unknown[]) => unknown;

function forwarded(current: () => Client<CollectorApi> | undefined): Client<CollectorApi> {
  // The proxy has the shape of whatever client is current; nothing else can be asked of it.
  return new Proxy({} as Client<CollectorApi>, {
    get: (_target, name) => {
      if (name === "then") return undefined;
      return (...args: unknown[]) => {
        const client = current();
        if (client === undefined) return Promise.reject(notConnected());
        const call: unknown = Reflect.get(client, name);
        return (call as AnyCall)(...args);
      };
    },
  });
}

const notConnected = () =>
  new RpcError({ kind: "closed", message: "The collector is not connected." });
