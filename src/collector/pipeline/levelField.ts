// The level of one record: a word says it, else a number, whose scale is told by the fields around it.

import { severityFromText, severityName } from "../../shared/severity";
import type { FieldName } from "./fieldNames";
import { emptySlot, type FieldSlots } from "./fieldSlots";
import { scaleOf, severityOfNumber, type LevelScale } from "./numericLevel";
import type { Role } from "./roles";

export class LevelField {
  severity = 0;
  /** What is written, unless it is the severity's own name. */
  text = "";
  private readonly number = emptySlot();

  constructor(private readonly slots: FieldSlots) {}

  get isUnset(): boolean {
    return this.severity === 0 && this.text === "";
  }

  reset(): void {
    this.severity = 0;
    this.text = "";
    this.number.name = undefined;
  }

  /** True when the field went to its place and is no attribute. */
  take(name: FieldName, role: Role, value: unknown): boolean {
    const isDigits = typeof value === "string" && /^\s*\d{1,5}\s*$/.test(value);
    if (typeof value === "number" || isDigits) {
      return name.folded !== "status" && this.slots.claimSlot(this.number, name, role, value);
    }
    if (typeof value !== "string" || !this.slots.isBetter(role)) return false;
    const written = value.includes("\x1b") ? value.replace(/\x1b\[[\d;:]*m/g, "") : value;
    const severity = severityFromText(written);
    // A level of the app's own making is kept as text; "status: ok" is no level at all.
    if (severity === 0 && (name.folded === "status" || !/^\S{1,40}$/.test(written))) {
      return false;
    }
    const isName = written.toUpperCase() === severityName(severity);
    this.severity = severity;
    this.text = isName ? "" : written.trim();
    return this.slots.claim(name, role, value);
  }

  /** Call when all fields are read. `scale`: of level numbers, where the protocol says it. */
  settle(scale: LevelScale | undefined, isOfPython: boolean): void {
    const { slots } = this;
    const { name, value } = this.number;
    if (name === undefined) {
      // Serilog's compact format leaves "Information" out.
      if (slots.of("time").name?.full === "@t" && this.text === "") this.severity ||= 9;
      return;
    }
    const level = Number(value);
    const ownScale = scale ?? scaleOf(name.folded, level, isOfPython);
    const severity = severityOfNumber(level, ownScale);
    if (severity === 0 || slots.of("level").name !== undefined) slots.giveBack(name, value);
    else this.severity = severity;
  }
}
