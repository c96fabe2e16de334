// Datagrams of the size that clients fill (1,432 bytes): counters, sampled counters, timers, gauges and sets
// over 1,000 series, two tags each.

const packetBytes = 1432;

export interface Packet {
  readonly bytes: Buffer;
  readonly samples: number;
}

export function somePackets(count: number): Packet[] {
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 1664525 + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const line = (): string => {
    const tags = `#route:/api/v1/items/${random(200)},env:dev`;
    switch (random(5)) {
      case 0:
        return `shop.requests:1|c|${tags}`;
      case 1:
        return `shop.sampled:1|c|@0.1|${tags}`;
      case 2:
        return `shop.queue.length:${random(1000)}|g|${tags}`;
      case 3:
        return `shop.users:user-${random(500)}|s|${tags}`;
      default:
        return `shop.request.duration:${(random(1_000_000) / 1000).toFixed(3)}|ms|${tags}`;
    }
  };
  return Array.from({ length: count }, () => {
    const lines: string[] = [];
    for (let size = 0, next = line(); size + next.length <= packetBytes; next = line()) {
      lines.push(next);
      size += next.length + 1;
    }
    return { bytes: Buffer.from(lines.join("\n")), samples: lines.length };
  });
}
