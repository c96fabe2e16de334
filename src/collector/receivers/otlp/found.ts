// Fields of a record that some of its attributes decide: source, ids, event name.

import { normaliseRequestId, normaliseSpanId, normaliseTraceId } from "../../../shared/ids";
import type { KeyUse } from "./keyCache";

const unranked = Number.MAX_SAFE_INTEGER;

/** Reused for every record. "" and 0 are "not found". */
export class Found {
  traceId = "";
  spanId = "";
  requestId = "";
  eventName = "";
  file = "";
  line = 0;
  service = "";
  run = "";
  private qualifiedFunction = "";
  /** Text of a stack trace, of an exception or of the call site. */
  stack = "";
  exceptionType = "";
  exceptionMessage = "";
  bareFunction = "";
  namespace = "";
  private requestRank = unranked;
  private traceRank = unranked;
  private spanRank = unranked;

  reset(): void {
    this.traceId = this.spanId = this.requestId = this.eventName = "";
    this.file = this.service = this.run = "";
    this.stack = this.exceptionType = this.exceptionMessage = "";
    this.qualifiedFunction = this.bareFunction = this.namespace = "";
    this.line = 0;
    this.requestRank = this.traceRank = this.spanRank = unranked;
  }

  /** "TypeError: x is not a function"; "" when there is no exception. */
  get exception(): string {
    return [this.exceptionType, this.exceptionMessage].filter((part) => part !== "").join(": ");
  }

  get function(): string {
    if (this.qualifiedFunction !== "") return this.qualifiedFunction;
    if (this.namespace === "" || this.bareFunction === "") return this.bareFunction;
    return `${this.namespace}.${this.bareFunction}`;
  }

  take(use: KeyUse, value: string): void {
    switch (use.kind) {
      case "requestId":
        if (use.role.rank < this.requestRank) {
          const id = normaliseRequestId(value);
          if (id !== "") {
            this.requestId = id;
            this.requestRank = use.role.rank;
          }
        }
        return;
      case "traceId":
        if (use.role.rank < this.traceRank) {
          const id = normaliseTraceId(value, use.role.idForm);
          if (id !== "") {
            this.traceId = id;
            this.traceRank = use.role.rank;
          }
        }
        return;
      case "spanId":
        if (use.role.rank < this.spanRank) {
          const id = normaliseSpanId(value, use.role.idForm);
          if (id !== "") {
            this.spanId = id;
            this.spanRank = use.role.rank;
          }
        }
        return;
      case "line":
        this.line = lineOf(value);
        return;
      case "function":
        this.qualifiedFunction = value;
        return;
      case "eventName":
      case "stack":
      case "exceptionType":
      case "exceptionMessage":
      case "file":
      case "bareFunction":
      case "namespace":
      case "service":
      case "run":
        this[use.kind] = value;
        return;
    }
  }
}

function lineOf(value: string): number {
  const line = Number(value);
  return Number.isInteger(line) && line > 0 && line <= 0x7fff_ffff ? line : 0;
}
