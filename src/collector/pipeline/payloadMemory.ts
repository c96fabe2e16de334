// What all payloads hold together, whichever way they came: from their first byte until they are answered for, and while
// they are unpacked. Each is bounded by its receiver, and so are connections, but not their product.

export interface PayloadLimits {
  /** Two of the largest at once. More would be memory for senders, not for records. */
  readonly heldBytes: number;
  /** What payloads that are unpacked at one time may become: one of the largest, or several of a usual size. */
  readonly unpackedBytes: number;
}
export const usualPayloadLimits: PayloadLimits = {
  heldBytes: 128 * 1024 * 1024,
  unpackedBytes: 64 * 1024 * 1024,
};

export class PayloadMemory {
  private heldBytes = 0;
  private unpackedBytes = 0;
  /** In the order of their coming: a large one is not to wait for ever behind small ones. */
  private readonly waiting: { readonly bytes: number; readonly start: () => void }[] = [];

  constructor(private readonly limits: PayloadLimits = usualPayloadLimits) {}

  /** So many bytes more, or fewer; whether there was room. What was held is to be given back either way. */
  hold(bytes: number): boolean {
    this.heldBytes += bytes;
    return this.heldBytes <= this.limits.heldBytes;
  }

  /**
   * Unpacks when it is its turn. Counted by what it may become at most: what a payload says of that may be a lie. One
   * that may become more than the bound is unpacked alone.
   */
  async unpack<T>(mostBytes: number, work: () => Promise<T>): Promise<T> {
    const bytes = Math.min(mostBytes, this.limits.unpackedBytes);
    await new Promise<void>((start) => {
      this.waiting.push({ bytes, start });
      this.startNext();
    });
    try {
      return await work();
    } finally {
      this.unpackedBytes -= bytes;
      this.startNext();
    }
  }

  private startNext(): void {
    for (let next = this.waiting[0]; next !== undefined; next = this.waiting[0]) {
      if (this.unpackedBytes + next.bytes > this.limits.unpackedBytes) return;
      this.waiting.shift();
      this.unpackedBytes += next.bytes;
      next.start();
    }
  }
}

/** What deflate makes of a byte at most. */
export const deflateExpansion = 1032;
