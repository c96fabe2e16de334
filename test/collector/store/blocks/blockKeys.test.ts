import { describe, expect, it } from "vitest";
import { type KeyFact, keysOf, maxSlots } from "../../../../src/collector/store/blocks/blockKeys";

const fact = (name: string, type: string, records = 1000): KeyFact => ({ name, type, records });

describe("keysOf", () => {
  it("gives each frequent attribute a column by how it stands in JSON", () => {
    const { newSlots, keys } = keysOf(
      [fact("tenant", "VARCHAR"), fact("ms", "UBIGINT"), fact("ms", "DOUBLE")],
      1000,
      [],
    );

    expect(newSlots).toEqual([
      { slot: 0, name: "tenant", kind: "string" },
      { slot: 1, name: "ms", kind: "plain" },
    ]);
    expect(keys).toEqual({ tenant: true, ms: true });
  });

  it("keeps the columns that there are", () => {
    const slots = [{ slot: 0, name: "tenant", kind: "string" as const }];

    const { newSlots, columns } = keysOf([fact("tenant", "VARCHAR", 1)], 1000, slots);

    expect(newSlots).toEqual([]);
    expect(columns).toEqual([{ slot: slots[0], isMixed: false }]);
  });

  it("leaves lists, objects and rare attributes to the records", () => {
    const { newSlots, keys } = keysOf(
      [
        fact("tags", "ARRAY"),
        fact("tags", "VARCHAR"),
        fact("deep", "OBJECT"),
        fact("rare", "VARCHAR", 2),
      ],
      1000,
      [],
    );

    expect(newSlots).toEqual([]);
    expect(keys).toEqual({ tags: false, deep: false, rare: false });
  });

  it("needs no column for what is always null", () => {
    expect(keysOf([fact("gone", "NULL")], 1000, [])).toEqual({
      newSlots: [],
      keys: { gone: true },
      columns: [],
    });
  });

  it("has no more columns than its bound", () => {
    const facts = Array.from({ length: maxSlots + 20 }, (_, i) => fact(`key${i}`, "VARCHAR"));

    const { newSlots, keys } = keysOf(facts, 1000, []);

    expect(newSlots).toHaveLength(maxSlots);
    expect(Object.values(keys).filter((isIndexed) => !isIndexed)).toHaveLength(20);
  });
});
