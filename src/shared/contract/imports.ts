// How `sidelight import` and the collector talk: objects as JSON lines, posted.

/** On the one HTTP port. `?form=records` (the default): the JSON forms of records; `?form=fields`: of any logger. */
export const importPath = "/sidelight/import";

export interface ImportReply {
  readonly accepted: number;
  /** Lines that hold no record. */
  readonly refused: number;
}
