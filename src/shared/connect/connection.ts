// One way to connect: what "Connect an App" gives for a language or program. All of it is data over the
// addresses of a running collector.

import type { Addresses } from "./addresses";
import type { SystemId } from "./systems";

export const languages = [
  "Any app",
  "Python",
  "Node",
  "Browser",
  "Go",
  "Servers and shippers",
] as const;
export type Language = (typeof languages)[number];

interface Way {
  /** Stays the same over versions: tests and users' key bindings name it. */
  readonly id: string;
  readonly title: string;
  readonly language: Language;
  readonly system: SystemId;
  /** What has to be installed, as one types it. */
  readonly install?: string;
}

/** Code that runs as it stands, and sends one record when it does. */
export interface CodeWay extends Way {
  readonly kind: "code";
  /** The editor's id of the language. */
  readonly languageId: string;
  text(at: Addresses): string;
}
/** Variables that a client library reads at its start. */
export interface EnvironmentWay extends Way {
  readonly kind: "environment";
  variables(at: Addresses): Readonly<Record<string, string>>;
}
/** A command line for a terminal. */
export interface CommandWay extends Way {
  readonly kind: "command";
  text(at: Addresses): string;
  /** What is written into a terminal, for the user to complete, where `text` ends with an example. */
  begins?(at: Addresses): string;
}
/** A part of another program's configuration file, or of the editor's settings. */
export interface ConfigurationWay extends Way {
  readonly kind: "configuration";
  readonly languageId: string;
  text(at: Addresses): string;
}
export type Connection = CodeWay | EnvironmentWay | CommandWay | ConfigurationWay;

/** The text to insert or copy. */
export function textOf(connection: Connection, at: Addresses): string {
  if (connection.kind !== "environment") return connection.text(at);
  return Object.entries(connection.variables(at))
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}
