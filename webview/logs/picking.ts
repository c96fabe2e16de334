// What is done with selected rows: copied as text or JSON, exported, asked why they fail.

import type { PanelView } from "../../src/shared/contract/hostApi";
import type { LogJson } from "../../src/shared/contract/json";
import type { Selection } from "../../src/shared/contract/selection";
import { seqClause } from "../../src/shared/query/clause";
import type { MenuEntry } from "../lib/menu";
import { groupsOf } from "./comparing";
import { rowText } from "./exporting";
import type { LogsModel } from "./model";
import { isLog } from "./rowPlaces";

/** A query holds no more terms (parser.ts); a few are left for the filter beside them. */
const mostStretches = 450;
/** Whole records are asked for so many at a time. */
const recordsAtOnce = 16;

export function pickedMenu(model: LogsModel): readonly MenuEntry[] {
  return [
    { label: "Copy Rows", icon: "copy", run: () => copyPicked(model, "text") },
    { label: "Copy as JSON", icon: "json", run: () => copyPicked(model, "json") },
    { label: "Export Rows…", icon: "save", run: () => (model.exporting.value = "picked") },
    { label: "Why Do These Fail?", icon: "question", run: () => comparePicked(model) },
  ];
}

/** Of the selected rows, uncut, oldest first: a line each, or one JSON array. */
export function copyPicked(model: LogsModel, as: "text" | "json"): void {
  model.outside.tell(
    wholeRecords(model, model.list.picked.rows()).then((rows) => {
      if (rows.length > 0) {
        model.outside.copy(
          as === "text" ? rows.map(rowText).join("\n") : JSON.stringify(rows, undefined, 2),
        );
      }
    }),
  );
}

/** Requests with one of the selected rows, against those without. */
export function comparePicked(model: LogsModel): void {
  const view = pickedGroups(model);
  if (view === undefined) model.failure.value = tooScattered;
  else model.outside.compare(view);
}

/** Exactly the selected rows; undefined when they are too many single ones for a query. */
export function pickedSelection(model: LogsModel): Selection | undefined {
  const seqs = model.list.picked.rows().map((row) => row.seq);
  const { range } = model.list.picked;
  if (stretches(seqs) <= mostStretches) return { signal: "logs", query: seqClause(seqs) };
  if (range === undefined) return undefined;
  return { ...model.list.loader.places.within(range.fromSeq, range.toSeq) };
}

export const tooScattered = `More than ${mostStretches} separate rows are selected: select a range, or narrow the query and export all of it.`;

function pickedGroups(model: LogsModel): PanelView | undefined {
  const seqs = model.list.picked.rows().map((row) => row.seq);
  const { range } = model.list.picked;
  if (stretches(seqs) <= mostStretches) return { query: seqClause(seqs) };
  if (range === undefined) return undefined;
  const { query = "" } = groupsOf(model.asked());
  const clause = `seq:[${range.fromSeq} TO ${range.toSeq}]`;
  return { query: query === "" ? clause : `(${query}) AND ${clause}` };
}

function stretches(seqs: readonly number[]): number {
  return seqs.filter((seq, at) => at === 0 || seqs[at - 1] !== seq - 1).length;
}

/** Rows of the list are cut where they are long. */
async function wholeRecords(model: LogsModel, rows: readonly LogJson[]): Promise<LogJson[]> {
  const whole: LogJson[] = [];
  const { collector } = model.connection;
  for (let at = 0; at < rows.length; at += recordsAtOnce) {
    const some = rows.slice(at, at + recordsAtOnce).map(async (row) => {
      if (row.isCut !== true) return row;
      const record = await collector.record({ signal: "logs", seq: row.seq });
      return record !== undefined && isLog(record) ? record : row;
    });
    whole.push(...(await Promise.all(some)));
  }
  return whole;
}
