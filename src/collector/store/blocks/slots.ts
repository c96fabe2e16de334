// Which columns of log_index hold an attribute's values: one for texts and one for what is plain in JSON,
// the latter with its numbers beside it.

import type { IntegerKey, TextKey } from "../../../shared/query/fields";

/** A row of log_slots. */
export interface SlotRow {
  readonly slot: number;
  readonly name: string;
  readonly kind: SlotKind;
}
export type SlotKind = "string" | "plain";

export interface SlotColumns {
  readonly string: string | undefined;
  readonly plain: string | undefined;
  /** DOUBLE, for numbers of the query language (number.ts). */
  readonly number: string | undefined;
}

export const textColumn = ({ slot }: Pick<SlotRow, "slot">) => `t${slot}`;
export const numberColumn = ({ slot }: Pick<SlotRow, "slot">) => `n${slot}`;

export class Slots {
  private readonly byName = new Map<string, { string?: SlotRow; plain?: SlotRow }>();

  constructor(rows: readonly SlotRow[]) {
    for (const row of rows)
      this.byName.set(row.name, { ...this.byName.get(row.name), [row.kind]: row });
  }

  get names(): readonly string[] {
    return [...this.byName.keys()];
  }

  columnsOf(name: string): SlotColumns {
    const { string, plain } = this.byName.get(name) ?? {};
    return {
      string: string && textColumn(string),
      plain: plain && textColumn(plain),
      number: plain && numberColumn(plain),
    };
  }
}

/** Fields that log_index has as the logs have them. */
export const indexedKeys: ReadonlySet<string> = new Set<TextKey | IntegerKey>([
  "seq",
  "timeUnixNano",
  "severityNumber",
  "severityText",
  "service",
  "logger",
  "eventName",
  "file",
  "line",
  "function",
  "receiver",
  "run",
  "pattern",
]);
