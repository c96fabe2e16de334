// Takes the next rows of logs that are in no block, writes down what they hold, and copies their attributes
// into columns. On the store's thread, on a connection of its own.

import { DuckDBBlobValue, type DuckDBConnection } from "@duckdb/node-api";
import { setImmediate } from "node:timers/promises";
import { numberPattern } from "../../../shared/query/number";
import type { Connects } from "../reader";
import addBlock from "../sql/addBlock.sql";
import addSlot from "../sql/addSlot.sql";
import blockKeys from "../sql/blockKeys.sql";
import blockRange from "../sql/blockRange.sql";
import blockRows from "../sql/blockRows.sql";
import blocksBuilt from "../sql/blocksBuilt.sql";
import blockText from "../sql/blockText.sql";
import slotsSql from "../sql/slots.sql";
import { pointerTo } from "../where";
import { type BlockKeys, type KeyFact, keysOf } from "./blockKeys";
import { GramFilter } from "./grams";
import { numberColumn, type SlotRow, textColumn } from "./slots";
import { WordList } from "./words";

/** Two groups of rows (openDatabase.ts): a tenth of a second of work, and what one thread reads in 5 ms. */
const defaultBlockRows = 32_768;
/** Names and types of attributes that a block may have; of more, no key is known. */
const maxKeys = 2000;
/** Text taken out of the database at once. */
const pieceBytes = 2 * 1024 * 1024;
/** The thread's other callers wait no longer than for so much: a millisecond. */
const sliceBytes = 256 * 1024;

interface Range {
  readonly fromSeq: bigint;
  readonly toSeq: bigint;
  readonly rowCount: number;
  readonly textBytes: number;
}
interface Bounds {
  readonly from_seq: bigint;
  readonly to_seq: bigint;
}
/** Null where there are no rows between two seqs. */
interface TextRow {
  readonly bodies: Uint8Array | null;
  readonly attributes: Uint8Array | null;
}
type Params = NonNullable<Parameters<DuckDBConnection["run"]>[1]>;

export class BlockBuilder {
  /** Rows that are in no block. */
  waiting = 0;
  private builtTo = -1;
  private slots: readonly SlotRow[] = [];

  static async open(database: Connects, rows = defaultBlockRows): Promise<BlockBuilder> {
    const builder = new BlockBuilder(await database.connect(), rows);
    await builder.load();
    return builder;
  }

  private constructor(
    private readonly connection: DuckDBConnection,
    private readonly blockRows: number,
  ) {}

  get hasWork(): boolean {
    return this.waiting >= this.blockRows;
  }

  /** False when too few rows wait. No row may be deleted meanwhile. */
  async buildNext(): Promise<boolean> {
    const range = await this.nextRange();
    if (range === undefined) return false;
    const { fromSeq, toSeq, rowCount } = range;
    const bounds = { from_seq: fromSeq, to_seq: toSeq };
    const facts = await this.rows<KeyFact>(blockKeys, { ...bounds, max_keys: maxKeys });
    const isNamed = facts.length < maxKeys;
    const found = keysOf(isNamed ? facts : [], rowCount, this.slots);
    await this.addSlots(found.newSlots);
    const { grams, attributeGrams, words } = await this.textOf(range);
    await this.transaction(async () => {
      if (isNamed) await this.copyRows(found, bounds);
      await this.connection.run(addBlock, {
        ...bounds,
        row_count: rowCount,
        keys: isNamed ? JSON.stringify(found.keys) : null,
        grams: new DuckDBBlobValue(grams),
        words: words ?? null,
        attribute_grams: new DuckDBBlobValue(attributeGrams),
      });
    });
    this.builtTo = Number(toSeq);
    this.waiting = Math.max(0, this.waiting - rowCount);
    return true;
  }

  dispose(): void {
    this.connection.closeSync();
  }

  private async load(): Promise<void> {
    const [built] = await this.rows<{ to_seq: number; waiting: number }>(blocksBuilt);
    this.builtTo = built?.to_seq ?? -1;
    this.waiting = built?.waiting ?? 0;
    this.slots = await this.rows<SlotRow>(slotsSql);
  }

