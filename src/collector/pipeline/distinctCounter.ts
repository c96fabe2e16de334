// Counts distinct texts in bounded memory: exactly up to a limit, from then on by HyperLogLog
// (Flajolet et al. 2007) with 4,096 registers, whose standard error is 1.6 %.

/** Beyond it 4 KiB of registers replace the members themselves. */
const exactMembers = 4096;
const registerBits = 12;
const registerCount = 2 ** registerBits;

export class DistinctCounter {
  private members: Set<string> | undefined = new Set();
  private registers: Uint8Array | undefined;

  add(member: string): void {
    if (this.members === undefined) {
      this.register(member);
      return;
    }
    // Long members would break the bound; two that share so much are the same for a count.
    this.members.add(member.length > 256 ? digest(member) : member);
    if (this.members.size <= exactMembers) return;
    for (const known of this.members) this.register(known);
    this.members = undefined;
  }

  /** Distinct members since the last call. */
  take(): number {
    const count = this.members?.size ?? Math.round(estimate(this.registers));
    this.members = new Set();
    this.registers = undefined;
    return count;
  }

  private register(member: string): void {
    this.registers ??= new Uint8Array(registerCount);
    const [a, b] = hash(member);
    const index = a >>> (32 - registerBits);
    const rank = Math.clz32(b) + 1; // 1..33
    if (rank > (this.registers[index] ?? 0)) this.registers[index] = rank;
  }
}

function estimate(registers: Uint8Array | undefined): number {
  if (registers === undefined) return 0;
  let sum = 0;
  let zeros = 0;
  for (const rank of registers) {
    sum += 2 ** -rank;
    if (rank === 0) zeros++;
  }
  const raw = ((0.7213 / (1 + 1.079 / registerCount)) * registerCount * registerCount) / sum;
  const isSmall = raw <= 2.5 * registerCount && zeros > 0;
  return isSmall ? registerCount * Math.log(registerCount / zeros) : raw;
}

const digest = (text: string) => `${text.slice(0, 64)}${hash(text).join(":")}:${text.length}`;

/** Two 32-bit hashes (cyrb53's mixing), good enough to spread members; not against an adversary. */
function hash(text: string): [number, number] {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [a >>> 0, b >>> 0];
}
