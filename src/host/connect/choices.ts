// What the two lists of "Connect an App…" offer, as plain data.

import { type Addresses } from "../../shared/connect/addresses";
import type { Connection } from "../../shared/connect/connection";
import { missingListener } from "../../shared/connect/connections";
import { systemOf } from "../../shared/connect/systems";

export interface WayItem {
  readonly label: string;
  readonly description: string;
  readonly way: Connection;
}

const iconOf = {
  code: "code",
  environment: "symbol-variable",
  command: "terminal",
  configuration: "settings-gear",
} as const satisfies Record<Connection["kind"], string>;

/** The language is part of the label: the list's filter looks at labels as wholes ("python statsd"). */
export function wayItem(way: Connection, at: Addresses): WayItem {
  const off = missingListener(way, at);
  const address = systemOf(way.system).address(at).replaceAll("`", "");
  return {
    label: `$(${iconOf[way.kind]}) ${way.language}: ${way.title}`,
    description: off === "" ? (way.install ?? (address === "-" ? "" : address)) : `${off} is off`,
    way,
  };
}

export type Delivery = "insert" | "copy" | "open" | "terminal" | "type";

export interface DeliveryItem {
  readonly label: string;
  readonly delivery: Delivery;
}

const items = {
  insert: "$(insert) Insert at the Cursor",
  copy: "$(copy) Copy",
  open: "$(new-file) Open as a New File",
  terminal: "$(terminal) Open a Terminal with This Environment",
  type: "$(terminal) Write It into a Terminal",
} as const satisfies Record<Delivery, string>;

const deliveriesOf = {
  code: ["insert", "copy", "open"],
  environment: ["terminal", "copy", "insert"],
  command: ["type", "copy", "insert"],
  configuration: ["copy", "insert", "open"],
} as const satisfies Record<Connection["kind"], readonly Delivery[]>;

export function deliveryItems(way: Connection, hasEditor: boolean): readonly DeliveryItem[] {
  return deliveriesOf[way.kind]
    .filter((delivery) => delivery !== "insert" || hasEditor)
    .map((delivery) => ({ label: items[delivery], delivery }));
}
