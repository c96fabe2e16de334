// The ids of one record: trace, span and request, in the forms that loggers write them.

import {
  normaliseRequestId,
  normaliseSpanId,
  normaliseTraceId,
  spanOfHeader,
} from "../../shared/ids";
import type { FieldName, FieldNames } from "./fieldNames";
import type { FieldSlots } from "./fieldSlots";
import { isPlainObject } from "./parseJson";
import type { Role } from "./roles";

/** Scopes that are looked into, and fields of each; no more stand around one message. */
const maxScopes = 20;
const maxScopeFields = 50;
/** Of a `b3`: <trace>-<span>. */
const minHeaderLength = 33;

export class IdFields {
  trace = "";
  request = "";
  private ownSpan = "";
  private parentSpan = "";

  constructor(private readonly slots: FieldSlots) {}

  /** The record's own span, else the one that a header such as `traceparent` names. */
  get span(): string {
    return this.ownSpan || this.parentSpan;
  }

  reset(): void {
    this.trace = this.request = this.ownSpan = this.parentSpan = "";
  }

  /** True when the field went to its place and is no attribute. */
  take(name: FieldName, role: Role, value: unknown): boolean {
    const one: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof one !== "string" && typeof one !== "number" && typeof one !== "bigint") return false;
    if (!this.slots.isBetter(role)) return false;
    if (role.kind === "requestId") {
      const id = normaliseRequestId(one);
      if (id === "") return false;
      this.request = id;
    } else if (role.kind === "traceId") {
      const id = normaliseTraceId(one, role.idForm);
      if (id === "") return false;
      this.trace = id;
      if (typeof one === "string" && one.length >= minHeaderLength)
        this.parentSpan = spanOfHeader(one);
    } else {
      const id = normaliseSpanId(one, role.idForm);
      if (id === "") return false;
      this.ownSpan = id;
    }
    return this.slots.claim(name, role, value, !role.isCanonical) && role.isCanonical;
  }

  /** .NET's scopes are an array of objects, and hold the request's ids. */
  takeInside(scopes: readonly unknown[], parent: FieldName, names: FieldNames): void {
    for (const scope of scopes.slice(0, maxScopes)) {
      if (!isPlainObject(scope)) continue;
      for (const key of Object.keys(scope).slice(0, maxScopeFields)) {
        const name = names.child(parent, key);
        const role = name.role;
        if (role?.kind === "traceId" || role?.kind === "spanId" || role?.kind === "requestId") {
          this.take(name, { ...role, isCanonical: false }, scope[key]);
        }
      }
    }
  }
}
