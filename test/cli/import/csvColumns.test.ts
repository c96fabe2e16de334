import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readItems } from "../../../src/cli/import/readFile";

const folder = mkdtempSync(join(tmpdir(), "sidelight-csv-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function cellsOf(csv: string): Promise<string[]> {
  const path = join(folder, "a.csv");
  writeFileSync(path, csv);
  const items: string[] = [];
  for await (const item of readItems(path, "csv", "")) items.push(JSON.stringify(item));
  return items;
}

it.each([
  ["that is made of another's number", "a,a.3,a\none,two,three\n"],
  ["that cells past the last name would have", "column3,b\none,two,three\n"],
  ["twice", "a,a\none,two\n"],
  ["nowhere", ",\none,two\n"],
])("a column whose name is there %s hides no cell", async (_name, csv) => {
  const [item] = await cellsOf(csv);

  for (const cell of csv.split("\n")[1]!.split(",")) expect(item).toContain(`"${cell}"`);
});
