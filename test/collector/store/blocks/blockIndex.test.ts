// What the index of blocks holds on to while blocks come and go.

import { expect, it } from "vitest";
import { BlockIndex } from "../../../../src/collector/store/blocks/blockIndex";
import type { Reader } from "../../../../src/collector/store/reader";
import blocksState from "../../../../src/collector/store/sql/blocksState.sql";

interface Row {
  readonly from_seq: bigint;
  readonly to_seq: bigint;
  readonly keys: string;
}

/** A store with blocks of ten records, each of which has the attributes that are named. */
function aStore() {
  const rows: Row[] = [];
  const all = (sql: string, params: { seq?: number } = {}) => {
    const state = {
      first_seq: rows[0]?.from_seq ?? null,
      last_seq: rows.at(-1)?.to_seq ?? null,
      slots: 0,
    };
    const behind = rows.filter(({ from_seq: from }) => from > (params.seq ?? -1));
    return Promise.resolve(sql === blocksState ? [state] : behind);
  };
  let next = 1n;
  const build = (keys: string) => {
    rows.push({ from_seq: next, to_seq: next + 9n, keys });
    next += 10n;
  };
  return { reader: { all } as unknown as Reader, build, evict: () => rows.shift() };
}

it("blocks of the same attributes share them, and those of evicted blocks are let go", async () => {
  const { reader, build, evict } = aStore();
  const index = new BlockIndex();
  build('{"a":true}');
  build('{"b":true}');
  build('{"b":true}');
  await index.refresh(reader);
  const [a, b, alsoB] = index.blocks.map(({ keys }) => keys);

  evict();
  await index.refresh(reader);
  build('{"a":true}');
  build('{"b":true}');
  await index.refresh(reader);
  const later = index.blocks.map(({ keys }) => keys);

  expect(alsoB).toBe(b);
  expect(later).toEqual([b, b, a, b]);
  expect(later[3]).toBe(b);
  expect(later[2]).not.toBe(a); // read anew: it was not kept for a block that might come
});

it("a store that was cleared has no blocks, and what comes then is read", async () => {
  const { reader, build, evict } = aStore();
  const index = new BlockIndex();
  build('{"a":true}');
  await index.refresh(reader);

  evict();
  await index.refresh(reader);
  const cleared = index.blocks;
  build('{"c":true}');
  await index.refresh(reader);

  expect(cleared).toEqual([]);
  expect(index.blocks).toEqual([{ fromSeq: 11, toSeq: 20, keys: new Map([["c", true]]) }]);
});
