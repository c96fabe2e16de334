// Datagrams that the kernel threw away because a socket's buffer was full are lost without a trace in the
// program. Linux counts them in /proc/net/udp and udp6; elsewhere they cannot be known.

import { readFile } from "node:fs/promises";

const files = ["/proc/net/udp", "/proc/net/udp6"] as const;
const loopbacks = ["0100007F", "00000000000000000000000001000000"];
const intervalMs = 1000;

/**
 * Calls back with the number of datagrams dropped since the last call, once a second, for the loopback
 * sockets bound to `port`. `stop` looks a last time.
 */
export class KernelDrops {
  private seen = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly port: number,
    private readonly onDrop: (datagrams: number) => void,
  ) {
    this.timer = setInterval(() => void this.look(), intervalMs);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.look();
  }

  private async look(): Promise<void> {
    let dropped = 0;
    for (const file of files) {
      // Not Linux, or a sandbox: then nothing can be told, which the receiver's sheet says.
      const table = await readFile(file, "latin1").catch(() => "");
      dropped += droppedOf(table, this.port);
    }
    if (dropped > this.seen) this.onDrop(dropped - this.seen);
    this.seen = dropped;
  }
}

/** Sum of the last column over the lines whose local address is loopback and `port`. */
export function droppedOf(table: string, port: number): number {
  const suffix = port.toString(16).toUpperCase().padStart(4, "0");
  const addresses = loopbacks.map((address) => `${address}:${suffix}`);
  let sum = 0;
  for (const line of table.split("\n")) {
    const columns = line.trim().split(/\s+/);
    if (addresses.includes(columns[1] ?? "")) sum += Number(columns.at(-1)) || 0;
  }
  return sum;
}
