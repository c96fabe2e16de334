// What the editor is told of an export: how far it is, and what came of it.

import type { ExportProgress } from "../shared/contract/exports";

/** As the editor's progress takes it: percent of the whole that were added. */
export interface ExportStep {
  readonly message: string;
  readonly increment: number;
}

/** Of one export: makes a step of each thing that the collector tells. */
export function exportSteps(): (told: ExportProgress) => ExportStep {
  let shown = 0;
  return ({ rows, total }) => {
    // Records that arrive meanwhile are exported, too.
    const percent = total > 0 ? Math.min(100, (rows / total) * 100) : 0;
    const increment = percent - shown;
    shown = percent;
    return { message: `${rows.toLocaleString()} of ${records(total)}`, increment };
  };
}

export const exportedText = (rows: number, file: string) => `${records(rows)} in ${file}`;

const records = (count: number) => (count === 1 ? "1 record" : `${count.toLocaleString()} records`);
