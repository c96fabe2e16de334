// A Pattern as an automaton: steps that lead to each other, and the classes of characters that it does not tell apart.

import { type CharSet, wordChars } from "./charSet";
import type { Pattern } from "./pattern";

export type Step =
  | { readonly kind: "set"; readonly set: CharSet; readonly next: number }
  | { readonly kind: "fork"; readonly next: readonly number[] }
  | { readonly kind: "assert"; readonly at: Place; readonly next: number }
  | { readonly kind: "match" };

export type Place = "start" | "end" | "boundary" | "inside";

/** What stands around a place in a text. */
export interface Surroundings {
  readonly isStart: boolean;
  readonly isEnd: boolean;
  /** Between a word and what is none. */
  readonly isBoundary: boolean;
}

export function holds(at: Place, around: Surroundings): boolean {
  switch (at) {
    case "start":
      return around.isStart;
    case "end":
      return around.isEnd;
    case "boundary":
      return around.isBoundary;
    case "inside":
      return !around.isBoundary;
  }
}

export class Automaton {
  /** Ones that come later in the pattern have smaller numbers. */
  readonly steps: Step[] = [];
  readonly first: number;
  /** First code point of each class. */
  readonly classStarts: readonly number[];
  private readonly asciiClasses: Uint16Array;

  constructor(pattern: Pattern) {
    this.first = this.compile(pattern, this.add({ kind: "match" }));
    const starts = new Set([0]);
    for (const step of this.steps) {
      const set = step.kind === "set" ? step.set : step.kind === "assert" ? wordChars : [];
      set.forEach((code, i) => starts.add(i % 2 === 0 ? code : code + 1));
    }
    this.classStarts = [...starts].sort((a, b) => a - b);
    this.asciiClasses = Uint16Array.from({ length: 128 }, (_, code) => this.findClass(code));
  }

  classOf(code: number): number {
    return code < 128 ? (this.asciiClasses[code] ?? 0) : this.findClass(code);
  }

  /** The character tests that can come next after a step, into `tests`; true when the pattern's end can. */
  follow(from: readonly number[], around: Surroundings, tests: Set<number>): boolean {
    const seen = new Set<number>();
    const waiting = [...from];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const step = this.steps[at];
      if (step === undefined) continue;
      if (step.kind === "match") return true;
      if (step.kind === "set") tests.add(at);
      else if (step.kind === "fork") for (const next of step.next) waiting.push(next);
      else if (holds(step.at, around)) waiting.push(step.next);
    }
    return false;
  }

  private add(step: Step): number {
    return this.steps.push(step) - 1;
  }

  /** Adds the pattern's steps before `next`, and gives its first step. */
  private compile(pattern: Pattern, next: number): number {
    switch (pattern.kind) {
      case "set":
        return this.add({ kind: "set", set: pattern.set, next });
      case "assert":
        return this.add({ kind: "assert", at: pattern.at, next });
      case "sequence":
        return pattern.parts.reduceRight((after, part) => this.compile(part, after), next);
      case "choice":
        return this.add({
          kind: "fork",
          next: pattern.parts.map((part) => this.compile(part, next)),
        });
      case "repeat":
        return this.compileRepeat(pattern, next);
    }
  }

  private compileRepeat(pattern: Pattern & { kind: "repeat" }, next: number): number {
    const { part, min, max } = pattern;
    let after = next;
    if (max === undefined) {
      const loop: number[] = [next];
      after = this.add({ kind: "fork", next: loop });
      loop.push(this.compile(part, after));
    } else {
      for (let i = min; i < max; i++) {
        after = this.add({ kind: "fork", next: [next, this.compile(part, after)] });
      }
    }
    for (let i = 0; i < min; i++) after = this.compile(part, after);
    return after;
  }

  private findClass(code: number): number {
    let low = 0;
    let high = this.classStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.classStarts[middle] ?? 0) <= code) low = middle;
      else high = middle;
    }
    return low;
  }
}
