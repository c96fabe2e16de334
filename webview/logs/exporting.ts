// Rows as text, as they are read in the list, and as JSON lines: for a text document, which is also the
// accessible view of the panel. And what a file is asked for.

import type { ExportFormat, ExportRequest } from "../../src/shared/contract/exports";
import type { LogJson } from "../../src/shared/contract/json";
import type { Selection } from "../../src/shared/contract/selection";
import type { MenuEntry } from "../lib/menu";
import type { LogsModel } from "./model";
import { isStackName, shortValue } from "./messageText";

/** A text document stays readable and a message to the editor bounded. */
const mostRows = 10_000;
const rowsAPage = 1_000;

export function exportMenu(model: LogsModel, onExport: () => void): MenuEntry[] {
  return [
    { label: "Export to a File…", icon: "save", run: onExport },
    {
      label: "Open as Text Document",
      icon: "go-to-file",
      run: () => void openAsText(model, rowText, "log"),
    },
    {
      label: "Open as JSON Lines",
      icon: "json",
      run: () => void openAsText(model, (row) => JSON.stringify(row), "jsonl"),
    },
  ];
}

/** Names in the query language of what the list shows of a row, in its order. */
export function shownColumns(model: LogsModel): string[] {
  return ["time", "level", "service", ...model.columns.value, "message"];
}

/** The rows of the list as it is now: its query, toggles and range, without those that come later. */
export const listedRows = (model: LogsModel): Selection => ({
  ...model.selection(model.asked()),
  untilSeq: model.list.loader.latestSeq(),
});

export function exportRequest(
  model: LogsModel,
  rows: Selection,
  format: ExportFormat,
  isWhole: boolean,
): ExportRequest {
  return {
    ...rows,
    format,
    ...(isWhole ? {} : { columns: shownColumns(model) }),
  };
}

export function rowText(row: LogJson): string {
  const attributes = Object.entries(row.attributes)
    .filter(([name]) => !isStackName(name))
    .map(([name, value]) => ` ${name}=${shortValue(value)}`)
    .join("");
  const head = [row.time, (row.severity ?? "-").padEnd(5), row.service ?? "-"].join(" ");
  const source = row.source === undefined ? "" : ` (${row.source.file}:${row.source.line ?? 0})`;
  return `${head} ${row.body}${attributes}${source}`;
}

/** The newest rows that match, oldest first. */
async function openAsText(
  model: LogsModel,
  toText: (row: LogJson) => string,
  language: string,
): Promise<void> {
  try {
    const rows = await newestRows(model);
    model.outside.openText(rows.map(toText).join("\n"), language);
  } catch (error) {
    model.failure.value = error instanceof Error ? error.message : String(error);
  }
}

async function newestRows(model: LogsModel): Promise<LogJson[]> {
  const rows: LogJson[] = [];
  const selection = listedRows(model);
  let beforeSeq: number | undefined;
  while (rows.length < mostRows) {
    const page = await model.connection.collector.rows({
      ...selection,
      ...(beforeSeq === undefined ? {} : { beforeSeq }),
      order: "newest",
      limit: rowsAPage,
    });
    for (const row of page.rows) if ("body" in row) rows.push(row);
    beforeSeq = rows.at(-1)?.seq;
    if (!page.hasMore || beforeSeq === undefined) break;
  }
  return rows.reverse();
}
