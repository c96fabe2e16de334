// The read side's one door to the database: a few connections of the one instance, so that a long query
// of one panel does not hold up another's, and a newer query can cancel an older one inside DuckDB.

import type { DuckDBConnection } from "@duckdb/node-api";
import { hasHeapRoom } from "./heapRoom";

/** What a placeholder may carry. Lists travel as text and are cast in SQL: `$ids::integer[]`. */
export type SqlValue = string | number | bigint | boolean | null;
export type SqlParams = Readonly<Record<string, SqlValue>>;

/** What gives connections: an open database. */
export interface Connects {
  connect(): Promise<DuckDBConnection>;
}

export interface Reader {
  /**
   * Runs one statement with named placeholders (`$name`) and gives its rows as objects keyed by column:
   * BIGINT as bigint, DOUBLE and INTEGER as number, LIST as array, NULL as null.
   * Rejects with `AbortedError` once `signal` is aborted; the query is then stopped in the database.
   */
  all<Row>(sql: string, params?: SqlParams, signal?: AbortSignal): Promise<Row[]>;
  /** Counts up when resources were stored or deleted; undefined where that is not known. */
  readonly resourceChanges?: number;
}

export class AbortedError extends Error {
  constructor() {
    super("The query was cancelled.");
    this.name = "AbortedError";
  }
}

/** One query per panel and one to spare; DuckDB shares its threads between them. */
const defaultConnections = 4;
/** Far more than any panel asks for. */
const maxRows = 2_000_000;
/** An answer up to here is taken however full the heap is: much of that may be garbage. */
const smallAnswerRows = 20_000;
/** An interrupt that comes before the query has started is lost, so it is repeated until the query settles. */
const interruptEveryMs = 5;

export class ConnectionPool implements Reader {
  private readonly idle: DuckDBConnection[] = [];
  private readonly waiting: ((connection: DuckDBConnection | undefined) => void)[] = [];
  private opened = 0;
  private isDisposed = false;

  constructor(
    private readonly database: Connects,
    private readonly maxConnections = defaultConnections,
  ) {}

  async all<Row>(sql: string, params: SqlParams = {}, signal?: AbortSignal): Promise<Row[]> {
    const connection = await this.take(signal);
    try {
      return await run<Row>(connection, sql, params, signal);
    } finally {
      this.give(connection);
    }
  }

  /** Closes idle connections now and busy ones when their query ends. */
  dispose(): void {
    this.isDisposed = true;
    for (const connection of this.idle.splice(0)) connection.closeSync();
    for (const resolve of this.waiting.splice(0)) resolve(undefined);
  }

  private async take(signal?: AbortSignal): Promise<DuckDBConnection> {
    if (this.isDisposed || signal?.aborted === true) throw new AbortedError();
    const connection = this.idle.pop();
    if (connection !== undefined) return connection;
    if (this.opened < this.maxConnections) {
      this.opened++;
      return await this.database.connect().catch((error: unknown) => {
        this.opened--;
        throw error;
      });
    }
    const given = await new Promise<DuckDBConnection | undefined>((resolve) => {
      const giveUp = () => {
        const at = this.waiting.indexOf(settle);
        if (at >= 0) this.waiting.splice(at, 1);
        resolve(undefined);
      };
      const settle = (next: DuckDBConnection | undefined) => {
        signal?.removeEventListener("abort", giveUp);
        resolve(next);
      };
      this.waiting.push(settle);
      signal?.addEventListener("abort", giveUp, { once: true });
    });
    if (given === undefined) throw new AbortedError();
    return given;
  }

  private give(connection: DuckDBConnection): void {
    const next = this.waiting.shift();
    if (next !== undefined) next(connection);
    else if (this.isDisposed) connection.closeSync();
    else this.idle.push(connection);
  }
}

async function run<Row>(
  connection: DuckDBConnection,
  sql: string,
  params: SqlParams,
  signal: AbortSignal | undefined,
): Promise<Row[]> {
  let timer: NodeJS.Timeout | undefined;
  const interrupt = () => {
    connection.interrupt();
    timer ??= setInterval(() => connection.interrupt(), interruptEveryMs);
  };
  signal?.addEventListener("abort", interrupt, { once: true });
  try {
    if (signal?.aborted === true) throw new AbortedError();
    const rows: Row[] = [];
    for await (const part of (await connection.run(sql, { ...params })).yieldRowObjectJs()) {
      for (const row of part) rows.push(row as Row); // the caller names the row its SQL gives
      signal?.throwIfAborted();
      if (rows.length > maxRows) throw new Error(`The answer has over ${maxRows} rows.`);
      if (rows.length > smallAnswerRows && !hasHeapRoom()) {
        throw new Error("The answer does not fit in memory: ask for less.");
      }
    }
    return rows;
  } catch (error) {
    if (signal?.aborted === true) throw new AbortedError();
    throw error;
  } finally {
    clearInterval(timer);
    signal?.removeEventListener("abort", interrupt);
  }
}
