// Records of a comparison, told in one piece.

import type { ComparedRecord, ComparedStatement } from "../../../src/shared/compare/model";
import { Gaps } from "../../../src/shared/compare/gaps";
import { PatternBook, patternIdOf, patternOf } from "../../../src/shared/patterns/patternBook";
import type { Template } from "../../../src/shared/patterns/templates";

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

type Told = Pick<FlatRecord, "signal" | "service" | "text" | "timeNanos" | "resource"> &
  Partial<FlatRecord>;

/** Makes records as the store gives them: those of one statement share it and know their pattern. */
export class StoredRecords {
  private readonly book = new PatternBook();
  private readonly statements: Statement[] = [];
  /** By resource, then by template or span's name. */
  private readonly known = new Map<object, Map<Template | string, Statement[]>>();
  private seq = 0;

  record(told: Told): ComparedRecord {
    const { timeNanos, text, durationNanos = 0, attributes = {} } = told;
    const { statement } = this.statementOf(told);
    return { statement, timeNanos, seq: ++this.seq, text, durationNanos, attributes };
  }

  /** To be called behind the last record: what is one pattern is known when all messages are. */
  settle(): void {
    for (const { statement, template } of this.statements) {
      if (template === undefined) continue;
      const pattern = patternOf(template);
      statement.pattern = { id: patternIdOf(template), text: pattern.text };
      if (new Gaps(pattern.text).all.length > 0) statement.text = undefined;
    }
  }

  private statementOf(told: Told): Statement {
    const { signal, service, text, resource, severityNumber = 0, isErrorSpan = false } = told;
    const template = signal === "logs" ? this.book.templateOf(text, 0n) : undefined;
    let ofResource = this.known.get(resource);
    if (ofResource === undefined) this.known.set(resource, (ofResource = new Map()));
    const alike = ofResource.get(template ?? text) ?? [];
    ofResource.set(template ?? text, alike);
    const known = alike.find(
      ({ statement }) =>
        statement.severityNumber === severityNumber && statement.isErrorSpan === isErrorSpan,
    );
    if (known !== undefined) return known;
    const { statement } = toCompared({ file: `${service}.ts`, line: text.length, ...told });
    const made = { statement: { ...statement, text }, template };
    alike.push(made);
    this.statements.push(made);
    return made;
  }
}

interface Statement {
  readonly statement: { -readonly [Key in keyof ComparedStatement]: ComparedStatement[Key] };
  readonly template: Template | undefined;
}
