// What error trackers' clients gather around an error, as text of a line each: local variables and breadcrumbs.

import { formatTime } from "../../shared/time";
import { objectOf, optional, plainText, textOf } from "./jsonShapes";

/** Breadcrumbs that are kept, the last ones; clients hold 100. */
export const maxBreadcrumbs = 100;
/** Characters of a breadcrumb's part, and of a local variable's value. */
const maxDetail = 1000;
const maxLocals = 50;

/** Local variables as the client printed them; "" when there are none. */
export function localsText(variables: unknown): string {
  return Object.entries(objectOf(variables))
    .filter(([name, value]) => !name.startsWith("__") && !isCode(value))
    .slice(0, maxLocals)
    .map(([name, value]) => `${name} = ${cut(plainText(value))}`)
    .join("\n");
}

export interface Breadcrumb {
  readonly timeUnixNano: bigint | undefined;
  readonly level: unknown;
  readonly kind: string;
  readonly message: unknown;
  readonly data: unknown;
}

/** `10:00:00.123 info cart: item added {"item":7}`. */
export function breadcrumbLine({ timeUnixNano, level, kind, message, data }: Breadcrumb): string {
  const more = optional(data);
  return [
    timeUnixNano === undefined ? "" : formatTime(timeUnixNano).slice(11, 23),
    textOf(level),
    kind === "" ? "" : `${kind}:`,
    cut(plainText(message).replaceAll("\n", " ")),
    more === undefined ? "" : cut(JSON.stringify(more)),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

/** Modules, functions and classes are variables too in a script's outermost frame. */
const isCode = (value: unknown) =>
  /^<(?:module|function|class '(?:module|function|type)'|class '_frozen)/.test(textOf(value));

const cut = (text: string) => (text.length > maxDetail ? `${text.slice(0, maxDetail)}…` : text);
