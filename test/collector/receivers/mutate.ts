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

/** Nothing makes a text or a number of it: whoever tries throws. */
const hostileObject = '{"toString":1,"valueOf":1}';

/** Changes one to four places: bytes replaced, removed, repeated, one of `pieces` inserted, a value made an object. */
export function mutate(seed: Uint8Array, pieces: readonly string[], random: Random): Buffer {
  let bytes = Buffer.from(seed);
  for (let n = random(4); n >= 0; n--) {
    const at = random(bytes.length + 1);
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
    switch (random(5)) {
      case 0:
        bytes = Buffer.concat([before, Buffer.from([random(256)]), after.subarray(1)]);
        break;
      case 1:
        bytes = Buffer.concat([before, after.subarray(random(8))]);
        break;
      case 2:
        bytes = Buffer.concat([before, bytes.subarray(random(at + 1), at), after]);
        break;
      case 3:
        bytes = withoutValue(bytes, at);
        break;
      default:
        bytes = Buffer.concat([before, Buffer.from(pieces[random(pieces.length)]!), after]);
    }
  }
  return bytes;
}

/** The first value behind `at` that stands in JSON between a colon and a comma or brace. */
function withoutValue(bytes: Buffer<ArrayBuffer>, at: number): Buffer<ArrayBuffer> {
  const start = bytes.indexOf(":", at) + 1;
  if (start === 0) return bytes;
  let end = start;
  while (end < bytes.length && bytes[end] !== 0x2c && bytes[end] !== 0x7d) end++;
  return Buffer.concat([bytes.subarray(0, start), Buffer.from(hostileObject), bytes.subarray(end)]);
}
