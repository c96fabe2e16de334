// What is wrong with a query: where it is, and what was expected there.

import { RpcError } from "../contract/rpc";

/** A piece of the query's text: 0-based column and length, in UTF-16 units. */
export interface Place {
  readonly position: number;
  readonly length: number;
}

export class QueryError extends RpcError {
  constructor(
    message: string,
    readonly place: Place,
    readonly expected: string,
  ) {
    const { position, length } = place;
    super({ kind: "query", message, position, length, expected });
    this.name = "QueryError";
  }
}

/** "Column 7: … Expected …" */
export function queryError(place: Place, problem: string, expected: string): QueryError {
  return new QueryError(
    `Column ${place.position + 1}: ${problem} Expected ${expected}.`,
    place,
    expected,
  );
}
