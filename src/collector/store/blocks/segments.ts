// What of the logs a question must look at, as ranges of `seq`: where the index answers it, and where only
// the records themselves do.

export interface Segment {
  /** Both inclusive. */
  readonly from: number;
  readonly to: number;
  /** log_index answers here. */
  readonly isIndexed: boolean;
}

export interface BlockRange {
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** Ascending by seq, neighbours of one kind joined. Blocks are ascending, without gaps between them. */
export function segmentsOf<B extends BlockRange>(
  extent: { readonly from: number; readonly to: number },
  blocks: readonly B[],
  isCandidate: (block: B) => boolean,
  isIndexed: (block: B) => boolean,
): Segment[] {
  const segments: Segment[] = [];
  const add = (from: number, to: number, indexed: boolean) => {
    const clipped = { from: Math.max(from, extent.from), to: Math.min(to, extent.to) };
    if (clipped.from > clipped.to) return;
    const last = segments.at(-1);
    if (last?.to === clipped.from - 1 && last.isIndexed === indexed) {
      segments[segments.length - 1] = { ...last, to: clipped.to };
    } else segments.push({ ...clipped, isIndexed: indexed });
  };
  for (const block of blocks) {
    if (isCandidate(block)) add(block.fromSeq, block.toSeq, isIndexed(block));
  }
  add((blocks.at(-1)?.toSeq ?? -1) + 1, Number.MAX_SAFE_INTEGER, false);
  return segments;
}

/** Ranges of one kind that a statement may name: each is compared with, for every group of rows. */
const maxRanges = 16;

/**
 * Fewer segments that hold all of these. What lies between two of them may be looked at by the records
 * themselves, where nothing matches; the index is asked of its own segments only.
 */
export function simplified(segments: readonly Segment[]): Segment[] {
  const indexed = segments.filter(({ isIndexed }) => isIndexed).length;
  const gaps = segments
    .map((segment, at) => ({ at, gap: segment.from - (segments[at - 1]?.to ?? segment.from) }))
    .filter(({ at }) => at > 0 && !segments[at]?.isIndexed && !segments[at - 1]?.isIndexed)
    .sort((a, b) => a.gap - b.gap);
  const tooMany = segments.length - indexed - maxRanges;
  if (indexed > maxRanges || tooMany > gaps.length) {
    const [first] = segments;
    const last = segments.at(-1);
    if (first === undefined || last === undefined) return [];
    return [{ from: first.from, to: last.to, isIndexed: false }];
  }
  const joined = new Set(gaps.slice(0, Math.max(0, tooMany)).map(({ at }) => at));
  const few: Segment[] = [];
  for (const [at, segment] of segments.entries()) {
    const last = few.at(-1);
    if (last !== undefined && joined.has(at)) few[few.length - 1] = { ...last, to: segment.to };
    else few.push(segment);
  }
  return few;
}
