// The record that is looked at: loaded uncut, with its fields in reading order.

import { batch, signal } from "@preact/signals";
import type { CollectorApi } from "../../src/shared/contract/collectorApi";
import type { AnyRecordJson, AttributeValue, LogJson } from "../../src/shared/contract/json";
import type { Client } from "../../src/shared/contract/rpc";
import { isIdOf, isStackName } from "./messageText";

type Collector = Pick<Client<CollectorApi>, "record">;

export type Tab = "stack" | "json";

export class Detail {
  readonly record = signal<LogJson | undefined>(undefined);
  /** True when the store no longer has it. */
  readonly isGone = signal(false);
  /** What is beside the fields; a record without a stack has its JSON there. */
  readonly tab = signal<Tab>("stack");
  private abort = new AbortController();

  constructor(private readonly collector: Collector) {}

  /** Shows `known` at once, then all of it. */
  async show(seq: number, known: LogJson | undefined): Promise<void> {
    this.abort.abort();
    const abort = (this.abort = new AbortController());
    batch(() => {
      this.record.value = known;
      this.isGone.value = false;
    });
    const whole = await this.collector.record({ signal: "logs", seq }, abort.signal);
    if (this.abort !== abort) return;
    if (whole !== undefined && isLog(whole)) this.record.value = whole;
    else this.isGone.value = true;
  }

  close(): void {
    this.abort.abort();
    this.record.value = undefined;
  }
}

export interface DetailField {
  /** Name in the query language. */
  readonly name: string;
  readonly value: AttributeValue;
  readonly group: "record" | "attribute" | "resource";
}

/** Every field of a record, what identifies it first; message, source and stack traces have their own places. */
export function fieldsOf(record: LogJson): DetailField[] {
  const own: [string, AttributeValue | undefined][] = [
    ["level", record.severity],
    ["severity_text", record.severityText],
    ["service", record.service],
    ["event", record.eventName],
    ["logger", record.logger],
    ["request_id", record.requestId],
    ["trace_id", record.traceId],
    ["span_id", record.spanId],
    ["run", record.run],
    ["receiver", record.receiver],
  ];
  return [
    ...own.flatMap(([name, value]) => named(name, value, "record")),
    ...Object.entries(record.attributes).flatMap(([name, value]) =>
      isStackName(name) || (idNames.has(name) && isIdOf(record, value))
        ? []
        : named(name, value, "attribute"),
    ),
    ...Object.entries(record.resource).flatMap(([name, value]) => named(name, value, "resource")),
  ];
}

/** Under these names the record's own ids are listed already. */
const idNames = new Set(["request_id", "trace_id", "span_id"]);

const named = (
  name: string,
  value: AttributeValue | undefined,
  group: DetailField["group"],
): DetailField[] => (value === undefined ? [] : [{ name, value, group }]);

/** The stack trace of a record, wherever it is written; "" when there is none. */
export function stackOf(record: LogJson): string {
  for (const [name, value] of Object.entries(record.attributes)) {
    if (isStackName(name) && typeof value === "string") return value;
  }
  const newline = record.body.indexOf("\n");
  return newline < 0 ? "" : record.body;
}

const isLog = (row: AnyRecordJson): row is LogJson => "body" in row;
