// How many records of which level: what is counted of records that are not kept.

import { severityFloor, severityName, type SeverityName } from "../../shared/severity";
import type { Batch } from "./batch";

export class RecordTally {
  records = 0;
  /** Logs of ERROR and FATAL, failed spans. */
  errors = 0;
  readonly levels = new Map<SeverityName, number>();

  add({ logs = [], spans = [], points = [] }: Partial<Batch>): void {
    this.records += logs.length + spans.length + points.length;
    for (const { severityNumber } of logs) {
      const name = severityName(severityNumber);
      if (name !== undefined) this.levels.set(name, (this.levels.get(name) ?? 0) + 1);
      if (severityNumber >= leastError) this.errors++;
    }
    for (const { status } of spans) if (status === "error") this.errors++;
  }

  addTally({ records, errors, levels }: RecordTally): void {
    this.records += records;
    this.errors += errors;
    for (const [name, count] of levels) this.levels.set(name, (this.levels.get(name) ?? 0) + count);
  }
}

const leastError = severityFloor("ERROR");
