// The statements of the workspace's source files, read when they are first asked for and again where a file
// has changed since. Texts are not kept, only what may write a log line.

import type { FileStatements } from "../../shared/statements/findStatements";
import { type LogStatement, logStatementsIn } from "../../shared/statements/logStatements";

/** What is asked of the disk and the workspace. */
export interface StatementFiles {
  /** Source files, absolute paths. */
  list(): Promise<readonly string[]>;
  /** `undefined` when it is gone. */
  stat(path: string): Promise<{ readonly mtimeMs: number; readonly size: number } | undefined>;
  readText(path: string, limitBytes: number): Promise<string | undefined>;
}

interface Indexed {
  readonly mtimeMs: number;
  readonly size: number;
  readonly statements: readonly LogStatement[];
}

/** Larger ones are made by programs. */
const maxFileBytes = 1024 * 1024;
/** Files looked at at once: the disk is busy, the editor's thread is not. */
const parallelFiles = 16;

export class StatementIndex {
  private readonly indexed = new Map<string, Indexed>();
  private running: Promise<readonly FileStatements[]> | undefined;

  constructor(private readonly files: StatementFiles) {}

  /** As the files are now. Asked again while it reads, it answers both at once. */
  read(): Promise<readonly FileStatements[]> {
    this.running ??= this.refresh().finally(() => (this.running = undefined));
    return this.running;
  }

  private async refresh(): Promise<readonly FileStatements[]> {
    const paths = await this.files.list();
    const present = new Set(paths);
    for (const path of this.indexed.keys()) if (!present.has(path)) this.indexed.delete(path);
    const waiting = paths.values();
    const work = async () => {
      for (const path of waiting) await this.refreshFile(path);
    };
    await Promise.all(Array.from({ length: parallelFiles }, work));
    return [...this.indexed].map(([path, { statements }]) => ({ path, statements }));
  }

  private async refreshFile(path: string): Promise<void> {
    const stat = await this.files.stat(path);
    const before = this.indexed.get(path);
    if (before !== undefined && before.mtimeMs === stat?.mtimeMs && before.size === stat.size) {
      return;
    }
    this.indexed.delete(path);
    if (stat === undefined || stat.size > maxFileBytes) return;
    const text = await this.files.readText(path, maxFileBytes);
    if (text === undefined) return;
    this.indexed.set(path, { ...stat, statements: logStatementsIn(text, path) });
  }
}
