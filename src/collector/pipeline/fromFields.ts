// A parsed object of any logger → LogRecord: what has a role (time, level, message, ids, source …) goes to
// its place, all else becomes attributes with dotted names. One pass, no object an attribute.

import type { LogRecord } from "../../shared/record";
import {
  normaliseRequestId,
  normaliseSpanId,
  normaliseTraceId,
  parseTraceparent,
} from "../../shared/ids";
import { severityFromText, severityName } from "../../shared/severity";
import { readException, type ExceptionFacts } from "./exceptionFields";
import { AttributeText } from "./attributeText";
import type { Around, FieldHints } from "./fieldHints";
import { FieldNames, type FieldName } from "./fieldNames";
import {
  isHttpVerb,
  isName,
  jsonOfValue,
  lineNumberIn,
  messageOfValue,
  placeOfText,
  synthesiseBody,
  timeOfValue,
  type Place,
} from "./fieldValues";
import { fillTemplate } from "./messageTemplate";
import { scaleOf, severityOfNumber } from "./numericLevel";
import { MemberCursor } from "./memberCursor";
import { isPlainObject } from "./parseJson";
import type { Role, RoleKind, Roles } from "./roles";

/** Deeper objects are kept as JSON text. */
const maxDepth = 10;

interface Slot {
  name: FieldName | undefined;
  value: unknown;
  rank: number;
  /** The field is among the attributes as well. */
  isKept: boolean;
}

/** Reads one object after another; holds memory of names only. Not re-entrant. */
export class FieldReader {
  private readonly names: FieldNames;
  private readonly slots: Record<RoleKind, Slot> = {
    time: emptySlot(),
    level: emptySlot(),
    message: emptySlot(),
    logger: emptySlot(),
    file: emptySlot(),
    line: emptySlot(),
    function: emptySlot(),
    exception: emptySlot(),
    traceId: emptySlot(),
    spanId: emptySlot(),
    requestId: emptySlot(),
    service: emptySlot(),
    eventName: emptySlot(),
  };
  private readonly allSlots = Object.values(this.slots);
  private readonly levelNumber = emptySlot();
  private readonly cursor = new MemberCursor();
  private readonly attributes = new AttributeText(this.cursor);
  private stamp = 0;
  private skipped = 0;
  private nowMs = 0;
  private lastObserved = -1n;
  private time = 0n;
  private severity = 0;
  private severityText = "";
  private place: Place | undefined;
  private ids = { trace: "", span: "", request: "", parentSpan: "" };
  private facts: ExceptionFacts | undefined;

  constructor(roles: Roles) {
    this.names = new FieldNames(roles);
  }

  read(fields: Readonly<Record<string, unknown>>, hints: FieldHints): LogRecord {
    this.reset(hints);
    this.walk(this.names.start(), fields, 0);
    this.settleLevel(hints);
    this.settlePlace();
    return this.build(fields, hints);
  }

  /** The same for the text of an object; undefined where it is unusual or no object: then JSON.parse has to say. */
  readText(text: string, hints: FieldHints): LogRecord | undefined {
    this.reset(hints);
    if (!this.cursor.open(text) || !this.walkText()) return undefined;
    this.settleLevel(hints);
    this.settlePlace();
    return this.build(noFields, hints);
  }

  private reset(hints: FieldHints): void {
    for (const slot of this.allSlots) slot.name = undefined;
    this.levelNumber.name = undefined;
    this.stamp++;
    this.attributes.reset();
    this.skipped = 0;
    this.time = 0n;
    this.severity = 0;
    this.severityText = "";
    this.place = undefined;
    this.ids.trace = this.ids.span = this.ids.request = this.ids.parentSpan = "";
    this.facts = undefined;
    if (this.lastObserved === hints.observedTimeUnixNano) return;
    this.lastObserved = hints.observedTimeUnixNano;
    this.nowMs = Number(hints.observedTimeUnixNano / 1_000_000n);
  }

  private walk(parent: FieldName, fields: Readonly<Record<string, unknown>>, depth: number): void {
    for (const key in fields) {
      if (this.attributes.isFull) {
        this.skipped++;
        continue;
      }
      const value = fields[key];
      const name = this.names.child(parent, key);
      if (name.stamp === this.stamp) continue; // "a.b" and {"a":{"b":…}} in one record
      name.stamp = this.stamp;
      if (name.role !== undefined && this.take(name, name.role, value)) continue;
      this.attribute(name, value, depth);
    }
  }

