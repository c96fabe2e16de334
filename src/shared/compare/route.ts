// What a request set out to do: the name of its first span, else its first message, with its service.

import { templateOf } from "../patterns/templateOf";
import type { ComparedRecord, ComparedRequest } from "./model";

export function routeOf({ records }: ComparedRequest): string {
  const first = records.find(({ statement }) => statement.signal === "spans") ?? records[0];
  return first === undefined ? "" : `${first.statement.service}\n${templateOfRecord(first)}`;
}

/** For people. */
export const routeName = (route: string) => route.slice(route.indexOf("\n") + 1);

const templateOfRecord = ({ statement, text }: ComparedRecord) =>
  statement.pattern?.text ?? templateOf(statement.text ?? text);
