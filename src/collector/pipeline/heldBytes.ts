// The beginning of a message whose end has not come yet. Grows by doubling: a sender that writes single
// bytes must not cost a copy of everything for each.

export class HeldBytes {
  private store = Buffer.alloc(0);
  length = 0;

  /** What is held, and the chunk behind it. Valid until the next call. */
  with(chunk: Buffer): Buffer {
    if (this.length === 0) return chunk;
    this.reserve(this.length + chunk.length);
    chunk.copy(this.store, this.length);
    return this.store.subarray(0, this.length + chunk.length);
  }

  /** Holds `bytes` from `from` on; `bytes` is what `with` gave. */
  keep(bytes: Buffer, from: number): void {
    const wasHeld = this.length > 0;
    this.length = bytes.length - from;
    if (this.length === 0) this.store = Buffer.alloc(0);
    else if (wasHeld) {
      if (from > 0) this.store.copyWithin(0, from, bytes.length);
    } else {
      this.reserve(this.length);
      bytes.copy(this.store, 0, from);
    }
  }

  private reserve(size: number): void {
    if (this.store.length >= size) return;
    const grown = Buffer.allocUnsafe(Math.max(1024, size, this.store.length * 2));
    this.store.copy(grown, 0, 0, this.length);
    this.store = grown;
  }
}