  private walkText(): boolean {
    const { cursor } = this;
    const root = this.names.start();
    for (let last = root; ;) {
      const likely = last.next;
      const step = cursor.next(likely?.quoted ?? "");
      if (step === "end") return true;
      if (step === "unusual" || this.attributes.isFull) return false;
      const name = likely !== undefined && cursor.isExpected ? likely : this.keyAt(root);
      last.next = name;
      last = name;
      // A key twice: JSON.parse takes the last one. Digits: it puts them first. A template needs all fields.
      if (name.stamp === this.stamp || isDigits(name.full) || isTemplate(name)) return false;
      name.stamp = this.stamp;
      if (!this.takeMember(name)) return false;
    }
  }

  private keyAt(root: FieldName): FieldName {
    const { keyStart, keyEnd, text } = this.cursor;
    return this.names.child(root, text.slice(keyStart + 1, keyEnd - 1));
  }

  /** False where the value is no JSON. */
  private takeMember(name: FieldName): boolean {
    const { kind } = this.cursor;
    const isPlain = kind === "string" || kind === "integer" || kind === "literal";
    if (isPlain && name.role === undefined) {
      this.attributes.take(name);
      return true;
    }
    const value = this.cursor.value();
    if (value === undefined) return false;
    if (name.role !== undefined && this.take(name, name.role, value)) return true;
    if (isPlain) this.attributes.take(name);
    else this.attribute(name, value);
    return true;
  }

  private attribute(name: FieldName, value: unknown, depth = 0): void {
    if (isPlainObject(value)) {
      if (depth < maxDepth) return this.walk(name, value, depth + 1);
      return this.attributes.put(name, JSON.stringify(jsonOfValue(value)));
    }
    if (value === undefined) return;
    if (Array.isArray(value) && /(?:^|\.)scopes$/i.test(name.full)) this.takeIdsInside(name, value);
    this.attributes.put(name, jsonOfValue(value));
  }

  /** Adds a derived attribute unless the record has one of that name. */
  private add(full: string, value: unknown): void {
    const name = this.names.named(full);
    if (name.stamp === this.stamp || value === "") return;
    name.stamp = this.stamp;
    this.attribute(name, value);
  }

  /** True when the field went to its place and is no attribute. */
  private take(name: FieldName, role: Role, value: unknown): boolean {
    if (value === null || value === "") return false;
    switch (role.kind) {
      case "time":
        return this.takeTime(name, role, value);
      case "level":
        return this.takeLevel(name, role, value);
      case "message": {
        const message = messageOfValue(value);
        return message !== undefined && this.claim(name, role, message);
      }
      case "logger":
        return isName(value, role.rank >= 4) && this.claim(name, role, value);
      case "file": {
        if (typeof value !== "string" || !this.isBetter(role)) return false;
        const place = placeOfText(value);
        if (place === undefined || !this.claim(name, role, value)) return false;
        this.place = place;
        return true;
      }
      case "line":
        // Objects without a prototype cannot be made a number: asking throws.
        if (typeof value !== "number" && typeof value !== "string") return false;
        return (
          lineNumberIn(Number(value)) === Number(value) && this.claim(name, role, Number(value))
        );
      case "function":
        return isName(value, false) && !isHttpVerb(value) && this.claim(name, role, value);
      case "exception":
        return this.takeException(role, value);
      case "traceId":
      case "spanId":
      case "requestId":
        return this.takeId(name, role, value);
      case "service": {
        if (!isName(value, false)) return false;
        const isPlain = role.isCanonical || name.full === "service.name";
        return this.claim(name, role, value, !isPlain) && isPlain;
      }
      case "eventName":
        return isName(value, false) && this.claim(name, role, value);
    }
  }

  private isBetter(role: Role): boolean {
    const slot = this.slots[role.kind];
    return slot.name === undefined || role.rank < slot.rank;
  }

  /** Puts a field in its role's slot if it ranks better; who stood there becomes an attribute. */
  private claim(name: FieldName, role: Role, value: unknown, isKept = false): boolean {
    const slot = this.slots[role.kind];
    if (slot.name !== undefined) {
      if (role.rank >= slot.rank) return false;
      if (!slot.isKept) this.attribute(slot.name, slot.value);
    }
    slot.name = name;
    slot.value = value;
    slot.rank = role.rank;
    slot.isKept = isKept;
    return true;
  }

  /** Gives a claimed field back to the attributes. */
  private release(kind: RoleKind): void {
    const slot = this.slots[kind];
    if (slot.name !== undefined && !slot.isKept) this.attribute(slot.name, slot.value);
    slot.name = undefined;
  }

