// Seeded mutations for the receivers' fuzz tests. SIDELIGHT_FUZZ sets how many.

export const mutations = Number(process.env.SIDELIGHT_FUZZ ?? 100_000);

export type Random = (below: number) => number;

export function aRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Changes one to four places: bytes replaced, removed, repeated, or one of `pieces` inserted. */
export function mutate(seed: Uint8Array, pieces: readonly string[], random: Random): Buffer {
  let bytes = Buffer.from(seed);
  for (let n = random(4); n >= 0; n--) {
    const at = random(bytes.length + 1);
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
    switch (random(4)) {
      case 0:
        bytes = Buffer.concat([before, Buffer.from([random(256)]), after.subarray(1)]);
        break;
      case 1:
        bytes = Buffer.concat([before, after.subarray(random(8))]);
        break;
      case 2:
        bytes = Buffer.concat([before, bytes.subarray(random(at + 1), at), after]);
        break;
      default:
        bytes = Buffer.concat([before, Buffer.from(pieces[random(pieces.length)]!), after]);
    }
  }
  return bytes;
}
