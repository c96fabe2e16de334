import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLine, CsvReader } from "../../../src/shared/files/csv";
import { originalCell } from "../../../src/shared/files/harmless";

const read = (...pieces: readonly string[]) => {
  const reader = new CsvReader();
  return [...pieces.flatMap((piece) => reader.add(piece)), ...reader.end()];
};

describe("csv", () => {
  it("writes texts, numbers and nothing", () => {
    expect(csvLine(["a", 'say "hi"', "x,y", "two\nlines", 1.5, -5, true, null, ""])).toBe(
      'a,"say ""hi""","x,y","two\nlines",1.5,-5,true,,\r\n',
    );
  });

  it("makes a formula text, quoted or not, and leaves a number a number", () => {
    expect(csvLine(['=HYPERLINK("x","y")', "-5", -5])).toBe(
      '"\'=HYPERLINK(""x"",""y"")",\'-5,-5\r\n',
    );
  });

  it("reads other programs' line ends, separators and byte order mark", () => {
    expect(read('\ufeffa;b\r\n1,5;"x;y"\n2;z\r3;"l1\r\nl2"')).toEqual([
      ["a", "b"],
      ["1,5", "x;y"],
      ["2", "z"],
      ["3", "l1\r\nl2"],
    ]);
    expect(read("a\tb\n\n1\t\n")).toEqual([
      ["a", "b"],
      ["1", ""],
    ]);
  });

  it("reads what it wrote, wherever the pieces are cut", () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", '"', ",", "\n", "\r", "'", "=", " ", "é"),
    });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1 });
    fc.assert(
      fc.property(table, fc.nat(), (rows, at) => {
        const text = rows.map(csvLine).join("");
        const cut = at % (text.length + 1);

        const back = read(text.slice(0, cut), text.slice(cut));

        expect(back.map((row) => row.map(originalCell))).toEqual(rows);
      }),
    );
  });

  it("ends at a row without an end", () => {
    const reader = new CsvReader();
    const piece = '"'.padEnd(1024 * 1024, "x");

    expect(() => {
      for (let i = 0; i < 20; i++) reader.add(i === 0 ? piece : piece.slice(1));
    }).toThrow(/quote missing/);
  });
});
