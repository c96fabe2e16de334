// Durations as people write them: "300ms", "1.5s", "1m30s"; a bare number is nanoseconds, as in
// `durationNanos` of the JSON form.

const unitNanos: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  min: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};
const part = /(\d{1,15})(?:\.(\d{1,9}))?\s*(ns|us|µs|μs|ms|min|s|m|h|d)/gy;

/** Nanoseconds, rounded down; undefined when the text is no duration. */
export function parseDuration(text: string): bigint | undefined {
  const isNegative = text.startsWith("-");
  const digits = isNegative ? text.slice(1) : text;
  const nanos = /^\d{1,18}$/.test(digits) ? BigInt(digits) : sumOfParts(digits);
  return nanos === undefined || !isNegative ? nanos : -nanos;
}

function sumOfParts(text: string): bigint | undefined {
  let total = 0n;
  let end = 0;
  part.lastIndex = 0;
  for (let match = part.exec(text); match !== null; match = part.exec(text)) {
    const [whole, amount = "0", fraction = "", unit = "ns"] = match;
    const nanos = unitNanos[unit] ?? 1n;
    total += BigInt(amount) * nanos;
    total += (BigInt(fraction.padEnd(9, "0")) * nanos) / 1_000_000_000n;
    end += whole.length;
  }
  return end === 0 || end !== text.length ? undefined : total;
}
