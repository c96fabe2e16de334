// Runs a Pattern over folded text in linear time: an automaton whose states are made as they are met.
// JavaScript's own RegExp backtracks, and a query may come from anyone: (a+)+$ would hang the collector.

import { Automaton } from "./automaton";
import { BitWalk } from "./bitWalk";
import { has, wordChars } from "./charSet";
import { type Effort, hasGivenUp, type IsTime, type Steps } from "./effort";
import type { Pattern } from "./pattern";

interface State {
  readonly steps: readonly number[];
  readonly isStart: boolean;
  readonly isAfterWord: boolean;
  /** By class of the next character; the last one is the end of the text. */
  readonly next: (State | boolean | undefined)[];
}

/** States kept, and numbers in them; past either they are made anew, which bounds memory and keeps the time linear. */
const maxStates = 2000;
const maxHeld = 100_000;
/**
 * A state costs as much as some hundred characters without states. Where they are used less often than this before they are
 * made anew, each text has states of its own ("a.{480}c" has 2^480) ...
 */
const leastUses = 100;
/** ... and this often makes sure of it; then all texts are walked through. */
const maxRenewals = 10;
/** Effort of a character that leads to a known state, and of a state for each of the steps that lead to it. */
const characterEffort = 5;
const stepEffort = 100;

export class Matcher {
  private readonly automaton: Automaton;
  private states = new Map<string, State>();
  private held = 0;
  /** Characters read since states were made anew. */
  private uses = 0;
  private isWalking: boolean;
  private walk: BitWalk | undefined;

  /** `renewalsLeft`: how often states are made anew for few uses; below 0 none are made. */
  constructor(
    pattern: Pattern,
    private renewalsLeft = maxRenewals,
  ) {
    this.automaton = new Automaton(pattern);
    this.isWalking = renewalsLeft < 0;
  }

  /** True when the pattern occurs in the text; by states, as far as the effort lasts. */
  quickly(text: string, effort: Effort): boolean {
    if (this.isWalking) effort.left = -1;
    effort.left -= text.length * characterEffort;
    if (hasGivenUp(effort)) return false;
    this.uses += text.length;
    const { automaton } = this;
    let state = this.state([automaton.first], true, false);
    for (let i = 0; i < text.length; i++) {
      let code = text.charCodeAt(i);
      if (code >= 0xd800 && code <= 0xdbff) {
        code = text.codePointAt(i) ?? code;
        if (code > 0xffff) i++;
      }
      const charClass = automaton.classOf(code);
      let next = state.next[charClass];
      if (next === undefined) {
        effort.left -= state.steps.length * stepEffort;
        if (hasGivenUp(effort)) return false;
        next = this.advance(state, charClass);
      }
      if (typeof next === "boolean") return next;
      state = next;
    }
    const end = state.next[automaton.classStarts.length] ?? this.finish(state);
    return end === true;
  }

  /** The same without states, for as long as it takes. */
  *inSteps(text: string, isTime: IsTime): Steps<boolean> {
    this.walk ??= new BitWalk(this.automaton);
    return yield* this.walk.test(text, isTime);
  }

  private advance(state: State, charClass: number): State | boolean {
    const { steps, first, classStarts } = this.automaton;
    const code = classStarts[charClass] ?? 0;
    const isWord = has(wordChars, code);
    const tests = new Set<number>();
    let next: State | boolean = true;
    if (!this.automaton.follow(state.steps, around(state, isWord, false), tests)) {
      const reached = new Set([first]); // a match may begin at any character
      for (const test of tests) {
        const step = steps[test];
        if (step?.kind === "set" && has(step.set, code)) reached.add(step.next);
      }
      next = this.state([...reached], false, isWord);
    }
    state.next[charClass] = next;
    return next;
  }

  private finish(state: State): boolean {
    const isMatch = this.automaton.follow(state.steps, around(state, false, true), new Set());
    state.next[this.automaton.classStarts.length] = isMatch;
    return isMatch;
  }

  private state(steps: number[], isStart: boolean, isAfterWord: boolean): State {
    steps.sort((a, b) => a - b);
    const key = `${isStart ? "^" : ""}${isAfterWord ? "w" : ""}${steps.join()}`;
    let state = this.states.get(key);
    if (state === undefined) {
      const classes = this.automaton.classStarts.length;
      this.held += steps.length + classes;
      if (this.states.size >= maxStates || this.held > maxHeld) this.renew();
      const next = new Array<State | boolean | undefined>(classes + 1);
      state = { steps, isStart, isAfterWord, next: next.fill(undefined) };
      this.states.set(key, state);
    }
    return state;
  }

  private renew(): void {
    if (this.uses < this.states.size * leastUses) this.isWalking = --this.renewalsLeft < 0;
    this.states = new Map();
    this.held = 0;
    this.uses = 0;
  }
}

const around = (state: State, isBeforeWord: boolean, isEnd: boolean) => ({
  isStart: state.isStart,
  isEnd,
  isBoundary: state.isAfterWord !== isBeforeWord,
});
