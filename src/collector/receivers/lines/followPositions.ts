// Where followed files have been read to, kept over restarts of the collector in a file of its own.

import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { isPlainObject, parseJson } from "../../pipeline/parseJson";

export interface Position {
  /** Of the file that was read, in decimal: another file at the path begins anew. */
  readonly inode: string;
  readonly offset: number;
}

/** Changes are written at most so often; after a crash that much is read again. */
const saveMs = 1000;

export class FollowPositions {
  private readonly positions = new Map<string, Position>();
  private timer: NodeJS.Timeout | undefined;

  /** Without a path nothing is kept. */
  constructor(private readonly path: string | undefined) {
    if (path !== undefined) this.load(path);
  }

  of(file: string): Position | undefined {
    return this.positions.get(file);
  }

  set(file: string, position: Position): void {
    this.positions.set(file, position);
    if (this.path === undefined) return;
    this.timer ??= setTimeout(() => this.save(), saveMs).unref();
  }

  /** Writes what has changed since the last time. */
  save(): void {
    if (this.path === undefined || this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    try {
      const fresh = `${this.path}.new`;
      writeFileSync(fresh, JSON.stringify(Object.fromEntries(this.positions)), { mode: 0o600 });
      renameSync(fresh, this.path);
    } catch {
      // A full or read-only disk: the store says so; here it costs only that lines are read again.
    }
  }

  private load(path: string): void {
    let text: string;
    try {
      text = readFileSync(path, "utf8");
    } catch {
      return; // nothing was followed yet
    }
    const saved = parseJson(text);
    for (const [file, position] of Object.entries(isPlainObject(saved) ? saved : {})) {
      if (!isPlainObject(position)) continue;
      const { inode, offset } = position;
      if (typeof inode === "string" && typeof offset === "number" && offset >= 0) {
        this.positions.set(file, { inode, offset });
      }
    }
  }
}
