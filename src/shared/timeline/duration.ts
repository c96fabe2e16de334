// Durations and axis marks of a timeline as people read them.

/** "0 ns", "840 ns", "2.1 ms", "1.87 s", "2 min 5 s", "3 d 4 h", "59,074 d". */
export function durationText(nanos: number): string {
  const size = Math.abs(nanos);
  const sign = nanos < 0 ? "-" : "";
  if (size < 999.5) return `${sign}${Math.round(size)} ns`;
  for (const { factor, unit } of units) {
    if (size < factor * 999.5) return `${sign}${Number((size / factor).toPrecision(3))} ${unit}`;
  }
  const seconds = Math.round(size / 1e9);
  if (seconds < 60) return `${sign}${Number((size / 1e9).toPrecision(3))} s`;
  if (seconds < 3600) return `${sign}${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const hours = Math.floor(seconds / 3600);
  if (hours < 48) return `${sign}${hours} h ${Math.floor((seconds % 3600) / 60)} min`;
  const days = Math.floor(hours / 24);
  const isWhole = days >= 100 || hours % 24 === 0;
  return `${sign}${days.toLocaleString("en-US")} d${isWhole ? "" : ` ${hours % 24} h`}`;
}

/** Where a moment is: "+2.1 ms", "-20,000 d". */
export const offsetText = (nanos: number) => `${nanos < 0 ? "" : "+"}${durationText(nanos)}`;

const units = [
  { factor: 1e3, unit: "µs" },
  { factor: 1e6, unit: "ms" },
] as const;

export interface Tick {
  readonly offsetNanos: number;
  readonly text: string;
}

/** Round marks within the part shown, at most `maxTicks`, all in one unit. */
export function axisTicks(fromNanos: number, toNanos: number, maxTicks: number): Tick[] {
  const span = toNanos - fromNanos;
  if (!(span > 0) || maxTicks < 1) return [];
  const step = roundStep(span / maxTicks);
  const ticks: Tick[] = [];
  for (let at = Math.ceil(fromNanos / step); at * step <= toNanos; at++) {
    ticks.push({ offsetNanos: at * step, text: tickText(at * step, step, toNanos) });
  }
  return ticks;
}

function roundStep(atLeast: number): number {
  const secondsSteps = [60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400];
  const step = Math.max(1, atLeast);
  if (step > 30e9) {
    const seconds = secondsSteps.find((s) => s * 1e9 >= step);
    return (seconds ?? Math.ceil(step / 86400e9) * 86400) * 1e9;
  }
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 5, 10].find((f) => f * power >= step * (1 - 1e-9)) ?? 10;
  return step > 10e9 ? (step > 15e9 ? 30e9 : 15e9) : factor * power;
}

function tickText(nanos: number, step: number, toNanos: number): string {
  if (nanos === 0) return "0";
  if (step >= 30e9) return durationText(nanos);
  const { factor, unit } =
    toNanos >= 1e9
      ? { factor: 1e9, unit: "s" }
      : toNanos >= 1e6
        ? { factor: 1e6, unit: "ms" }
        : toNanos >= 1e3
          ? { factor: 1e3, unit: "µs" }
          : { factor: 1, unit: "ns" };
  const digits = Math.max(0, Math.ceil(-Math.log10(step / factor) - 1e-9));
  return `${(nanos / factor).toFixed(Math.min(9, digits))} ${unit}`;
}
