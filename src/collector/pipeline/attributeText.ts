// The attributes of one record as JSON text, member by member. Members that stand side by side in the object's own text as they
// would be written are taken over as one piece.

import type { FieldName } from "./fieldNames";
import type { MemberCursor } from "./memberCursor";

/** Attributes of one record; a program that makes up names must not fill the memory. */
export const maxAttributes = 1000;
/** `runEnd` while no members wait to be taken over. */
const noRun = -2;

export class AttributeText {
  private members = "";
  private runStart = 0;
  private runEnd = noRun;
  private count = 0;

  /** `cursor`: where `take` finds its member. */
  constructor(private readonly cursor: MemberCursor) {}

  get isFull(): boolean {
    return this.count >= maxAttributes;
  }

  reset(): void {
    this.members = "";
    this.runEnd = noRun;
    this.count = 0;
  }

  put(name: FieldName, json: string): void {
    this.endRun();
    this.count++;
    this.members += this.members === "" ? name.json + json : `,${name.json}${json}`;
  }

  /** Puts the cursor's member, whose value JavaScript would write as it stands there. */
  take(name: FieldName): void {
    const { keyStart, keyEnd, valueStart, valueEnd, text } = this.cursor;
    if (valueStart !== keyEnd + 1) return this.put(name, text.slice(valueStart, valueEnd));
    this.count++;
    if (this.runEnd + 1 !== keyStart || text.charCodeAt(this.runEnd) !== 44) {
      this.endRun();
      this.runStart = keyStart;
    }
    this.runEnd = valueEnd;
  }

  /** The object, "{}" when there are none. */
  toJson(): string {
    this.endRun();
    return this.members === "" ? "{}" : `{${this.members}}`;
  }

  private endRun(): void {
    if (this.runEnd < 0) return;
    const run = this.cursor.text.slice(this.runStart, this.runEnd);
    this.runEnd = noRun;
    this.members += this.members === "" ? run : `,${run}`;
  }
}
