// A worker's sockets: at most so many at once, the rest wait in line.

export class Pool {
  private open = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(readonly size: number) {}

  get openCount(): number {
    return this.open;
  }

  /** Runs `work` when a socket is free; rejects when none was for so long. */
  async use<T>(timeoutMs: number, work: () => Promise<T>): Promise<T> {
    await this.take(timeoutMs);
    try {
      return await work();
    } finally {
      this.open--;
      this.waiting.shift()?.();
    }
  }

  private take(timeoutMs: number): Promise<void> {
    if (this.open < this.size) {
      this.open++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const start = () => {
        clearTimeout(timer);
        this.open++;
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(start), 1);
        reject(new Error("connection timed out"));
      }, timeoutMs);
      this.waiting.push(start);
    });
  }
}
