// The one table of "Connect an App…", in the order of its list.

import type { Addresses } from "./addresses";
import { anyApp } from "./anyApp";
import { type Connection, languages } from "./connection";
import { goWays } from "./go";
import { nodeWays } from "./node";
import { pythonWays } from "./python";
import { shippers } from "./shippers";
import { systemOf } from "./systems";

const all: readonly Connection[] = [...anyApp, ...pythonWays, ...nodeWays, ...goWays, ...shippers];

/** By language; `receivers` are the ids of those that the collector has. */
export function connectionsFor(receivers: ReadonlySet<string>): readonly Connection[] {
  return languages.flatMap((language) =>
    all.filter((way) => way.language === language && receivers.has(systemOf(way.system).receiver)),
  );
}

/** Why a connection cannot be made just now: its listener does not listen. */
export function missingListener(connection: Connection, { endpoints }: Addresses): string {
  const { listener } = systemOf(connection.system);
  return listener === "" || endpoints[listener] !== undefined ? "" : listener;
}
