// Attribute names, known by their bytes: an app uses a few dozen of them millions of times, and each needs
// its JSON form and its role only once. Bounded; when full it starts anew.

import type { Role, Roles } from "../../pipeline/roles";
import { textOf } from "./text";

/** A name as records use it. */
export interface AttributeKey {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** `"name":` */
  readonly json: Uint8Array;
  readonly isAscii: boolean;
  readonly use: KeyUse | undefined;
  /** The record that had it last: a second time in one record is a duplicate. */
  lastRecord: number;
}

/** What to do with the value beside keeping it. */
export type KeyUse =
  | { readonly kind: "traceId" | "spanId" | "requestId" | "eventName"; readonly role: Role }
  | { readonly kind: WellKnownKey };

/** Semantic conventions, new names and those they replaced (docs/non-normative/code-attrs-migration.md). */
const wellKnownKeys = {
  "code.file.path": "file",
  "code.filepath": "file",
  "code.line.number": "line",
  "code.lineno": "line",
  "code.function.name": "function",
  "code.function": "bareFunction",
  "code.namespace": "namespace",
  "code.stacktrace": "stack",
  "exception.stacktrace": "stack",
  "exception.type": "exceptionType",
  "exception.message": "exceptionMessage",
  "service.name": "service",
  "sidelight.run": "run",
} as const;
export type WellKnownKey = (typeof wellKnownKeys)[keyof typeof wellKnownKeys];

const maxKeys = 4096;
const slots = 8192; // a power of two, twice the keys

export class KeyCache {
  private table: (AttributeKey | undefined)[] = new Array<undefined>(slots).fill(undefined);
  private byName = new Map<string, AttributeKey>();

  constructor(private readonly roles: Roles) {}

  /** The key whose name is `bytes[start, end)`. */
  ofBytes(bytes: Buffer, start: number, end: number): AttributeKey {
    let hash = end - start;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) | 0;
    for (let slot = hash & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const key = this.table[slot];
      if (key === undefined) {
        const made = this.ofName(textOf(bytes, start, end));
        // A name that is no UTF-8 has other bytes than its text: it is looked up by name each time.
        if (made.bytes.length === end - start && isSame(made.bytes, bytes, start)) {
          this.place(made, slot);
        }
        return made;
      }
      if (key.bytes.length === end - start && isSame(key.bytes, bytes, start)) return key;
    }
  }

  /** The key of a full (dotted) name. */
  ofName(name: string): AttributeKey {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    if (this.byName.size >= maxKeys) {
      this.byName = new Map();
      this.table = new Array<undefined>(slots).fill(undefined);
    }
    const json = Buffer.from(`${JSON.stringify(name)}:`);
    const bytes = Buffer.from(name);
    const isAscii = bytes.length === name.length;
    const key = { name, bytes, json, isAscii, use: this.useOf(name), lastRecord: 0 };
    this.byName.set(name, key);
    return key;
  }

  private place(key: AttributeKey, slot: number): void {
    // The table may have been emptied by `ofName`: any free slot from here on will do then.
    let at = slot;
    while (this.table[at] !== undefined) at = (at + 1) & (slots - 1);
    this.table[at] = key;
  }

  private useOf(name: string): KeyUse | undefined {
    if (Object.hasOwn(wellKnownKeys, name)) {
      return { kind: wellKnownKeys[name as keyof typeof wellKnownKeys] };
    }
    const role = this.roles.of(name);
    switch (role?.kind) {
      case "traceId":
      case "spanId":
      case "requestId":
      case "eventName":
        return { kind: role.kind, role };
      default:
        // Other roles are names of loggers' fields; in OpenTelemetry "file" or "status" is the app's own.
        return undefined;
    }
  }
}

function isSame(key: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < key.length; i++) if (key[i] !== bytes[start + i]) return false;
  return true;
}