  private takeTime(name: FieldName, role: Role, value: unknown): boolean {
    if (!this.isBetter(role)) return false;
    const nanos = timeOfValue(value, this.nowMs);
    if (nanos === undefined) return false;
    this.time = nanos;
    return this.claim(name, role, value);
  }

  private takeLevel(name: FieldName, role: Role, value: unknown): boolean {
    const isDigits = typeof value === "string" && /^\s*\d{1,5}\s*$/.test(value);
    if (typeof value === "number" || isDigits) {
      const number = this.levelNumber;
      if (name.folded === "status") return false;
      if (number.name !== undefined) {
        if (role.rank >= number.rank) return false;
        this.attribute(number.name, number.value);
      }
      number.name = name;
      number.value = value;
      number.rank = role.rank;
      return true;
    }
    if (typeof value !== "string" || !this.isBetter(role)) return false;
    const written = value.includes("\x1b") ? value.replace(/\x1b\[[\d;:]*m/g, "") : value;
    const severity = severityFromText(written);
    // A level of the app's own making is kept as text; "status: ok" is no level at all.
    if (severity === 0 && (name.folded === "status" || !/^\S{1,40}$/.test(written))) {
      return false;
    }
    const isName = written.toUpperCase() === severityName(severity);
    this.severity = severity;
    this.severityText = isName ? "" : written.trim();
    return this.claim(name, role, value);
  }

  private takeException(role: Role, value: unknown): boolean {
    const facts = this.isBetter(role) ? readException(value) : undefined;
    if (facts === undefined) return false;
    const slot = this.slots.exception;
    // The fuller account wins: `error: "x"` beside `stack_trace: "…"`.
    if (this.facts !== undefined && facts.file === "" && facts.type === "") return false;
    slot.rank = role.rank;
    this.facts = facts;
    return false;
  }

  private takeId(name: FieldName, role: Role, value: unknown): boolean {
    const one: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof one !== "string" && typeof one !== "number" && typeof one !== "bigint") return false;
    if (!this.isBetter(role)) return false;
    const form = role.isDecimal ? "decimal" : "hex";
    if (role.kind === "requestId") {
      const id = normaliseRequestId(one);
      if (id === "") return false;
      this.ids.request = id;
    } else if (role.kind === "traceId") {
      const id = normaliseTraceId(one, form);
      if (id === "") return false;
      this.ids.trace = id;
      if (typeof one === "string" && one.length >= 55) {
        this.ids.parentSpan = parseTraceparent(one)?.spanId ?? "";
      }
    } else {
      const id = normaliseSpanId(one, form);
      if (id === "") return false;
      this.ids.span = id;
    }
    return this.claim(name, role, value, !role.isCanonical) && role.isCanonical;
  }

  /** .NET's scopes are an array of objects, and hold the request's ids. */
  private takeIdsInside(parent: FieldName, scopes: readonly unknown[]): void {
    for (const scope of scopes.slice(0, 20)) {
      if (!isPlainObject(scope)) continue;
      for (const key of Object.keys(scope).slice(0, 50)) {
        const name = this.names.child(parent, key);
        const role = name.role;
        if (role?.kind === "traceId" || role?.kind === "spanId" || role?.kind === "requestId") {
          this.takeId(name, { ...role, isCanonical: false }, scope[key]);
        }
      }
    }
  }

  private settleLevel(hints: FieldHints): void {
    const { name, value } = this.levelNumber;
    if (name === undefined) {
      // Serilog's compact format leaves "Information" out.
      if (this.slots.time.name?.full === "@t" && this.severityText === "") this.severity ||= 9;
      return;
    }
    const level = Number(value);
    const isPython = ["funcName", "levelname", "lineno", "func_name", "processName"].some((key) =>
      this.isSeen(key),
    );
    const scale = hints.levelScale ?? scaleOf(name.folded, level, isPython);
    const severity = severityOfNumber(level, scale);
    if (severity === 0 || this.slots.level.name !== undefined) return this.attribute(name, value);
    this.severity = severity;
  }

  private isSeen(full: string): boolean {
    return this.names.named(full).stamp === this.stamp;
  }

  /** A file without a line is a place only by a name that cannot mean another file. */
  private settlePlace(): void {
    const { file, line, function: name } = this.slots;
    const isCode = /pathname|^code\.|origin|CODE_FILE|sourceLocation|record\.file/.test(
      file.name?.full ?? "",
    );
    const lineNumber = line.name === undefined ? (this.place?.line ?? 0) : Number(line.value);
    if (file.name !== undefined && lineNumber === 0 && !isCode) {
      this.release("file");
      this.place = undefined;
    }
    if (file.name === undefined) this.release("line");
    if (name.name?.full === "method" && file.name === undefined) this.release("function");
  }

