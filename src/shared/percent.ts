// How a share is written, everywhere.

/** 0.034 → "3 %"; shares that are not quite none or all are not written as such. */
export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.5) return "< 1 %";
  if (value < 100 && value >= 99.5) return "> 99 %";
  return `${Math.round(value)} %`;
}
