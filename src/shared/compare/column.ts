// The values of one field in all requests: of records of one place, or of all places together.

import type { JsonValue } from "../query/attributeText";
import { textOf } from "../query/attributeText";
import { amountOf, type Gap } from "./gaps";
import { outcomeName } from "./names";
import type { Place } from "./place";

/** A field with more values names single things. */
const maxValues = 2000;
/** Of those that are texts so many are kept: one for each request and more. Numbers are told by ranges. */
const maxTexts = 16_384;
/** From so many values on it is looked at whether nearly each is another one. */
const fewValues = 100;
const identifyingShare = 0.5;

/** NaN for other texts. */
const numberIn = (text: string) => (text.length < 17 && numeric.test(text) ? Number(text) : NaN);
const numeric = /^-?\d{1,15}(?:\.\d{1,15})?$/;

/** Most fields of most places have few values, those that have many as many as there are requests. */
const firstCapacity = 16;
const growthFactor = 4;

export class Column {
  /** By code. */
  readonly values: (string | number)[] = [];
  /** Values are no longer kept: codes are -1 from there on. */
  isFull = false;
  /** Of values that are numbers. */
  numberCount = 0;
  /** By its name it is known when what it is about has ended. */
  readonly tellsEnd: boolean;
  /** The columns it was merged from. */
  readonly parts: readonly Column[];
  private readonly codeOf = new Map<string | number, number>();
  /** By code: what the value says as a number. */
  private readonly numberOf: number[] = [];
  /** Codes of a gap's values that records beside errors have. */
  private readonly calm = new Set<number>();
  private size = 0;
  private allRequests: Int32Array;
  private allMoments: Int32Array;
  private allCodes: Int32Array;
  private allNumbers = new Float64Array(0);

  constructor(
    readonly name: string,
    /** Undefined: of all places. */
    readonly place: Place | undefined,
    /** Undefined for fields. */
    readonly gap: Gap | undefined,
    /** A field that all records of its kind have, not an attribute. */
    readonly isOwn = false,
    parts: readonly Column[] = [],
    capacity = firstCapacity,
  ) {
    this.allRequests = new Int32Array(capacity);
    this.allMoments = new Int32Array(capacity);
    this.allCodes = new Int32Array(capacity);
    this.parts = parts.length === 0 ? [this] : parts;
    this.tellsEnd = outcomeName.test(name);
  }

  /** Parallel: of each value seen its request (ascending), its moment there and its code. */
  get requests(): Int32Array {
    return this.allRequests.subarray(0, this.size);
  }
  get moments(): Int32Array {
    return this.allMoments.subarray(0, this.size);
  }
  get codes(): Int32Array {
    return this.allCodes.subarray(0, this.size);
  }
  /** Parallel to them, NaN for texts; empty while there is no number. */
  get numbers(): Float64Array {
    return this.allNumbers.subarray(0, this.numberCount === 0 ? 0 : this.size);
  }

  /** Nearly each request has a value of its own. */
  get isIdentifying(): boolean {
    const { length } = this.values;
    return (
      this.isFull ||
      length >= maxValues ||
      (length >= fewValues && length > this.size * identifyingShare)
    );
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
    const known = this.codeOf.get(text);
    if (known !== undefined) this.push(request, moment, known, this.numberOf[known] ?? NaN);
    else this.add(request, moment, text, numberIn(text));
  }

  addGap(request: number, moment: number, text: string, isError: boolean): void {
    const unit = this.gap?.unit ?? "";
    if (unit === "") this.addText(request, moment, text);
    else this.add(request, moment, text, amountOf(text, unit));
    if (!isError) this.calm.add(this.allCodes[this.size - 1] ?? -1);
  }

  /** Of a gap's value: no record but errors had it. */
  isOfErrors(code: number): boolean {
    return !this.calm.has(code);
  }

  /** The value is the request's own id: it names single things, and none of its values is kept. */
  addOwnId(request: number, moment: number): void {
    this.fill();
    this.push(request, moment, -1, NaN);
  }

  add(request: number, moment: number, value: string | number, number: number): void {
    const code = this.code(value, !Number.isNaN(number));
    if (code === this.numberOf.length) this.numberOf.push(number);
    this.push(request, moment, code, number);
  }

