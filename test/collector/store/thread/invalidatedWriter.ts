// The store's thread over a DuckDB that gives a database up once, as it does after an error of its own: no
// question is known that makes it do so reliably. One that names `give_up` fails, and from then on everything
// else on that instance. How often is read from the text: `give_up_2` means twice; `no_checkpoint_1` is another error that has the same end.

import { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import "../../../../src/collector/store/writerThread";

const internalError = "INTERNAL Error: Attempted to access index 0";
/** What a question is told that came while a checkpoint did not fit in memory. */
const checkpointFailed =
  'IO Error: Database "store" has been invalidated because checkpointing failed. Detach and reattach it before ' +
  "using it again.";

const instances = new WeakMap<DuckDBConnection, DuckDBInstance>();
const givenUp = new WeakSet<DuckDBInstance>();
const times = new Map<string, number>();

const database = DuckDBInstance.prototype;
const { connect } = Object.getOwnPropertyDescriptors(database);
database.connect = async function (this: DuckDBInstance) {
  const connection = await connect.value!.call(this);
  instances.set(connection, this);
  return connection;
};

const statements = DuckDBConnection.prototype;
const { run } = Object.getOwnPropertyDescriptors(statements);
statements.run = function (this: DuckDBConnection, sql, ...rest) {
  const instance = instances.get(this);
  if (instance !== undefined && givenUp.has(instance)) {
    return Promise.reject(new Error("FATAL Error: Failed: database has been invalidated"));
  }
  const [name, count] = /(?:give_up|no_checkpoint)_(\d)/.exec(sql) ?? [];
  const before = times.get(name ?? "") ?? 0;
  if (instance !== undefined && name !== undefined && before < Number(count)) {
    times.set(name, before + 1);
    givenUp.add(instance);
    const message = name.startsWith("no_checkpoint") ? checkpointFailed : internalError;
    return Promise.reject(new Error(message));
  }
  return run.value!.call(this, sql, ...rest);
};
