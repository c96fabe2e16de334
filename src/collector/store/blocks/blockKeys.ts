// Which attributes of a block become columns of log_index, and how each is taken out of the JSON text.

import type { SlotKind, SlotRow } from "./slots";

/** How often an attribute occurs in a block with one JSON type. */
export interface KeyFact {
  readonly name: string;
  /** As DuckDB's json_type() says it. */
  readonly type: string;
  readonly records: number;
}

/** Columns of a table cost memory for each group of rows, filled or not. */
export const maxSlots = 48;
/** A rarer attribute is as well looked for in the records. */
const leastShare = 1 / 128;

export interface BlockKeys {
  /** Slots that do not exist yet. */
  readonly newSlots: readonly SlotRow[];
  /** Attributes that occur → whether the index has them. */
  readonly keys: Readonly<Record<string, boolean>>;
  readonly columns: readonly SlotColumn[];
}
export interface SlotColumn {
  readonly slot: SlotRow;
  /** Its values have other types, too, which go to another slot. */
  readonly isMixed: boolean;
}

/** `facts` are all of the block, the most frequent first. */
export function keysOf(
  facts: readonly KeyFact[],
  rowCount: number,
  slots: readonly SlotRow[],
): BlockKeys {
  const kindsByName = new Map<string, Map<SlotKind | "list", number>>();
  for (const { name, type, records } of facts) {
    const kinds = kindsByName.get(name) ?? new Map<SlotKind | "list", number>();
    kindsByName.set(name, kinds);
    if (type === "NULL") continue;
    const kind = kindOf(type);
    kinds.set(kind, (kinds.get(kind) ?? 0) + records);
  }
  const newSlots: SlotRow[] = [];
  const keys: [string, boolean][] = [];
  const columns: SlotColumn[] = [];
  for (const [name, kinds] of kindsByName) {
    const found: SlotRow[] = [];
    for (const [kind, records] of kinds) {
      if (kind === "list") continue;
      const known = slots.find((slot) => slot.name === name && slot.kind === kind);
      if (known !== undefined) found.push(known);
      else if (
        !kinds.has("list") &&
        records >= rowCount * leastShare &&
        slots.length + newSlots.length < maxSlots
      ) {
        const slot = { slot: slots.length + newSlots.length, name, kind };
        newSlots.push(slot);
        found.push(slot);
      }
    }
    const isIndexed = found.length === kinds.size;
    keys.push([name, isIndexed]);
    if (isIndexed) columns.push(...found.map((slot) => ({ slot, isMixed: kinds.size > 1 })));
  }
  return { newSlots, keys: Object.fromEntries(keys), columns };
}

function kindOf(type: string): SlotKind | "list" {
  if (type === "VARCHAR") return "string";
  return type === "ARRAY" || type === "OBJECT" ? "list" : "plain";
}