  /** The same of a value whose code is known; -1 of one that has none. */
  push(request: number, moment: number, code: number, number: number): void {
    const at = this.size++;
    if (at === this.allRequests.length) this.grow();
    this.allRequests[at] = request;
    this.allMoments[at] = moment;
    this.allCodes[at] = code;
    if (!Number.isNaN(number)) {
      if (this.numberCount++ === 0) {
        this.allNumbers = new Float64Array(this.allRequests.length).fill(NaN);
      }
      this.allNumbers[at] = number;
    } else if (this.numberCount > 0) this.allNumbers[at] = NaN;
  }

  private grow(): void {
    const grown = <T extends Int32Array | Float64Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const capacity = Math.max(firstCapacity, growthFactor * this.allRequests.length);
    this.allRequests = grown(this.allRequests, new Int32Array(capacity));
    this.allMoments = grown(this.allMoments, new Int32Array(capacity));
    this.allCodes = grown(this.allCodes, new Int32Array(capacity));
    if (this.numberCount > 0) {
      this.allNumbers = grown(this.allNumbers, new Float64Array(capacity));
    }
  }

  /** -1 once values name single things. */
  code(value: string | number, isNumber: boolean): number {
    if (this.isFull) return -1;
    const known = this.codeOf.get(value);
    if (known !== undefined) return known;
    const code = this.values.length;
    if (isNumber ? this.isIdentifying : code >= maxTexts) {
      this.fill();
      return -1;
    }
    this.values.push(value);
    this.codeOf.set(value, code);
    return code;
  }

  private fill(): void {
    this.isFull = true;
    this.codeOf.clear();
  }
}

/** All values of a field, whichever place they come from, ascending by request. */
export function mergeColumns(
  name: string,
  columns: readonly Column[],
  requestCount: number,
): Column {
  const size = columns.reduce((sum, { requests }) => sum + requests.length, 0);
  const merged = new Column(name, undefined, undefined, false, columns, size);
  const parts = columns.map(({ requests, moments, codes, numbers, values }) => ({
    requests,
    moments,
    codes,
    numbers,
    values,
    /** By code of the part that of all. */
    newCodes: new Int32Array(values.length).fill(unknownCode),
  }));
  const { owner, index } = inOrderOfRequests(parts, requestCount);
  for (let i = 0; i < owner.length; i++) {
    const part = parts[owner[i] ?? 0];
    if (part === undefined) continue;
    const at = index[i] ?? 0;
    const ownCode = part.codes[at] ?? -1;
    const number = part.numbers[at] ?? NaN;
    if (ownCode < 0) merged.isFull = true;
    let code = merged.isFull ? -1 : (part.newCodes[ownCode] ?? -1);
    if (code === unknownCode) {
      code = merged.code(part.values[ownCode] ?? "", !Number.isNaN(number));
      part.newCodes[ownCode] = code;
    }
    merged.push(part.requests[at] ?? 0, part.moments[at] ?? 0, code, number);
  }
  return merged;
}

const unknownCode = -2;

/** Numbers that go one way whenever they change tell the time: the length of ids that are counted up. */
export function isNumberOfTime(requests: ArrayLike<number>, numbers: Float64Array): boolean {
  let rises = 0;
  let falls = 0;
  for (let i = 1; i < requests.length; i++) {
    const step = (numbers[i] ?? 0) - (numbers[i - 1] ?? 0);
    if (step > 0) rises++;
    else if (step < 0) falls++;
  }
  return Math.min(rises, falls) < (rises + falls) * 0.05;
}

/** Of each value which column it is in and where there, ascending by request. */
function inOrderOfRequests(
  columns: readonly { readonly requests: Int32Array }[],
  requestCount: number,
): { readonly owner: Int32Array; readonly index: Int32Array } {
  const starts = new Int32Array(requestCount + 1);
  for (const { requests } of columns) {
    for (const request of requests) starts[request + 1] = (starts[request + 1] ?? 0) + 1;
  }
  for (let i = 0; i < requestCount; i++) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0);
  const total = starts[requestCount] ?? 0;
  const owner = new Int32Array(total);
  const index = new Int32Array(total);
  columns.forEach(({ requests }, at) => {
    for (let i = 0; i < requests.length; i++) {
      const request = requests[i] ?? 0;
      const to = starts[request] ?? 0;
      starts[request] = to + 1;
      owner[to] = at;
      index[to] = i;
    }
  });
  return { owner, index };
}
