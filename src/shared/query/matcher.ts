// Runs a Pattern over folded text in linear time: an automaton whose states are made as they are met.
// JavaScript's own RegExp backtracks, and a query may come from anyone: (a+)+$ would hang the collector.

import { type CharSet, has, wordChars } from "./charSet";
import type { Pattern } from "./pattern";

type Step =
  | { readonly kind: "set"; readonly set: CharSet; readonly next: number }
  | { readonly kind: "fork"; readonly next: number[] }
  | {
      readonly kind: "assert";
      readonly at: "start" | "end" | "boundary" | "inside";
      readonly next: number;
    }
  | { readonly kind: "match" };

interface State {
  readonly steps: readonly number[];
  readonly isStart: boolean;
  readonly isAfterWord: boolean;
  /** By class of the next character; the last one is the end of the text. */
  readonly next: (State | boolean | undefined)[];
}

/** States kept, and numbers in them; past either they are made anew, which bounds memory and keeps the time linear. */
const maxStates = 2000;
const maxHeld = 500_000;
/**
 * So often; then each text has states of its own ("a.{480}c" has 2^480), and to make them costs some forty times what
 * it costs to walk all steps at once.
 */
const maxRenewals = 10;

/** True when the pattern occurs in the text. `renewals`: how often states are made anew; below 0 none are made. */
export function createMatcher(pattern: Pattern, renewals = maxRenewals): (text: string) => boolean {
  const matcher = new Matcher(pattern, renewals);
  return (text) => matcher.test(text);
}

class Matcher {
  private readonly steps: Step[] = [];
  private readonly first: number;
  /** First code point of each class of characters that the pattern does not tell apart. */
  private readonly classStarts: readonly number[];
  private readonly asciiClasses: Uint16Array;
  private states = new Map<string, State>();
  private held = 0;
  private renewalsLeft: number;
  private isWalking: boolean;

  constructor(pattern: Pattern, renewals: number) {
    this.renewalsLeft = renewals;
    this.isWalking = renewals < 0;
    const match = this.add({ kind: "match" });
    this.first = this.compile(pattern, match);
    const starts = new Set([0]);
    for (const step of this.steps) {
      const set = step.kind === "set" ? step.set : step.kind === "assert" ? wordChars : [];
      set.forEach((code, i) => starts.add(i % 2 === 0 ? code : code + 1));
    }
    this.classStarts = [...starts].sort((a, b) => a - b);
    this.asciiClasses = Uint16Array.from({ length: 128 }, (_, code) => this.findClass(code));
  }

  test(text: string): boolean {
    if (this.isWalking) return this.walk(text);
    let state = this.state([this.first], true, false);
    for (let i = 0; i < text.length; i++) {
      let code = text.charCodeAt(i);
      if (code >= 0xd800 && code <= 0xdbff) {
        code = text.codePointAt(i) ?? code;
        if (code > 0xffff) i++;
      }
      const charClass = code < 128 ? (this.asciiClasses[code] ?? 0) : this.findClass(code);
      const next = state.next[charClass] ?? this.advance(state, charClass);
      if (typeof next === "boolean") return next;
      state = next;
    }
    const end = state.next[this.classStarts.length] ?? this.finish(state);
    return end === true;
  }

  /** Without states: what can come next is a list, made anew for each character. */
  private walk(text: string): boolean {
    const { steps } = this;
    const seen = new Uint32Array(steps.length);
    let mark = 0;
    let reached: number[] = [this.first];
    let isAfterWord = false;
    for (let i = 0; ; i++) {
      const isEnd = i >= text.length;
      const at = i;
      const code = isEnd ? -1 : (text.codePointAt(i) ?? 0);
      if (code > 0xffff) i++;
      const isWord = !isEnd && has(wordChars, code);
      const next = [this.first]; // a match may begin at any character
      mark++;
      for (let step = reached.pop(); step !== undefined; step = reached.pop()) {
        if (seen[step] === mark) continue;
        seen[step] = mark;
        const one = steps[step];
        if (one === undefined) continue;
        if (one.kind === "match") return true;
        if (one.kind === "fork") reached.push(...one.next);
        else if (one.kind === "assert") {
          const isBoundary = isAfterWord !== isWord;
          const holds = {
            start: at === 0,
            end: isEnd,
            boundary: isBoundary,
            inside: !isBoundary,
          };
          if (holds[one.at]) reached.push(one.next);
        } else if (!isEnd && has(one.set, code)) next.push(one.next);
      }
      if (isEnd) return false;
      reached = next;
      isAfterWord = isWord;
    }
  }

  private advance(state: State, charClass: number): State | boolean {
    const code = this.classStarts[charClass] ?? 0;
    const isWord = has(wordChars, code);
    const reached = this.closure(state, isWord, false);
    let next: State | boolean = true;
    if (reached !== "match") {
      const steps = new Set([this.first]); // a match may begin at any character
      for (const step of reached) if (has(step.set, code)) steps.add(step.next);
      next = this.state([...steps], false, isWord);
    }
    state.next[charClass] = next;
    return next;
  }

  private finish(state: State): boolean {
    const isMatch = this.closure(state, false, true) === "match";
    state.next[this.classStarts.length] = isMatch;
    return isMatch;
  }

  /** The character tests that can come next, or "match". */
  private closure(
    state: State,
    isBeforeWord: boolean,
    isEnd: boolean,
  ): (Step & { kind: "set" })[] | "match" {
    const tests: (Step & { kind: "set" })[] = [];
    const seen = new Set<number>();
    const waiting = [...state.steps];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const step = this.steps[at];
      if (step === undefined) continue;
      if (step.kind === "match") return "match";
      if (step.kind === "set") tests.push(step);
      else if (step.kind === "fork") waiting.push(...step.next);
      else {
        const isBoundary = state.isAfterWord !== isBeforeWord;
        const holds = {
          start: state.isStart,
          end: isEnd,
          boundary: isBoundary,
          inside: !isBoundary,
        };
        if (holds[step.at]) waiting.push(step.next);
      }
    }
    return tests;
  }

  private state(steps: number[], isStart: boolean, isAfterWord: boolean): State {
    steps.sort((a, b) => a - b);
    const key = `${isStart ? "^" : ""}${isAfterWord ? "w" : ""}${steps.join()}`;
    let state = this.states.get(key);
    if (state === undefined) {
      this.held += steps.length + this.classStarts.length;
      if (this.states.size >= maxStates || this.held > maxHeld) {
        this.states = new Map();
        this.held = 0;
        this.isWalking = --this.renewalsLeft < 0;
      }
      const next = new Array<State | boolean | undefined>(this.classStarts.length + 1);
      state = { steps, isStart, isAfterWord, next: next.fill(undefined) };
      this.states.set(key, state);
    }
    return state;
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
