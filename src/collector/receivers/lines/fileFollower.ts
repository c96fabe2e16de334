// Follows one log file as it grows: through rotation (renamed, a new one in its place), truncation
// (copytruncate), and before it exists. Reads on only when what it read is stored.

import { constants, watch, type FSWatcher } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { FollowPositions } from "./followPositions";

/** Read at once; with the wait for the store this bounds the rate and the memory. */
const chunkBytes = 256 * 1024;
/** Read before others have their turn and the file's name is looked at, however fast the file grows. */
const turnBytes = 4 * 1024 * 1024;
/** Of a file that is there already so much of the end is read. */
const backlogBytes = 1024 * 1024;
/** File systems without notifications, and files that appear later, are looked at so often. */
const pollMs = 500;
/** After a failed read or a store that cannot write. */
const retryMs = 1000;

export class FileFollower {
  private handle: FileHandle | undefined;
  private inode = 0n;
  private offset = 0;
  private watcher: FSWatcher | undefined;
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> | undefined;
  private isStale = false;
  private isRefused = false;
  private isDisposed = false;
  private readonly buffer = Buffer.allocUnsafe(chunkBytes);

  /**
   * `take` resolves when the bytes are stored; until then nothing more is read. `onNotAFile` is told when a
   * pipe, device or folder is found at the path: it is not read, but a file in its place will be.
   */
  constructor(
    private readonly path: string,
    private readonly take: (bytes: Uint8Array) => Promise<void>,
    private readonly positions: FollowPositions,
    private readonly onNotAFile: () => void,
  ) {}

  /** Resolves when the file is open; it is read from then on. A missing file is waited for. */
  async start(): Promise<void> {
    await this.openFile(true);
    void this.check().finally(() => this.schedule(pollMs));
  }

  async dispose(): Promise<void> {
    this.isDisposed = true;
    clearTimeout(this.timer);
    this.watcher?.close();
    await this.reading;
    await this.handle?.close();
    this.handle = undefined;
  }

  /** Reads what is new; a call during a read makes one more round. */
  private check(): Promise<void> {
    this.isStale = true;
    this.reading ??= this.readOn().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async readOn(): Promise<void> {
    while (this.isStale && !this.isDisposed) {
      this.isStale = false;
      try {
        if (!(await this.readTurn())) this.isStale = true;
        else if (await this.isReplaced()) {
          // What was written between the last read and the rename comes first.
          this.isStale = !(await this.readTurn()) || (await this.openFile(false));
        }
      } catch {
        // Gone, unreadable, or the store cannot write: the next round tries again from the same place.
        this.schedule(retryMs);
      }
    }
  }

  /** Reads what is new, within bounds; true when that was all. */
  private async readTurn(): Promise<boolean> {
    const { handle } = this;
    if (handle === undefined) return true;
    const { size } = await handle.stat();
    if (size < this.offset) this.offset = 0; // truncated: it begins anew
    for (let read = 0; read < turnBytes && !this.isDisposed;) {
      const { bytesRead } = await handle.read(this.buffer, 0, chunkBytes, this.offset);
      if (bytesRead === 0) return true;
      read += bytesRead;
      await this.take(this.buffer.subarray(0, bytesRead));
      this.offset += bytesRead;
      this.positions.set(this.path, { inode: String(this.inode), offset: this.offset });
    }
    return false;
  }

  /** Is another file at the path than the one that is open? */
  private async isReplaced(): Promise<boolean> {
    const found = await stat(this.path, { bigint: true }).catch(() => undefined);
    return found !== undefined && (this.handle === undefined || found.ino !== this.inode);
  }

  /** False when there is no file that can be read. */
  private async openFile(isFirst: boolean): Promise<boolean> {
    const fresh = await this.openRegular();
    this.watch();
    if (fresh === undefined) return false;
    await this.handle?.close();
    const { ino, size } = await fresh.stat({ bigint: true });
    this.handle = fresh;
    this.inode = ino;
    const known = isFirst ? this.positions.of(this.path) : undefined;
    const isKnown = known?.inode === String(ino) && known.offset <= Number(size);
    this.offset = isKnown ? known.offset : 0;
    if (isFirst && !isKnown && size > BigInt(backlogBytes)) {
      this.offset = await lineStart(fresh, Number(size) - backlogBytes);
    }
    return true;
  }

  private async openRegular(): Promise<FileHandle | undefined> {
    const found = await stat(this.path).catch(() => undefined);
    const isOther = found?.isFile() === false;
    if (isOther && !this.isRefused) this.onNotAFile();
    this.isRefused = isOther;
    if (found === undefined || isOther) return undefined;
    // Not blocking: a pipe that has taken the file's place since would hold the open until someone writes.
    const flags = constants.O_RDONLY | constants.O_NONBLOCK;
    return open(this.path, flags).catch(() => undefined);
  }

  /** Notifications of the folder wake the reader early; without them polling does. */
  private watch(): void {
    if (this.watcher !== undefined || this.isDisposed) return;
    try {
      this.watcher = watch(dirname(this.path), { persistent: false }, (_, name) => {
        if (name === null || name === basename(this.path)) void this.check();
      });
      this.watcher.on("error", () => this.unwatch());
    } catch {
      this.watcher = undefined; // the folder is not there yet, or watches are used up
    }
  }

  private unwatch(): void {
    this.watcher?.close();
    this.watcher = undefined;
  }

  private schedule(delayMs: number): void {
    clearTimeout(this.timer);
    if (this.isDisposed) return;
    this.timer = setTimeout(() => {
      this.watch();
      void this.check().finally(() => this.schedule(pollMs));
    }, delayMs);
    this.timer.unref();
  }
}

/** The first offset at or after `from` at which a line begins. */
async function lineStart(handle: FileHandle, from: number): Promise<number> {
  const probe = Buffer.alloc(64 * 1024);
  const { bytesRead } = await handle.read(probe, 0, probe.length, from);
  const newline = probe.subarray(0, bytesRead).indexOf(10);
  return newline < 0 ? from : from + newline + 1;
}
