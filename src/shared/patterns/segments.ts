// A message in pieces: text that stays, and what a placeholder stands for. Written anew for each message
// into the same arrays, and hashed without making a string: most messages only need the hash.

import { kindOf, placeholders } from "./placeholders";

/** A message of more pieces ends there; its template is told from others by its first ones. */
const maxSegments = 256;
const blank = 32;
const comma = 44;
/** So many values with blanks between are a list. */
const listedAlone = 4;

const placeholderCodes = placeholders.map((text) => Uint8Array.from(text, (c) => c.charCodeAt(0)));

/** The 48 bits of a template's id, as a number. */
export type TemplateKey = number;

export class Segments {
  private text = "";
  private length = 0;
  /** The last piece that is a list with blanks between. */
  private list = -1;
  private readonly kinds = new Uint8Array(maxSegments);
  private readonly starts = new Int32Array(maxSegments);
  private readonly ends = new Int32Array(maxSegments);
  private readonly hash = new Hash();

  reset(text: string): void {
    this.text = text;
    this.length = 0;
    this.list = -1;
  }

  get count(): number {
    return this.length;
  }

  /** Forgets what came after the first `count` pieces, the last of which ended there. */
  cutTo(count: number, end: number): void {
    this.length = count;
    this.ends[count - 1] = end;
  }

  /** Nothing of it differs from message to message. */
  get isConstant(): boolean {
    return this.length === 0 || (this.length === 1 && this.kinds[0] === kindOf.text);
  }

  get lastKind(): number {
    return this.kinds[this.length - 1] ?? kindOf.text;
  }

  literal(start: number, end: number): void {
    if (start >= end) return;
    const last = this.length - 1;
    if (last >= 0 && this.kinds[last] === kindOf.text && this.ends[last] === start) {
      this.ends[last] = end;
    } else {
      this.push(kindOf.text, start, end);
    }
  }

  /** A list of one kind is one placeholder: [1, 2, 3] is like [1]. So are a date, its time and its year. */
  hole(kind: number, start: number, end: number): void {
    const last = this.length - 1;
    const before = last >= 1 ? (this.kinds[last - 1] ?? 0) : 0;
    if (before === kind && this.isSeparator(last, kind)) {
      this.ends[last - 1] = end;
      this.length = last;
    } else if (before === kindOf.time && kind === kindOf.num && this.isYear(last, start, end)) {
      this.ends[last - 1] = end;
      this.length = last;
    } else if (before === kind && this.list === last - 1 && this.isBlank(last)) {
      this.ends[last - 1] = end;
      this.length = last;
    } else if (before === kind && this.isLongList(kind)) {
      this.length -= 2 * listedAlone - 3;
      this.list = this.length - 1;
      this.ends[this.list] = end;
    } else {
      this.push(kind, start, end);
    }
  }

  /** Widens the last placeholder. */
  extend(end: number): void {
    if (this.length > 0) this.ends[this.length - 1] = end;
  }

  key(): TemplateKey {
    const { hash } = this;
    hash.reset();
    for (let i = 0; i < this.length; i++) {
      const kind = this.kinds[i] ?? 0;
      if (kind === kindOf.text) hash.text(this.text, this.starts[i] ?? 0, this.ends[i] ?? 0);
      else hash.codes(placeholderCodes[kind]);
    }
    return hash.key();
  }

  template(): string {
    let text = "";
    for (let i = 0; i < this.length; i++) {
      const kind = this.kinds[i] ?? 0;
      text += kind === kindOf.text ? this.sliceAt(i) : (placeholders[kind] ?? "");
    }
    return text;
  }

  /** What the placeholders stand for, in order. */
  values(): string[] {
    const values: string[] = [];
    for (let i = 0; i < this.length; i++) {
      const kind = this.kinds[i];
      if (kind !== kindOf.text && kind !== kindOf.blank) values.push(this.sliceAt(i));
    }
    return values;
  }

  private sliceAt(at: number): string {
    return this.text.slice(this.starts[at], this.ends[at]);
  }

  private push(kind: number, start: number, end: number): void {
    if (this.length === maxSegments) return;
    this.kinds[this.length] = kind;
    this.starts[this.length] = start;
    this.ends[this.length++] = end;
  }

  private isSeparator(at: number, kind: number): boolean {
    if (kind === kindOf.time) return this.isBlank(at);
    const start = this.starts[at] ?? 0;
    const length = (this.ends[at] ?? 0) - start;
    const isComma = this.kinds[at] === kindOf.text && this.text.charCodeAt(start) === comma;
    return isComma && (length === 1 || (length === 2 && this.text.charCodeAt(start + 1) === blank));
  }

  private isYear(at: number, start: number, end: number): boolean {
    return end - start === 4 && this.isBlank(at);
  }

  /** "1 2 3" stays as it is: a few numbers side by side may each mean something. */
  private isLongList(kind: number): boolean {
    const first = this.length - 2 * (listedAlone - 1);
    if (first < 0) return false;
    for (let at = first; at < this.length; at += 2) {
      if (this.kinds[at] !== kind || !this.isBlank(at + 1)) return false;
    }
    return true;
  }

  private isBlank(at: number): boolean {
    if (this.kinds[at] === kindOf.blank) return true;
    const start = this.starts[at] ?? 0;
    const isOne = (this.ends[at] ?? 0) - start === 1;
    return this.kinds[at] === kindOf.text && isOne && this.text.charCodeAt(start) === blank;
  }
}

/** Of the template's text: the same in every run. */
export function keyOfTemplate(template: string): TemplateKey {
  const hash = new Hash();
  hash.text(template, 0, template.length);
  return hash.key();
}

/** 12 hex digits. */
export function idOfKey(key: TemplateKey): string {
  return key.toString(16).padStart(12, "0");
}

// As 32 bits with a sign, like what follows them: a field that also holds larger numbers would be an object each time.
const firstA = 0x811c9dc5 | 0;
const firstB = 0x9e3779b9 | 0;

class Hash {
  private a = firstA;
  private b = firstB;

  reset(): void {
    this.a = firstA;
    this.b = firstB;
  }

  text(text: string, start: number, end: number): void {
    let { a, b } = this;
    for (let i = start; i < end; i++) {
      const code = text.charCodeAt(i);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x85ebca6b);
      b ^= b >>> 15;
    }
    this.a = a;
    this.b = b;
  }

  codes(codes: Uint8Array | undefined): void {
    if (codes === undefined) return;
    let { a, b } = this;
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i] ?? 0;
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x85ebca6b);
      b ^= b >>> 15;
    }
    this.a = a;
    this.b = b;
  }

  key(): TemplateKey {
    const a = mixed(this.a ^ this.b) >>> 0;
    const b = mixed(this.b + Math.imul(this.a, 0x27d4eb2f)) >>> 0;
    return a * 0x1_0000 + (b >>> 16);
  }
}

function mixed(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}
