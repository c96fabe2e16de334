// Dashes of a card's lines. The usual quantiles lie in order and need none; of several in one colour those after
// the first have some.

import { dashAt } from "../lib/dashes";
import type { DrawnLine } from "./lines";

/** Canvas dash pattern of the line at this place among all. */
export function dashOf(
  lines: readonly DrawnLine[],
  index: number,
  isHighContrast: boolean,
): number[] {
  const color = lines[index]?.color;
  if (typeof color !== "string") return dashAt(index, isHighContrast);
  // As in high contrast, where each place has dashes of its own.
  return dashAt(lines.slice(0, index).filter((line) => line.color === color).length, true);
}
