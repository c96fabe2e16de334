// The longest common subsequence of two lists of keys: what stays in its order between two requests.
// Halved until a table is small (Hirschberg), so that memory is bounded whatever the length.

/** [index in left, index in right], both ascending. */
export type Pair = readonly [number, number];

/** Longer lists are compared piece by piece: time stays within the square of this. */
export const maxCompared = 5_000;
/** Cells of one table of lengths: two megabytes. */
const maxCells = 1_000_000;

/** The pairs of equal keys that are in the same order in both; as many as there can be up to `maxCompared`. */
export function commonSubsequence(left: readonly string[], right: readonly string[]): Pair[] {
  const pairs: Pair[] = [];
  const pieces = Math.ceil(Math.max(left.length, right.length) / maxCompared);
  for (let piece = 0; piece < pieces; piece++) {
    const from = piece * maxCompared;
    const end = from + maxCompared;
    comparePiece(indexed(left, from, end), indexed(right, from, end), pairs);
  }
  return pairs;
}

interface Item {
  readonly key: string;
  readonly index: number;
}

function indexed(keys: readonly string[], from: number, end: number): Item[] {
  return keys.slice(from, end).map((key, offset) => ({ key, index: from + offset }));
}

/** What only one side has can be in no pair; ends that agree need no table. */
function comparePiece(allLeft: readonly Item[], allRight: readonly Item[], pairs: Pair[]): void {
  const left = known(allLeft, allRight);
  const right = known(allRight, allLeft);
  let start = 0;
  while (start < left.length && start < right.length && left[start]?.key === right[start]?.key) {
    add(pairs, left[start], right[start]);
    start++;
  }
  let tail = 0;
  const room = Math.min(left.length, right.length) - start;
  while (tail < room && left.at(-1 - tail)?.key === right.at(-1 - tail)?.key) tail++;
  const numbers = new Map<string, number>();
  const numbered = (items: readonly Item[]) =>
    Int32Array.from(items.slice(start, items.length - tail), ({ key }) => {
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      return number;
    });
  for (const [i, j] of halve(numbered(left), numbered(right))) {
    add(pairs, left[start + i], right[start + j]);
  }
  for (let i = tail; i > 0; i--) add(pairs, left.at(-i), right.at(-i));
}

function known(items: readonly Item[], others: readonly Item[]): Item[] {
  const keys = new Set(others.map(({ key }) => key));
  return items.filter(({ key }) => keys.has(key));
}

function add(pairs: Pair[], one: Item | undefined, other: Item | undefined): void {
  if (one !== undefined && other !== undefined) pairs.push([one.index, other.index]);
}

function halve(left: Int32Array, right: Int32Array): Pair[] {
  if (left.length === 0 || right.length === 0) return [];
  if (left.length === 1 || (left.length + 1) * (right.length + 1) <= maxCells) {
    return tabled(left, right);
  }
  const middle = left.length >> 1;
  const before = lastLengths(left.subarray(0, middle), right);
  const after = lastLengths(left.slice(middle).reverse(), right.slice().reverse());
  let split = 0;
  let best = -1;
  for (let j = 0; j <= right.length; j++) {
    const length = (before[j] ?? 0) + (after[right.length - j] ?? 0);
    if (length <= best) continue;
    best = length;
    split = j;
  }
  const second = halve(left.subarray(middle), right.subarray(split));
  return [
    ...halve(left.subarray(0, middle), right.subarray(0, split)),
    ...second.map(([i, j]): Pair => [i + middle, j + split]),
  ];
}

/** At j: the length for all of `left` and the first j of `right`. */
function lastLengths(left: Int32Array, right: Int32Array): Uint16Array {
  let row = new Uint16Array(right.length + 1);
  let next = new Uint16Array(right.length + 1);
  for (const key of left) {
    for (let j = 1; j <= right.length; j++) {
      next[j] =
        key === right[j - 1] ? (row[j - 1] ?? 0) + 1 : Math.max(row[j] ?? 0, next[j - 1] ?? 0);
    }
    [row, next] = [next, row];
  }
  return row;
}

function tabled(left: Int32Array, right: Int32Array): Pair[] {
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: Pair[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    if (left[i] === right[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

/** Both lists in one order: pairs side by side, what is only left before what is only right. */
export function mergedPairs(
  leftCount: number,
  rightCount: number,
  pairs: readonly Pair[],
): { readonly left: number | undefined; readonly right: number | undefined }[] {
  const merged: { left: number | undefined; right: number | undefined }[] = [];
  let i = 0;
  let j = 0;
  for (const [left, right] of [...pairs, [leftCount, rightCount] as const]) {
    while (i < left) merged.push({ left: i++, right: undefined });
    while (j < right) merged.push({ left: undefined, right: j++ });
    if (left < leftCount && right < rightCount) merged.push({ left: i++, right: j++ });
  }
  return merged;
}