  private build(fields: Readonly<Record<string, unknown>>, hints: FieldHints): LogRecord {
    const { around, resource } = hints;
    const body = this.body(fields, around);
    const own = body === "" ? this.attributes.toJson() : "";
    if (around !== undefined) this.addAround(around);
    const { facts, place, slots } = this;
    if (facts !== undefined) {
      this.add("exception.type", facts.type);
      this.add("exception.message", facts.message);
      this.add("exception.stacktrace", facts.stack);
    }
    if (this.skipped > 0) this.add("sidelight.dropped_attributes", this.skipped);
    const hasPlace = place !== undefined && (place.file !== "" || place.function !== "");
    const source = hasPlace ? place : facts?.file ? facts : undefined;
    const isUnset = this.severity === 0 && this.severityText === "";
    const level = isUnset ? (around?.severityNumber ?? (facts?.file ? 17 : 0)) : this.severity;
    const levelText = isUnset ? (around?.severityText ?? "") : this.severityText;
    const attributes = this.attributes.toJson();
    return {
      seq: 0,
      timeUnixNano: this.time || (around?.timeUnixNano ?? hints.observedTimeUnixNano),
      observedTimeUnixNano: hints.observedTimeUnixNano,
      severityNumber: level,
      severityText: levelText.toUpperCase() === severityName(level) ? "" : levelText,
      service: textIn(slots.service) || (around?.service ?? resource.service),
      logger: textIn(slots.logger) || (around?.logger ?? ""),
      body: body || synthesiseBody(own === "{}" ? attributes : own),
      display: hints.display ?? "",
      eventName: textIn(slots.eventName),
      traceId: this.ids.trace || (around?.traceId ?? ""),
      spanId: this.ids.span || this.ids.parentSpan || (around?.spanId ?? ""),
      requestId: this.ids.request || (around?.requestId ?? ""),
      file: source?.file || (around?.file ?? ""),
      line: lineNumberIn(source?.file ? this.lineOf(source) : around?.line),
      function: textIn(slots.function) || source?.function || (around?.function ?? ""),
      attributes,
      resource,
      receiver: hints.receiver,
      run: resource.run,
    };
  }

  private lineOf(source: { readonly line: number }): number {
    const { line } = this.slots;
    return source === this.place && line.name !== undefined ? Number(line.value) : source.line;
  }

  private body(fields: Readonly<Record<string, unknown>>, around: Around | undefined): string {
    const outside = around?.body ?? "";
    if (outside !== "") {
      this.release("message");
      return outside;
    }
    const { name, value } = this.slots.message;
    if (name === undefined || typeof value !== "string") return "";
    if (!isTemplate(name)) return value;
    this.attributes.put(name, JSON.stringify(value));
    const properties = isPlainObject(fields.Properties) ? fields.Properties : fields;
    const rendered = Array.isArray(fields["@r"]) ? fields["@r"] : [];
    return fillTemplate(value, properties, rendered);
  }

  private addAround(around: Around): void {
    const { time, slots } = this;
    if (time !== 0n && around.timeUnixNano !== undefined && around.timeUnixNano !== time) {
      this.add("prefix.time", around.timeText ?? "");
    }
    const hasLevel = this.severity !== 0 || this.severityText !== "";
    if (hasLevel && around.severityNumber && around.severityNumber !== this.severity) {
      this.add("prefix.level", around.severityText || severityName(around.severityNumber) || "");
    }
    const logger = textIn(slots.logger);
    if (logger !== "" && around.logger && around.logger !== logger) {
      this.add("prefix.logger", around.logger);
    }
    for (const [key, value] of Object.entries(around.attributes ?? {})) {
      if (this.isSeen(key)) this.add(`prefix.${key}`, value);
      else this.add(key, value);
    }
  }
}

const noFields: Readonly<Record<string, unknown>> = {};

const isTemplate = ({ full, folded }: FieldName) =>
  full.length === folded.length && (folded === "@mt" || folded === "messagetemplate");

const isDigits = (name: string) => name.charCodeAt(0) >= 48 && name.charCodeAt(0) <= 57;

function emptySlot(): Slot {
  return { name: undefined, value: undefined, rank: 0, isKept: false };
}

function textIn(slot: Slot): string {
  return slot.name !== undefined && typeof slot.value === "string" ? slot.value : "";
}
