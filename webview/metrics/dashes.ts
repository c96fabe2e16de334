// Lines that colour alone may not tell apart differ in their dashes too: all of them in high contrast,
// elsewhere from the fifth on. Quantiles lie in order and need none.

import type { DrawnLine } from "./lines";

const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [8, 3, 2, 3]];

/** Canvas dash pattern of the line at this place. */
export function dashOf(line: DrawnLine, index: number, isHighContrast: boolean): number[] {
  if (typeof line.color === "string") return [];
  const step = isHighContrast ? index : Math.floor(index / 4);
  return [...(dashes[step % dashes.length] ?? [])];
}
