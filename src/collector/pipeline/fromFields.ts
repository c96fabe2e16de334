// A parsed object of any logger → LogRecord: what has a role (time, level, message, ids, source …) goes to
// its place, all else becomes attributes with dotted names. One pass, no object an attribute.

import type { LogRecord } from "../../shared/record";
import { severityName } from "../../shared/severity";
import { readException, type ExceptionFacts } from "./exceptionFields";
import { AttributeText } from "./attributeText";
import type { Around, FieldHints } from "./fieldHints";
import { FieldNames, type FieldName } from "./fieldNames";
import { FieldSlots } from "./fieldSlots";
import {
  isName,
  jsonOfValue,
  isTextOfLine,
  lineNumberIn,
  messageOfValue,
  synthesiseBody,
  timeOfValue,
} from "./fieldValues";
import { IdFields } from "./idFields";
import { LevelField } from "./levelField";
import { fillTemplate } from "./messageTemplate";
import { MemberCursor } from "./memberCursor";
import { isPlainObject } from "./parseJson";
import { PlaceFields } from "./placeFields";
import { type Role, type Roles, textOfLine } from "./roles";

/** Deeper objects are kept as JSON text. */
const maxDepth = 10;
/** ERROR, of a record that has a stack and says no level. */
const thrownSeverity = 17;

/** Reads one object after another; holds memory of names only. Not re-entrant. */
export class FieldReader {
  private readonly names: FieldNames;
  private readonly cursor = new MemberCursor();
  private readonly attributes = new AttributeText(this.cursor);
  private readonly slots = new FieldSlots((name, value) => this.attribute(name, value));
  private readonly level = new LevelField(this.slots);
  private readonly ids = new IdFields(this.slots);
  private readonly place = new PlaceFields(this.slots);
  private readonly isSeen = (full: string) => this.names.named(full).stamp === this.stamp;
  private stamp = 0;
  private isOfPython = false;
  private skipped = 0;
  private nowMs = 0;
  private lastObserved = -1n;
  private time = 0n;
  private facts: ExceptionFacts | undefined;

  constructor(roles: Roles) {
    this.names = new FieldNames(roles);
  }

  read(fields: Readonly<Record<string, unknown>>, hints: FieldHints): LogRecord {
    this.reset(hints);
    this.walk(this.names.start(), fields, 0);
    return this.build(fields, hints);
  }

  /** The same for the text of an object; undefined where it is unusual or no object: then JSON.parse has to say. */
  readText(text: string, hints: FieldHints): LogRecord | undefined {
    this.reset(hints);
    if (!this.cursor.open(text) || !this.walkText()) return undefined;
    return this.build(noFields, hints);
  }

