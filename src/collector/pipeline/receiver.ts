// The seam of a protocol: a receiver decodes bytes and hands records to the intake. It never imports the
// store or another receiver. Adding one: a folder of receivers/, one line in its registry.ts, one setting, fixtures.

import type { Intake } from "./intake";
import type { Roles } from "./roles";
import type { HttpRoute } from "./httpRoute";
import type { PayloadMemory } from "./payloadMemory";
import type { TargetStats } from "../../shared/contract/stats";

export interface Receiver {
  /** Stored in each record's `receiver` and used in settings and counters: "otlp", "statsd", … */
  readonly id: string;
  /** For people: "OpenTelemetry", "statsd and DogStatsD". */
  readonly title: string;
  /** Routes on the one HTTP port. */
  readonly routes?: readonly HttpRoute[];
  /** Sockets of its own; the name is the key in `endpoints` and of `sidelight.ports.<name>`. */
  readonly listeners?: readonly Listener[];
  /** The port its clients take when they are told nothing; its routes are served there too once `sidelight.ports.<name>` is set. */
  readonly customaryPort?: { readonly name: string; readonly port: number };
  /** What it asks itself, where it does. */
  targets?(): readonly TargetStats[];
  /** Flushes what it still holds (open multi-line records, aggregates). */
  dispose?(): Promise<void>;
}

export interface Listener {
  readonly name: string;
  readonly defaultPort: number;
  /** Binds loopback on `port` (0: any free one). Rejects with the system's error (`code` EADDRINUSE, …). */
  listen(port: number): Promise<Listening>;
}

export interface Listening {
  readonly port: number;
  /** Takes no new connections or requests, while what is under way is answered. */
  stopListening?(): Promise<void>;
  close(): Promise<void>;
}

/** What a receiver is made with. */
export interface ReceiverContext {
  readonly intake: Intake;
  /** This receiver's own options (`CollectorSettings.receivers[id]`), unchecked. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What fields mean by their names; knows the user's own request-id names. */
  readonly roles: Roles;
  /** Shared by all that receives payloads of some size; absent: the receiver's own. */
  readonly memory?: PayloadMemory;
  /** Folder for what a receiver remembers over restarts; absent where nothing is to be kept. */
  readonly dataPath?: string;
  /** URL of the one HTTP port, once it listens: what apps were given to send to. */
  httpAddress?(): string | undefined;
  /** Test seam; nanoseconds since the epoch. */
  now(): bigint;
}

export type CreateReceiver = (context: ReceiverContext) => Receiver;
