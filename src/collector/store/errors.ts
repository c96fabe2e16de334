// Every failure of the store that a user may meet, with its remedy in the message.

export type StoreErrorKind =
  "too-new" | "locked" | "corrupt" | "read-only" | "disk-full" | "closed" | "failed";

export class StoreError extends Error {
  override readonly name: string = "StoreError";
  constructor(
    readonly kind: StoreErrorKind,
    message: string,
    readonly path: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The store was written by a later Sidelight. It is left as it is. */
export class StoreTooNewError extends StoreError {
  override readonly name = "StoreTooNewError";
  constructor(path: string, message: string) {
    super("too-new", message, path);
  }
}

/** What was under way when the store's thread died: it may be asked, or sent, again. */
export class ThreadEndedError extends StoreError {
  override readonly name = "ThreadEndedError";
  constructor(path: string, message: string) {
    super("failed", message, path);
  }
}

const tooNew =
  "Update Sidelight, or start it with another data folder (--data, SIDELIGHT_DATA). The store was not changed.";

export const storeTooNew = (path: string, found: number, known: number) =>
  new StoreTooNewError(
    path,
    `The store ${path} was written by a newer Sidelight (format ${found}; this version reads up to ${known}). ${tooNew}`,
  );

const storeLocked = (path: string, cause: unknown) =>
  new StoreError(
    "locked",
    `The store ${path} is in use by another program${holderOf(cause)}. ` +
      "Close it (a database tool, or another collector), or use another data folder (--data, SIDELIGHT_DATA).",
    path,
    { cause },
  );

export const storeCorrupt = (path: string, cause: unknown) =>
  new StoreError(
    "corrupt",
    `The store ${path} cannot be read: it is damaged or no Sidelight store. ` +
      "Move it away (with the .wal file beside it) to start with an empty one. The file was not changed.",
    path,
    { cause },
  );

const storeReadOnly = (path: string, cause: unknown) =>
  new StoreError(
    "read-only",
    `The store ${path} cannot be written: no permission, or a read-only folder. ` +
      "Give yourself write permission, or use another data folder (--data, SIDELIGHT_DATA).",
    path,
    { cause },
  );

const diskFull = (path: string, cause: unknown) =>
  new StoreError(
    "disk-full",
    `The disk that holds ${path} is full. Free some space, or lower the store's size limit; ` +
      "records are taken again as soon as there is room.",
    path,
    { cause },
  );

export const storeThreadEnded = (path: string, reason: string) =>
  new ThreadEndedError(
    path,
    `The store's thread ended (${reason}) and is started again. ` +
      "Nothing that was acknowledged is lost; ask or send again what was under way.",
  );

export const storeThreadGivenUp = (path: string, reason: string, times: number) =>
  new StoreError(
    "failed",
    `The store's thread ended ${times} times within a minute, at last because of: ${reason}. ` +
      "It is started again in a minute; until then records are refused.",
    path,
  );

export const storeClosed = (path: string) =>
  new StoreError("closed", `The store ${path} is closed.`, path);

/** After these DuckDB answers nothing from the database until it is opened anew. */
export const isFatal = (error: unknown): boolean =>
  error instanceof Error &&
  /^(?:FATAL|INTERNAL) Error|database (?:"[^"]*" )?has been invalidated/i.test(error.message);

/** The statement may be run again with more memory. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && /^Out of Memory Error/i.test(error.message);

/** Says in one of the forms above what DuckDB or the file system reported about `path`. */
export function toStoreError(path: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/conflicting lock|being used by another process|lock on file/i.test(message)) {
    return storeLocked(path, error);
  }
  if (/no space left|ENOSPC|disk full|disk quota|not enough space/i.test(message)) {
    return diskFull(path, error);
  }
  if (/permission denied|read-only|EACCES|EROFS|EPERM|access is denied/i.test(message)) {
    return storeReadOnly(path, error);
  }
  if (/version number \d+, but we can only read/i.test(message)) {
    return new StoreTooNewError(
      path,
      `The store ${path} was written by a newer Sidelight. ${tooNew}`,
    );
  }
  if (/not a valid duckdb|corrupt|checksum|serializ|replaying WAL|header/i.test(message)) {
    return storeCorrupt(path, error);
  }
  return new StoreError("failed", `The store ${path} failed: ${message}`, path, { cause: error });
}

/** " (node, process 41)" where the system says who holds the lock. */
function holderOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : "";
  const match = /held in (.+?) \(PID (\d+)\)/.exec(message);
  const program = match?.[1]?.split(/[\\/]/).at(-1);
  return match?.[2] === undefined ? "" : ` (${program ?? "a program"}, process ${match[2]})`;
}