  private async nextRange(): Promise<Range | undefined> {
    const fromSeq = BigInt(this.builtTo + 1);
    const [row] = await this.rows<{
      row_count: number;
      to_seq: number | null;
      text_bytes: number | null;
    }>(blockRange, { from_seq: fromSeq, block_rows: this.blockRows });
    const rowCount = row?.row_count ?? 0;
    if (rowCount < this.blockRows) {
      this.waiting = rowCount;
      return undefined;
    }
    return {
      fromSeq,
      toSeq: BigInt(row?.to_seq ?? 0),
      rowCount,
      textBytes: row?.text_bytes ?? 0,
    };
  }

  private async addSlots(newSlots: readonly SlotRow[]): Promise<void> {
    if (newSlots.length === 0) return;
    await this.transaction(async () => {
      for (const slot of newSlots) {
        await this.connection.run(addSlot, { ...slot });
        await this.connection.run(`alter table log_index add column ${textColumn(slot)} varchar`);
        if (slot.kind === "string") continue;
        await this.connection.run(`alter table log_index add column ${numberColumn(slot)} double`);
      }
    });
    this.slots = [...this.slots, ...newSlots];
  }

  private async copyRows({ columns }: BlockKeys, bounds: Bounds): Promise<void> {
    const paths = columns.map(({ slot }) => pointerTo(slot.name));
    const names: string[] = [];
    const values: string[] = [];
    for (const [i, { slot, isMixed }] of columns.entries()) {
      const value = isMixed
        ? `case when (t[${i + 1}] = 'VARCHAR') = ${slot.kind === "string"} then v[${i + 1}] end`
        : `v[${i + 1}]`;
      names.push(textColumn(slot));
      values.push(value);
      if (slot.kind === "string") continue;
      names.push(numberColumn(slot));
      values.push(
        `case when regexp_matches(${value}, $number_pattern) then try_cast(${value} as double) end`,
      );
    }
    const list = `from_json($paths, '["varchar"]')`;
    const sql = blockRows
      .replace("/* names */", names.map((name) => `, ${name}`).join(""))
      .replace("/* columns */", values.map((value) => `, ${value}`).join(""))
      .replace(
        "/* values */ null",
        columns.length > 0 ? `json_extract_string(attributes, ${list})` : "null",
      )
      .replace(
        "/* types */ null",
        columns.some(({ isMixed }) => isMixed) ? `json_type(attributes, ${list})` : "null",
      );
    await this.connection.run(sql, {
      ...bounds,
      ...(columns.length > 0 ? { paths: JSON.stringify(paths) } : {}),
      ...(sql.includes("$number_pattern") ? { number_pattern: numberPattern } : {}),
    });
  }

  private async textOf({ fromSeq, toSeq, textBytes }: Range) {
    const bodies = new GramFilter();
    const attributes = new GramFilter();
    const words = new WordList();
    const pieces = BigInt(Math.max(1, Math.ceil(textBytes / pieceBytes)));
    const step = (toSeq - fromSeq) / pieces + 1n;
    for (let from = fromSeq; from <= toSeq; from += step) {
      const to = from + step - 1n < toSeq ? from + step - 1n : toSeq;
      const [row] = await this.rows<TextRow>(blockText, { from_seq: from, to_seq: to });
      for (const [filter, text] of [
        [bodies, row?.bodies],
        [attributes, row?.attributes],
      ] as const) {
        if (text === null || text === undefined) continue;
        for (let at = 0; at < text.length; at += sliceBytes) {
          filter.add(text.subarray(Math.max(0, at - 3), at + sliceBytes));
          words.add(text, at, Math.min(text.length, at + sliceBytes));
          await setImmediate();
        }
      }
    }
    bodies.join(attributes);
    return { grams: bodies.folded(), attributeGrams: attributes.folded(), words: words.text() };
  }

  private async transaction(work: () => Promise<void>): Promise<void> {
    await this.connection.run("begin");
    try {
      await work();
      await this.connection.run("commit");
    } catch (error) {
      await this.connection.run("rollback").catch(() => undefined); // gone already when DuckDB gave up
      throw error;
    }
  }

  private async rows<Row>(sql: string, params: Params = {}): Promise<Row[]> {
    const result = await this.connection.runAndReadAll(sql, params);
    return result.getRowObjectsJS() as Row[];
  }
}
