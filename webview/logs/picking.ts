// What is done with selected rows: copied as text or JSON, exported, asked why they fail.

import type { LogJson } from "../../src/shared/contract/json";
import type { Selection } from "../../src/shared/contract/selection";
import { seqClause } from "../../src/shared/query/clause";
import type { MenuEntry } from "../lib/menu";
import { rowText } from "./exporting";
import type { LogsModel } from "./model";
import { isLog } from "./rowPlaces";

/** A query that names more stretches of rows is nothing that one reads or changes. */
const mostReadable = 20;
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
  const seqs = pickedSeqs(model);
  model.outside.compare(
    stretches(seqs) <= mostReadable ? { query: seqClause(seqs) } : { query: "*", seqs },
  );
}

/** Exactly the selected rows. */
export const pickedSelection = (model: LogsModel): Selection => ({
  signal: "logs",
  query: "",
  seqs: pickedSeqs(model),
});

const pickedSeqs = (model: LogsModel) => model.list.picked.rows().map((row) => row.seq);

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
