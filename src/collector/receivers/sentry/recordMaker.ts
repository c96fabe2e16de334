// What the items of one request are read with.

import type { FieldReader } from "../../pipeline/fromFields";
import type { ReceiverContext } from "../../pipeline/receiver";

export interface RecordMaker {
  readonly context: ReceiverContext;
  readonly reader: FieldReader;
  readonly launched: Launched;
}

/** What the address says of an app that Sidelight has launched; "" where it does not. */
export interface Launched {
  readonly run: string;
  /** Used when the app does not name itself. */
  readonly service: string;
}
export const notLaunched: Launched = { run: "", service: "" };

/** Told of what gives no record. */
export interface Fruitless {
  /** A part that cannot be read. */
  bad(): void;
  /** A container with nothing in it. */
  empty(): void;
}
