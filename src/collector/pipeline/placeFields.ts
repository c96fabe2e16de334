// Where one record was written: file, line and function as its fields say them, else where its exception was
// thrown.

import type { FieldName } from "./fieldNames";
import type { FieldSlots } from "./fieldSlots";
import { isHttpVerb, isName, lineNumberIn, placeOfText, type Place } from "./fieldValues";
import type { Role } from "./roles";

/** Names that mean a file of code, and no other file. */
const codeNames = /pathname|^code\.|origin|CODE_FILE|sourceLocation|record\.file/;

export class PlaceFields {
  /** Good once it is resolved; "" and 0 when not known. */
  file = "";
  line = 0;
  function = "";
  private written: Place | undefined;

  constructor(private readonly slots: FieldSlots) {}

  reset(): void {
    this.written = undefined;
  }

  /** True when the field went to its place and is no attribute. */
  takeFile(name: FieldName, role: Role, value: unknown): boolean {
    if (typeof value !== "string" || !this.slots.isBetter(role)) return false;
    const place = placeOfText(value);
    if (place === undefined || !this.slots.claim(name, role, value)) return false;
    this.written = place;
    return true;
  }

  takeLine(name: FieldName, role: Role, value: unknown): boolean {
    // Objects without a prototype cannot be made a number: asking throws.
    if (typeof value !== "number" && typeof value !== "string") return false;
    const line = Number(value);
    return lineNumberIn(line) === line && this.slots.claim(name, role, line);
  }

  takeFunction(name: FieldName, role: Role, value: unknown): boolean {
    return isName(value, false) && !isHttpVerb(value) && this.slots.claim(name, role, value);
  }

  /** Call when all fields are read. A file without a line is a place only by a name that cannot mean another file. */
  settle(): void {
    const { slots } = this;
    const file = slots.of("file");
    const line = slots.of("line");
    const lineNumber = line.name === undefined ? (this.written?.line ?? 0) : Number(line.value);
    if (file.name !== undefined && lineNumber === 0 && !codeNames.test(file.name.full)) {
      slots.release("file");
      this.written = undefined;
    }
    if (file.name !== undefined) return;
    slots.release("line");
    if (slots.of("function").name?.full === "method") slots.release("function");
  }

  /** Makes the place known. `thrown`: the place of the record's exception, where it has one. */
  resolve(thrown: Place | undefined): void {
    const { slots, written } = this;
    const hasWritten = written !== undefined && (written.file !== "" || written.function !== "");
    const place = hasWritten ? written : thrown?.file ? thrown : undefined;
    const line = slots.of("line");
    this.file = place?.file ?? "";
    this.line = hasWritten && line.name !== undefined ? Number(line.value) : (place?.line ?? 0);
    this.function = slots.textOf("function") || (place?.function ?? "");
  }
}
