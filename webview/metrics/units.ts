// Values of metrics as people read them: one scale for numbers that stand together, units always said.
// Units are UCUM as OpenTelemetry writes them ("ms", "By", "{request}").

/** `text` of a value is value / factor and then `unit`. */
export interface Scale {
  readonly factor: number;
  /** "" when there is nothing to say. */
  readonly unit: string;
}

interface Step {
  /** In the base unit. */
  readonly from: number;
  readonly unit: string;
}

const durations: readonly Step[] = [
  { from: 3_600, unit: "h" },
  { from: 60, unit: "min" },
  { from: 1, unit: "s" },
  { from: 1e-3, unit: "ms" },
  { from: 1e-6, unit: "µs" },
  { from: 1e-9, unit: "ns" },
];
const bytes: readonly Step[] = [
  { from: 1e12, unit: "TB" },
  { from: 1e9, unit: "GB" },
  { from: 1e6, unit: "MB" },
  { from: 1e3, unit: "kB" },
  { from: 1, unit: "B" },
];

/** Base units in one of the unit named. */
const secondsIn: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  min: 60,
  h: 3_600,
  d: 86_400,
  millisecond: 1e-3,
  milliseconds: 1e-3,
  second: 1,
  seconds: 1,
};
const bytesIn: Readonly<Record<string, number>> = {
  By: 1,
  byte: 1,
  bytes: 1,
  kBy: 1e3,
  KiBy: 1024,
  MBy: 1e6,
  MiBy: 1024 ** 2,
  GBy: 1e9,
  GiBy: 1024 ** 3,
};

/** The scale in which the largest of some values reads best. */
export function scaleFor(largest: number, unit: string): Scale {
  if (unit.endsWith("/s") && unit !== "/s") {
    const { factor, unit: of } = scaleFor(largest, unit.slice(0, -2));
    return { factor, unit: `${of}/s` };
  }
  const size = Math.abs(largest);
  const seconds = secondsIn[unit];
  if (seconds !== undefined) return stepFor(size * seconds, durations, seconds, 1e-3);
  const byteCount = bytesIn[unit];
  if (byteCount !== undefined) return stepFor(size * byteCount, bytes, byteCount, 1);
  return { factor: 1, unit: plainUnit(unit, size) };
}

function stepFor(size: number, steps: readonly Step[], inBase: number, zero: number): Scale {
  const step =
    size === 0
      ? steps.find(({ from }) => from === zero)
      : (steps.find(({ from }) => size >= from) ?? steps.at(-1));
  return { factor: (step?.from ?? 1) / inBase, unit: step?.unit ?? "" };
}

/** "{request}" → "requests" of all but one; "1", which is none, → "". */
function plainUnit(unit: string, size: number): string {
  if (unit === "1") return "";
  return unit.replace(/\{([^}]*)\}/g, (_, word: string) => (size === 1 ? word : plural(word)));
}

/** What is counted is named in the singular; a sender may have written several all the same. */
function plural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(?:ss|x|ch|sh)$/.test(word)) return `${word}es`;
  return /[a-rt-z]$/.test(word) ? `${word}s` : word;
}

/** "41", "1,630", "0.8", "12.4k": four characters or so, for a number that leads. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  if (size >= 1000) return Math.round(value).toLocaleString("en-US");
  if (size > 0 && size < 0.001) return value.toExponential(1);
  return String(Number(value.toPrecision(size < 100 ? 2 + Number(size >= 1) : 3)));
}

/** A value with its unit: "41 ms", "1.63 s", "38 %", "214". */
export function valueText(value: number | null, unit: string): string {
  if (value === null || !Number.isFinite(value)) return "–";
  const scale = scaleFor(value, unit);
  return scaledText(value, scale);
}

/** The same in a given scale, for what stands in columns or on an axis; "3/s", but "3 ms". */
export function scaledText(value: number, { factor, unit }: Scale): string {
  const number = numberText(value / factor);
  return unit === "" || unit.startsWith("/") ? `${number}${unit}` : `${number} ${unit}`;
}
