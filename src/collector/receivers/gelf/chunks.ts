// Puts messages together that came as several datagrams (GELF 1.1, "Chunking"):
// `1e 0f | id[8] | sequence number u8 | count u8 | data`.

/** Graylog gives a message up when it is not whole after so long. */
export const chunkWaitMs = 5000;
const maxChunks = 128;
const headerBytes = 12;
/** Messages and bytes that wait for their rest. */
const maxPending = 1000;
const maxPendingBytes = 32 * 1024 * 1024;

interface Pending {
  readonly chunks: (Buffer | undefined)[];
  readonly since: number;
  missing: number;
  bytes: number;
}

export class ChunkAssembler {
  private readonly pending = new Map<string, Pending>();
  private bytes = 0;
  private timer: NodeJS.Timeout | undefined;

  /** `onGiveUp` counts messages that will never be whole, `onDuplicate` chunks that came before. */
  constructor(
    private readonly onGiveUp: (reason: "incomplete-chunks" | "too-many-chunks") => void,
    private readonly onDuplicate: () => void = () => undefined,
  ) {}

  static isChunk(datagram: Buffer): boolean {
    return datagram[0] === 0x1e && datagram[1] === 0x0f;
  }

  /** The whole message with its last chunk; undefined until then; false when this is no chunk at all. */
  add(datagram: Buffer, sender: number): Buffer | undefined | false {
    if (datagram.length < headerBytes) return false;
    const index = datagram[10] ?? 0;
    const count = datagram[11] ?? 0;
    if (count === 0 || count > maxChunks || index >= count) return false;
    const key = `${sender} ${datagram.toString("latin1", 2, 10)}`;
    let message = this.pending.get(key);
    if (message !== undefined && message.chunks.length !== count) return false;
    if (message === undefined) {
      message = {
        chunks: new Array<Buffer | undefined>(count).fill(undefined),
        since: performance.now(),
        missing: count,
        bytes: 0,
      };
      this.pending.set(key, message);
      this.makeRoom();
    }
    if (message.chunks[index] !== undefined) {
      this.onDuplicate();
      return undefined;
    }
    const data = datagram.subarray(headerBytes);
    message.chunks[index] = data;
    message.missing--;
    message.bytes += data.length;
    this.bytes += data.length;
    if (message.missing === 0) {
      this.remove(key, message);
      return Buffer.concat(message.chunks.filter((chunk) => chunk !== undefined));
    }
    this.makeRoom();
    this.timer ??= setTimeout(() => this.expire(), chunkWaitMs);
    return undefined;
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const [key, message] of this.pending) this.giveUp(key, message, "incomplete-chunks");
  }

  /** The oldest has the least hope. */
  private makeRoom(): void {
    for (const [key, message] of this.pending) {
      if (this.pending.size <= maxPending && this.bytes <= maxPendingBytes) return;
      this.giveUp(key, message, "too-many-chunks");
    }
  }

  private expire(): void {
    this.timer = undefined;
    const now = performance.now();
    for (const [key, message] of this.pending) {
      const leftMs = message.since + chunkWaitMs - now;
      if (leftMs > 1) {
        this.timer = setTimeout(() => this.expire(), leftMs);
        return; // the others are younger
      }
      this.giveUp(key, message, "incomplete-chunks");
    }
  }

  private giveUp(
    key: string,
    message: Pending,
    reason: "incomplete-chunks" | "too-many-chunks",
  ): void {
    this.remove(key, message);
    this.onGiveUp(reason);
  }

  private remove(key: string, message: Pending): void {
    this.pending.delete(key);
    this.bytes -= message.bytes;
  }
}
