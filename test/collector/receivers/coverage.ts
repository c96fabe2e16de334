// Whether the pieces that a framer gave are all that was in its stream, byte for byte, but for what frames them.

/**
 * The first place of `stream` that no piece covers; undefined when all is covered. Control characters end lines and
 * frames and are not looked at. `framing` may stand in front of a piece, and at the end (a sticky pattern).
 */
export function uncovered(
  stream: Uint8Array,
  pieces: readonly Uint8Array[],
  framing: RegExp,
): string | undefined {
  const whole = visible(stream);
  let at = 0;
  for (const piece of pieces.map(visible)) {
    const found = [at, ...framed(whole, at, framing)].find((from) => whole.startsWith(piece, from));
    if (found === undefined) {
      return `${JSON.stringify(whole.slice(at))} begins otherwise than ${JSON.stringify(piece)}`;
    }
    at = found + piece.length;
  }
  const rest = [at, ...framed(whole, at, framing)].map((from) => whole.slice(from));
  return rest.some((text) => text.trim() === "")
    ? undefined
    : `${JSON.stringify(whole.slice(at))} is left`;
}

/** Where what stands behind blanks and framing may begin. */
function framed(text: string, at: number, framing: RegExp): number[] {
  let behindBlanks = at;
  while (text[behindBlanks] === " ") behindBlanks++;
  framing.lastIndex = behindBlanks;
  return [behindBlanks, ...(framing.test(text) ? [framing.lastIndex] : [])];
}

const visible = (bytes: Uint8Array) =>
  Buffer.from(bytes.filter((byte) => byte >= 0x20)).toString("latin1");

/** The bytes in two to four chunks, as a socket might give them. */
export function chunksOf(bytes: Buffer, random: (below: number) => number): Buffer[] {
  const cuts = Array.from({ length: 1 + random(3) }, () => random(bytes.length + 1)).sort(
    (a, b) => a - b,
  );
  return [...cuts, bytes.length].map((end, i) => bytes.subarray(cuts[i - 1] ?? 0, end));
}
