// Records of a comparison, told in one piece.

import type { ComparedRecord, ComparedStatement } from "../../../src/shared/compare/model";

export interface FlatRecord
  extends Omit<ComparedStatement, "text">, Omit<ComparedRecord, "statement"> {}

const resource = {};

export function toCompared(over: Partial<FlatRecord>): ComparedRecord {
  const { timeNanos = 0, seq = 1, text = "", durationNanos = 0, attributes = {}, ...own } = over;
  const statement: ComparedStatement = {
    signal: "logs",
    service: "",
    text: undefined,
    pattern: undefined,
    isEvent: false,
    severityNumber: 0,
    isErrorSpan: false,
    statusMessage: "",
    file: "",
    line: 0,
    function: "",
    eventName: "",
    run: "",
    resource,
    ...own,
  };
  return { statement, timeNanos, seq, text, durationNanos, attributes };
}
