// What is known of the blocks of logs, kept in memory: which attributes each holds, and which of them the
// index answers for. Taken up anew before each question, because blocks come and go in the background.

import { fold } from "../../../shared/query/fold";
import type { Reader } from "../reader";
import blocksBehind from "../sql/blocksBehind.sql";
import blocksState from "../sql/blocksState.sql";
import slotsSql from "../sql/slots.sql";
import { type SlotRow, Slots } from "./slots";

export interface Block {
  readonly fromSeq: number;
  readonly toSeq: number;
  /** Attributes that occur → whether the index has them. Undefined when they are too many to name. */
  readonly keys: ReadonlyMap<string, boolean> | undefined;
}

interface State {
  readonly first_seq: bigint | null;
  readonly last_seq: bigint | null;
  readonly slots: number;
}
interface BlockRow {
  readonly from_seq: bigint;
  readonly to_seq: bigint;
  readonly keys: string | null;
}

export class BlockIndex {
  /** Ascending, without gaps. */
  blocks: readonly Block[] = [];
  slots = new Slots([]);
  private slotCount = 0;
  /** Most blocks hold the same attributes as their neighbours. */
  private readonly keysByText = new Map<string, ReadonlyMap<string, boolean>>();

  async refresh(reader: Reader, signal?: AbortSignal): Promise<void> {
    const [state] = await reader.all<State>(blocksState, {}, signal);
    const last = Number(state?.last_seq ?? -1);
    const first = Number(state?.first_seq ?? Infinity);
    const known = this.blocks.filter(({ fromSeq, toSeq }) => fromSeq >= first && toSeq <= last);
    if (known.length < this.blocks.length) this.forgetAllBut(known);
    const knownTo = known.at(-1)?.toSeq ?? -1;
    if (last > knownTo) {
      const rows = await reader.all<BlockRow>(blocksBehind, { seq: knownTo }, signal);
      this.blocks = [...known, ...rows.map((row) => this.toBlock(row))];
    } else this.blocks = known;
    if ((state?.slots ?? 0) !== this.slotCount) {
      const rows = await reader.all<SlotRow>(slotsSql, {}, signal);
      this.slots = new Slots(rows);
      this.slotCount = rows.length;
    }
  }

  /** Up to which seq no attribute's name has the folded text in it; -1 when that is not known. */
  namesWithout(text: string): number {
    const known = new Map<ReadonlyMap<string, boolean>, boolean>();
    let upTo = -1;
    for (const { toSeq, keys } of this.blocks) {
      if (keys === undefined) break;
      let isIn = known.get(keys);
      if (isIn === undefined) {
        isIn = [...keys.keys()].some((name) => fold(name).includes(text));
        known.set(keys, isIn);
      }
      if (isIn) break;
      upTo = toSeq;
    }
    return upTo;
  }

  /** Blocks are evicted for as long as the collector runs, and each may have named other attributes. */
  private forgetAllBut(blocks: readonly Block[]): void {
    const used = new Set(blocks.map(({ keys }) => keys));
    for (const [text, keys] of this.keysByText) {
      if (!used.has(keys)) this.keysByText.delete(text);
    }
  }

  private toBlock({ from_seq: from, to_seq: to, keys }: BlockRow): Block {
    const block = { fromSeq: Number(from), toSeq: Number(to) };
    if (keys === null) return { ...block, keys: undefined };
    let map = this.keysByText.get(keys);
    if (map === undefined) {
      const parsed: unknown = JSON.parse(keys);
      map = new Map(Object.entries(parsed ?? {}).map(([name, isIn]) => [name, isIn === true]));
      this.keysByText.set(keys, map);
    }
    return { ...block, keys: map };
  }
}
