// The values of one field in all requests: of records of one place, or of all places together.

import type { JsonValue } from "../query/attributeText";
import { textOf } from "../query/attributeText";
import { outcomeName } from "./names";
import type { Place } from "./place";

/** A field with more values names single things; that it does is all that is kept of them then. */
const maxValues = 2000;
/** From so many values on it is looked at whether nearly each is another one. */
const fewValues = 100;
const identifyingShare = 0.5;

const numeric = /^-?\d{1,15}(?:\.\d{1,15})?$/;

export class Column {
  /** Parallel: of each value seen its request, its moment there and its code. */
  readonly requests: number[] = [];
  readonly moments: number[] = [];
  readonly codes: number[] = [];
  /** Parallel to them, NaN for texts; empty while there is no number. */
  readonly numbers: number[] = [];
  /** By code. */
  readonly values: (string | number)[] = [];
  /** Nearly each request has a value of its own: codes are -1 from there on. */
  isIdentifying = false;
  /** Of values that are numbers. */
  numberCount = 0;
  /** By its name it is known when what it is about has ended. */
  readonly tellsEnd: boolean;
  /** The columns it was merged from. */
  readonly parts: readonly Column[];
  private readonly codeOf = new Map<string | number, number>();

  constructor(
    readonly name: string,
    /** Undefined: of all places. */
    readonly place: Place | undefined,
    /** Of a template's gap its index; -1 for fields. */
    readonly gap: number,
    parts: readonly Column[] = [],
  ) {
    this.parts = parts.length === 0 ? [this] : parts;
    this.tellsEnd = outcomeName.test(name);
  }

  has(value: string | number): boolean {
    return this.codeOf.has(value);
  }

  /** Lists count with each of their items, null not at all. */
  addJson(request: number, moment: number, value: JsonValue): void {
    if (value === null) return;
    if (Array.isArray(value)) for (const item of value) this.addJson(request, moment, item);
    else if (typeof value === "string") this.addText(request, moment, value);
    else if (typeof value === "number") this.add(request, moment, value, value);
    else this.add(request, moment, textOf(value), NaN);
  }

  addText(request: number, moment: number, text: string): void {
    this.add(request, moment, text, text.length < 17 && numeric.test(text) ? Number(text) : NaN);
  }

  add(request: number, moment: number, value: string | number, number: number): void {
    if (!Number.isNaN(number)) {
      if (this.numberCount === 0) this.requests.forEach(() => this.numbers.push(NaN));
      this.numberCount++;
    }
    if (this.numberCount > 0) this.numbers.push(number);
    this.requests.push(request);
    this.moments.push(moment);
    this.codes.push(this.isIdentifying ? -1 : this.code(value));
  }

  private code(value: string | number): number {
    const known = this.codeOf.get(value);
    if (known !== undefined) return known;
    const code = this.values.length;
    if (
      code >= maxValues ||
      (code >= fewValues && code > this.requests.length * identifyingShare)
    ) {
      this.isIdentifying = true;
      this.codeOf.clear();
      return -1;
    }
    this.values.push(value);
    this.codeOf.set(value, code);
    return code;
  }
}

/** All values of a field, whichever place they come from, ascending by request. */
export function mergeColumns(
  name: string,
  columns: readonly Column[],
  requestCount: number,
): Column {
  const merged = new Column(name, undefined, -1, columns);
  const starts = new Int32Array(requestCount + 1);
  for (const { requests } of columns) {
    for (const request of requests) starts[request + 1] = (starts[request + 1] ?? 0) + 1;
  }
  for (let i = 0; i < requestCount; i++) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0);
  const total = starts[requestCount] ?? 0;
  const owner = new Int32Array(total);
  const index = new Int32Array(total);
  columns.forEach(({ requests }, at) => {
    requests.forEach((request, i) => {
      const to = starts[request] ?? 0;
      starts[request] = to + 1;
      owner[to] = at;
      index[to] = i;
    });
  });
  for (let i = 0; i < total; i++) {
    const column = columns[owner[i] ?? 0];
    const at = index[i] ?? 0;
    if (column === undefined) continue;
    const code = column.codes[at] ?? -1;
    const number = column.numbers[at] ?? NaN;
    const value = code < 0 ? number : (column.values[code] ?? "");
    if (code < 0) merged.isIdentifying = true;
    merged.add(column.requests[at] ?? 0, column.moments[at] ?? 0, value, number);
  }
  return merged;
}
