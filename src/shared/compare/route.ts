// What a request set out to do: the name of its first span, else its first message, with its service.

import { maskMessage } from "./mask";
import type { ComparedRequest } from "./model";

export function routeOf({ records }: ComparedRequest): string {
  const span = records.find(({ signal }) => signal === "spans");
  const first = span ?? records[0];
  return first === undefined ? "" : `${first.service}\n${maskMessage(first.text).template}`;
}

/** For people. */
export const routeName = (route: string) => route.slice(route.indexOf("\n") + 1);
