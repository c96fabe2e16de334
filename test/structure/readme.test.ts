// README's table of what can be connected is generated; UPDATE_GOLDEN=1 writes it.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { receivers } from "../../src/collector/receivers/registry";
import { readmeTable } from "../../src/shared/connect/readmeTable";

const path = join(import.meta.dirname, "../../README.md");
/** The table under "Connect your app". */
const tableInReadme = /(\n## Connect your app\n[^|]*\n)((?:\|[^\n]*\n)+)/;

test("README's table of what can be connected is the command's own", () => {
  const wanted = readmeTable(new Set(Object.keys(receivers)));
  if (process.env.UPDATE_GOLDEN === "1") {
    const text = readFileSync(path, "utf8");
    writeFileSync(
      path,
      text.replace(tableInReadme, (_all, before: string) => before + wanted),
    );
  }

  const [, , table = ""] = tableInReadme.exec(readFileSync(path, "utf8")) ?? [];

  expect(columns(table)).toEqual(columns(wanted));
});

/** Prettier pads the cells. */
const columns = (table: string) =>
  table
    .trim()
    .split("\n")
    .map((row) => row.split("|").map((cell) => cell.trim().replace(/^-+$/, "---")));
