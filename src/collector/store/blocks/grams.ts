// Which sequences of four bytes occur in a block's text, as a Bloom filter: text that lacks one of its own
// sequences there is not in the block. Folded to the size its block needs.

/** Of the filter while it is filled: text of random ids fills an eighth of it. */
const mostBits = 1 << 20;
const leastBits = 1 << 13;
/** A needle of 8 letters, which has 5 sequences, is then found by mistake in one block of 3,000. */
const mostFilled = 0.2;
/** Past this a filter tells nothing, whatever its size. */
const useless = 0.6;
/** Sequences of a needle that are looked up; more would not tell more. */
const maxLooked = 24;

const mix = (four: number): number => {
  const product = Math.imul(four, 0x9e3779b1);
  return (product ^ (product >>> 15)) & (mostBits - 1);
};

/** Numbers of the bits that a text containing `needle` must have set; of smaller filters modulo their size. */
export function gramsOf(needle: string): number[] {
  const bytes = Buffer.from(needle, "utf8");
  const found = new Set<number>();
  for (let i = 0; i + 4 <= bytes.length; i++) found.add(mix(bytes.readInt32BE(i)));
  const all = [...found];
  const step = Math.max(1, Math.ceil(all.length / maxLooked));
  return all.filter((_, i) => i % step === 0);
}

/** Bit 0 is the highest of the first byte, as DuckDB counts. */
export class GramFilter {
  private bits = new Uint8Array(mostBits / 8);

  /** UTF-8 of text in lower case. Text handed over in pieces must overlap by three bytes. */
  add(text: Uint8Array): void {
    const { bits } = this;
    let four = 0;
    for (let i = 0; i < text.length; i++) {
      four = (four << 8) | (text[i] ?? 0);
      if (i < 3) continue;
      const bit = mix(four);
      const at = bit >>> 3;
      bits[at] = (bits[at] ?? 0) | (0x80 >>> (bit & 7));
    }
  }

  /** All that the other one knows. */
  join({ bits: others }: GramFilter): void {
    const { bits } = this;
    for (let i = 0; i < bits.length; i++) bits[i] = (bits[i] ?? 0) | (others[i] ?? 0);
  }

  /** The smallest filter that still tells blocks apart. */
  folded(): Uint8Array {
    let { bits } = this;
    if (filledOf(bits) > useless) return new Uint8Array([0xff]);
    while (bits.length * 8 > leastBits) {
      const half = bits.slice(0, bits.length / 2);
      for (let i = 0; i < half.length; i++) {
        half[i] = (half[i] ?? 0) | (bits[half.length + i] ?? 0);
      }
      if (filledOf(half) > mostFilled) break;
      bits = half;
    }
    return bits;
  }
}

const onesOf = Uint8Array.from({ length: 256 }, (_, byte) => {
  let ones = 0;
  for (let rest = byte; rest > 0; rest >>= 1) ones += rest & 1;
  return ones;
});

function filledOf(bits: Uint8Array): number {
  let ones = 0;
  for (const byte of bits) ones += onesOf[byte] ?? 0;
  return ones / (bits.length * 8);
}
