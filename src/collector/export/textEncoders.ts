// JSON lines as `--json` prints them, and CSV for spreadsheets.

import type { AnyRecordJson } from "../../shared/contract/json";
import { csvLine } from "../../shared/files/csv";
import { fieldOfRecord } from "../../shared/files/recordField";
import { cellsOf, tableColumns } from "../../shared/files/tableColumns";
import type { Signal } from "../../shared/record";
import type { Encoder } from "./encoder";

export function jsonLinesEncoder(columns: readonly string[] | undefined): Encoder {
  const toJson = (record: AnyRecordJson) =>
    columns === undefined
      ? record
      : Object.fromEntries(columns.map((name) => [name, fieldOfRecord(record, name)]));
  return {
    rows: (rows) => rows.map((row) => `${JSON.stringify(toJson(row))}\n`).join(""),
    end: () => "",
  };
}

export function csvEncoder(signal: Signal, columns: readonly string[] | undefined): Encoder {
  const whole = tableColumns[signal];
  const names = columns ?? whole.map(({ name }) => name);
  // Spreadsheets take UTF-8 for another encoding unless a byte order mark says so.
  let head = `\ufeff${csvLine(names)}`;
  const takeHead = () => {
    const taken = head;
    head = "";
    return taken;
  };
  const cells = (row: AnyRecordJson) =>
    columns === undefined
      ? cellsOf(row, whole)
      : columns.map((name) => cellOfValue(fieldOfRecord(row, name)));
  return {
    rows: (rows) => takeHead() + rows.map((row) => csvLine(cells(row))).join(""),
    end: takeHead,
  };
}

/** Lists as JSON. */
export function cellOfValue(
  value: ReturnType<typeof fieldOfRecord>,
): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : value;
}
