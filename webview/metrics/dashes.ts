// Dashes of a card's lines. Quantiles lie in order and need none.

import { dashAt } from "../lib/dashes";
import type { DrawnLine } from "./lines";

/** Canvas dash pattern of the line at this place. */
export const dashOf = (line: DrawnLine, index: number, isHighContrast: boolean): number[] =>
  typeof line.color === "string" ? [] : dashAt(index, isHighContrast);
