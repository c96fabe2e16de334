// Runs an Automaton over a text without states: where it may be is a bit for each of its character tests, and a
// character moves 32 of them at once. The time of a character depends on the pattern alone.

import type { Automaton, Surroundings } from "./automaton";
import { has, wordChars } from "./charSet";
import type { IsTime, Steps } from "./effort";

/** Characters between two looks at the clock: of the dearest patterns (a thousand optional parts) half a millisecond. */
const lookEvery = 64;

/** What can follow each test at a place of a text with certain surroundings. */
interface Moves {
  /** Where a match may begin, which it may at any character. */
  readonly begins: Uint32Array;
  readonly isMatchAtOnce: boolean;
  /** Tests behind which the pattern may end. */
  readonly ending: Uint32Array;
  /** Tests that the next one follows, and those that follow themselves: together almost all that patterns have. */
  readonly chained: Uint32Array;
  readonly looped: Uint32Array;
  /** What else follows: the same for all tests of `from`. */
  readonly jumps: readonly Jump[];
}

interface Jump {
  readonly from: Uint32Array;
  /** Words of `from` that are not empty. */
  readonly firstWord: number;
  readonly endWord: number;
  readonly to: Uint32Array;
}

export class BitWalk {
  /** Steps that test a character, in the pattern's order; a bit is a place in it. */
  private readonly tests: readonly number[];
  private readonly bitOfStep = new Map<number, number>();
  private readonly words: number;
  /** By class of characters: the tests that it passes. */
  private readonly passing: (Uint32Array | undefined)[] = [];
  /** By surroundings, as far as the pattern asks for them. */
  private readonly moves = new Map<number, Moves>();
  private readonly asksFor: Surroundings;

  constructor(private readonly automaton: Automaton) {
    const { steps } = automaton;
    const tests: number[] = [];
    const asked = new Set<string>();
    for (let at = steps.length - 1; at >= 0; at--) {
      const step = steps[at];
      if (step?.kind === "set") {
        this.bitOfStep.set(at, tests.length);
        tests.push(at);
      } else if (step?.kind === "assert") asked.add(step.at);
    }
    this.tests = tests;
    this.words = Math.max(1, Math.ceil(tests.length / 32));
    this.asksFor = {
      isStart: asked.has("start"),
      isEnd: asked.has("end"),
      isBoundary: asked.has("boundary") || asked.has("inside"),
    };
  }

  *test(text: string, isTime: IsTime): Steps<boolean> {
    const { words, automaton, asksFor } = this;
    let reached = new Uint32Array(words);
    let next = new Uint32Array(words);
    let isAfterWord = false;
    let untilLook = lookEvery;
    for (let i = 0; ; i++) {
      if (--untilLook === 0) {
        untilLook = lookEvery;
        if (isTime()) yield;
      }
      const isEnd = i >= text.length;
      const isStart = i === 0;
      const code = isEnd ? -1 : (text.codePointAt(i) ?? 0);
      if (code > 0xffff) i++;
      const isWord = asksFor.isBoundary && !isEnd && has(wordChars, code);
      const key =
        (isStart && asksFor.isStart ? 1 : 0) +
        (isEnd && asksFor.isEnd ? 2 : 0) +
        (isAfterWord !== isWord ? 4 : 0);
      isAfterWord = isWord;
      const moves = this.moves.get(key) ?? (yield* this.findMoves(key, isTime));
      if (moves.isMatchAtOnce) return true;
      for (let w = 0; w < words; w++) {
        if (((reached[w] ?? 0) & (moves.ending[w] ?? 0)) !== 0) return true;
      }
      if (isEnd) return false;
      move(reached, next, moves, this.passingOf(automaton.classOf(code)));
      [reached, next] = [next, reached];
    }
  }

  private passingOf(charClass: number): Uint32Array {
    const known = this.passing[charClass];
    if (known !== undefined) return known;
    const { steps, classStarts } = this.automaton;
    const code = classStarts[charClass] ?? 0;
    const passing = new Uint32Array(this.words);
    this.tests.forEach((at, bit) => {
      const step = steps[at];
      if (step?.kind === "set" && has(step.set, code)) setBit(passing, bit);
    });
    this.passing[charClass] = passing;
    return passing;
  }

  private *findMoves(key: number, isTime: IsTime): Steps<Moves> {
    const { automaton, words } = this;
    const around = {
      isStart: (key & 1) !== 0,
      isEnd: (key & 2) !== 0,
      isBoundary: (key & 4) !== 0,
    };
    const first = new Set<number>();
    const isMatchAtOnce = automaton.follow([automaton.first], around, first);
    const ending = new Uint32Array(words);
    const chained = new Uint32Array(words);
    const looped = new Uint32Array(words);
    const jumps = new Map<string, { from: Uint32Array; to: Uint32Array }>();
    for (const [bit, at] of this.tests.entries()) {
      if (isTime()) yield;
      const step = automaton.steps[at];
      if (step?.kind !== "set") continue;
      const following = new Set<number>();
      if (automaton.follow([step.next], around, following)) setBit(ending, bit);
      const to = new Uint32Array(words);
      const far: number[] = [];
      for (const followed of following) {
        const other = this.bitOfStep.get(followed) ?? 0;
        if (other === bit + 1) setBit(chained, bit);
        else if (other === bit) setBit(looped, bit);
        else {
          setBit(to, other);
          far.push(other);
        }
      }
      if (far.length === 0) continue;
      const name = far.sort((a, b) => a - b).join();
      const jump = jumps.get(name) ?? { from: new Uint32Array(words), to };
      setBit(jump.from, bit);
      jumps.set(name, jump);
    }
    const begins = new Uint32Array(words);
    for (const at of first) setBit(begins, this.bitOfStep.get(at) ?? 0);
    const moves: Moves = {
      begins,
      isMatchAtOnce,
      ending,
      chained,
      looped,
      jumps: [...jumps.values()].map(({ from, to }) => ({
        from,
        firstWord: from.findIndex((word) => word !== 0),
        endWord: from.findLastIndex((word) => word !== 0) + 1,
        to,
      })),
    };
    this.moves.set(key, moves);
    return moves;
  }
}

/** `next`: the tests that the character passed, of those that may follow what was reached. */
function move(reached: Uint32Array, next: Uint32Array, moves: Moves, passing: Uint32Array): void {
  const { begins, chained, looped } = moves;
  const words = reached.length;
  let carried = 0;
  for (let w = 0; w < words; w++) {
    const bits = reached[w] ?? 0;
    const onward = bits & (chained[w] ?? 0);
    next[w] = (begins[w] ?? 0) | (bits & (looped[w] ?? 0)) | (onward << 1) | carried;
    carried = onward >>> 31;
  }
  for (const { from, firstWord, endWord, to } of moves.jumps) {
    let any = 0;
    for (let w = firstWord; w < endWord; w++) any |= (reached[w] ?? 0) & (from[w] ?? 0);
    if (any === 0) continue;
    for (let w = 0; w < words; w++) next[w] = (next[w] ?? 0) | (to[w] ?? 0);
  }
  for (let w = 0; w < words; w++) next[w] = (next[w] ?? 0) & (passing[w] ?? 0);
}

function setBit(bits: Uint32Array, bit: number): void {
  bits[bit >> 5] = (bits[bit >> 5] ?? 0) | (1 << (bit & 31));
}
