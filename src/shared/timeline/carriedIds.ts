// Which metric points and which of their exemplars carry an id of a request: as a whole value, never as a part of one.

import type { Attributes, AttributeValue, ExemplarJson } from "../contract/json";

export interface IdLists {
  readonly traceIds: readonly string[];
  readonly requestIds: readonly string[];
  readonly spanIds?: readonly string[];
}

export class CarriedIds {
  private readonly ids: ReadonlySet<string>;
  private readonly lowHalves: ReadonlySet<string>;
  private readonly spanIds: ReadonlySet<string>;

  constructor({ traceIds, requestIds, spanIds = [] }: IdLists) {
    this.ids = new Set([...traceIds, ...requestIds]);
    // Of a trace some programs know 64 bits only.
    this.lowHalves = new Set(traceIds.map((id) => id.slice(-16)));
    this.spanIds = new Set(spanIds);
  }

  isIn({ traceId, spanId, attributes = {} }: ExemplarJson): boolean {
    return (
      (traceId !== undefined && this.isTrace(traceId)) ||
      (spanId !== undefined && this.spanIds.has(spanId)) ||
      this.in(attributes).length > 0
    );
  }

  /** Those that are values of these. */
  in(attributes: Attributes): string[] {
    return Object.values(attributes)
      .map(textOf)
      .filter((text) => this.ids.has(text));
  }

  private isTrace(id: string): boolean {
    const isShort = id.length === 16;
    return this.ids.has(id) || (isShort ? this.lowHalves.has(id) : this.ids.has(id.slice(-16)));
  }
}

const textOf = (value: AttributeValue) =>
  typeof value === "string" ? value : JSON.stringify(value);
