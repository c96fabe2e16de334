// Lines that colour alone may not tell apart differ in their dashes too: all of them in high contrast, elsewhere from
// the fifth on.

/** As many as there are colours of lines. */
const dashes: readonly (readonly number[])[] = [
  [],
  [7, 3],
  [2, 2],
  [8, 3, 2, 3],
  [14, 4],
  [4, 4],
  [10, 3, 2, 3, 2, 3],
  [2, 6],
];

/** Lengths of strokes and gaps of the line at this place, in pixels; none of one without gaps. */
export function dashAt(index: number, isHighContrast: boolean): number[] {
  const step = isHighContrast ? index : Math.floor(index / 4);
  return [...(dashes[step % dashes.length] ?? [])];
}