  private reset(hints: FieldHints): void {
    this.slots.reset();
    this.level.reset();
    this.ids.reset();
    this.place.reset();
    this.attributes.reset();
    this.stamp++;
    this.isOfPython = false;
    this.skipped = 0;
    this.time = 0n;
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
      if (name.isOfPython) this.isOfPython = true;
      if (name.role !== undefined && this.take(name, name.role, value)) continue;
      this.attribute(name, value, depth);
    }
  }

  private walkText(): boolean {
    const { cursor } = this;
    const root = this.names.start();
    for (let last = root; ;) {
      const likely = last.next;
      const step = cursor.next(likely?.quoted);
      if (step === "end") return true;
      if (step === "unusual" || this.attributes.isFull) return false;
      const name = likely !== undefined && cursor.isExpected ? likely : this.keyAt(root);
      last.next = name;
      last = name;
      // A key twice: JSON.parse takes the last one. Digits: it puts them first. A template needs all fields.
      if (name.stamp === this.stamp || isDigits(name.full) || isTemplate(name)) return false;
      name.stamp = this.stamp;
      if (name.isOfPython) this.isOfPython = true;
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
    if (Array.isArray(value) && /(?:^|\.)scopes$/i.test(name.full)) {
      this.ids.takeInside(value, name, this.names);
    }
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
    const { slots } = this;
    switch (role.kind) {
      case "time":
        return this.takeTime(name, role, value);
      case "level":
        return this.level.take(name, role, value);
      case "message": {
        const message = messageOfValue(value);
        return message !== undefined && slots.claim(name, role, message);
      }
      case "logger":
        return isName(value, role.rank >= 4) && slots.claim(name, role, value);
      case "file":
        return this.place.takeFile(name, role, value);
      case "line":
        if (this.place.takeLine(name, role, value)) return true;
        return role.isCanonical && isTextOfLine(value) && slots.claim(name, textOfLine, value);
      case "function":
        return this.place.takeFunction(name, role, value);
      case "exception":
        this.takeException(value);
        return false;
      case "traceId":
      case "spanId":
      case "requestId":
        return this.ids.take(name, role, value);
      case "service": {
        if (!isName(value, false)) return false;
        const isPlain = role.isCanonical || name.full === "service.name";
        return slots.claim(name, role, value, !isPlain) && isPlain;
      }
      case "eventName":
        return isName(value, false) && slots.claim(name, role, value);
    }
  }

  private takeTime(name: FieldName, role: Role, value: unknown): boolean {
    if (!this.slots.isBetter(role)) return false;
    const nanos = timeOfValue(value, this.nowMs);
    if (nanos === undefined) return false;
    this.time = nanos;
    return this.slots.claim(name, role, value);
  }

  private takeException(value: unknown): void {
    const facts = readException(value);
    if (facts === undefined) return;
    // The fuller account wins: `error: "x"` beside `stack_trace: "…"`.
    if (this.facts === undefined || facts.file !== "" || facts.type !== "") this.facts = facts;
  }

  private build(fields: Readonly<Record<string, unknown>>, hints: FieldHints): LogRecord {
    const { ids, level, place, slots } = this;
    const { around, resource } = hints;
    level.settle(hints.levelScale, this.isOfPython);
    place.settle();
    const body = this.body(fields, around);
    const own = body === "" ? this.attributes.toJson() : "";
    if (around !== undefined) this.addAround(around);
    const { facts } = this;
    if (facts !== undefined) {
      this.add("exception.type", facts.type);
      this.add("exception.message", facts.message);
      this.add("exception.stacktrace", facts.stack);
    }
    if (this.skipped > 0) this.add("sidelight.dropped_attributes", this.skipped);
    place.resolve(facts);
    const severity = level.isUnset
      ? (around?.severityNumber ?? (facts?.file ? thrownSeverity : 0))
      : level.severity;
    const severityText = level.isUnset ? (around?.severityText ?? "") : level.text;
    const attributes = this.attributes.toJson();
    return {
      seq: 0,
      timeUnixNano: this.time || (around?.timeUnixNano ?? hints.observedTimeUnixNano),
      observedTimeUnixNano: hints.observedTimeUnixNano,
      severityNumber: severity,
      severityText: severityText.toUpperCase() === severityName(severity) ? "" : severityText,
      service: slots.textOf("service") || (around?.service ?? resource.service),
      logger: slots.textOf("logger") || (around?.logger ?? ""),
      body: body || synthesiseBody(own === "{}" ? attributes : own),
      display: hints.display ?? "",
      eventName: slots.textOf("eventName"),
      traceId: ids.trace || (around?.traceId ?? ""),
      spanId: ids.span || (around?.spanId ?? ""),
      requestId: ids.request || (around?.requestId ?? ""),
      file: place.file || (around?.file ?? ""),
      line: lineNumberIn(place.file === "" ? around?.line : place.line),
      function: place.function || (around?.function ?? ""),
      attributes,
      resource,
      receiver: hints.receiver,
      run: resource.run,
    };
  }

  private body(fields: Readonly<Record<string, unknown>>, around: Around | undefined): string {
    const outside = around?.body ?? "";
    if (outside !== "") {
      this.slots.release("message");
      return outside;
    }
    const { name, value } = this.slots.of("message");
    if (name === undefined || typeof value !== "string") return "";
    if (!isTemplate(name)) return value;
    this.attributes.put(name, JSON.stringify(value));
    const properties = isPlainObject(fields.Properties) ? fields.Properties : fields;
    const rendered = Array.isArray(fields["@r"]) ? fields["@r"] : [];
    return fillTemplate(value, properties, rendered);
  }

  private addAround(around: Around): void {
    const { level, time, slots } = this;
    if (time !== 0n && around.timeUnixNano !== undefined && around.timeUnixNano !== time) {
      this.add("prefix.time", around.timeText ?? "");
    }
    if (!level.isUnset && around.severityNumber && around.severityNumber !== level.severity) {
      this.add("prefix.level", around.severityText || severityName(around.severityNumber) || "");
    }
    const logger = slots.textOf("logger");
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
