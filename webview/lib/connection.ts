// A panel's way out: the collector's contract and the editor's, in a VS Code webview and in the browser
// page alike. Every call settles: reply, error, abort, or a `closed` error when the collector goes.

import type { ReadonlySignal } from "@preact/signals";
import type { CollectorApi } from "../../src/shared/contract/collectorApi";
import type { FieldsProgress } from "../../src/shared/contract/fields";
import type {
  ConnectionState,
  HostApi,
  PanelStart,
  PanelView,
} from "../../src/shared/contract/hostApi";
import type { Client } from "../../src/shared/contract/rpc";
import type { Stats } from "../../src/shared/contract/stats";
import type { TailBatch } from "../../src/shared/contract/tail";
import type { Emitter } from "./emitter";

export interface Connection {
  /** Stays the same object over reconnects; calls fail with kind "closed" in between. */
  readonly collector: Client<CollectorApi>;
  readonly host: Client<HostApi>;
  readonly state: ReadonlySignal<ConnectionState>;
  /** What to show first. */
  readonly start: Promise<PanelStart>;
  /** Tail batches. A subscription ends with its connection: tail again when `state` is connected. */
  readonly onRows: Emitter<TailBatch>["on"];
  readonly onStats: Emitter<Stats>["on"];
  readonly onFields: Emitter<FieldsProgress>["on"];
  /** Another view asks this panel to show something. */
  readonly onShow: Emitter<PanelView>["on"];
  /** "Clear": show only what comes from now on. */
  readonly onClear: Emitter<void>["on"];
}
