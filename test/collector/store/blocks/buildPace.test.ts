// When blocks are built: not while much arrives, and behind those who ask.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { BlockBuilder } from "../../../../src/collector/store/blocks/blockBuilder";
import { BuildPace } from "../../../../src/collector/store/blocks/buildPace";

let built: number;
let pace: BuildPace;
let fails: boolean;
beforeEach(() => {
  vi.useFakeTimers();
  built = 0;
  fails = false;
  const builder = {
    waiting: 0,
    hasWork: true,
    buildNext: async () => {
      await new Promise((done) => setTimeout(done, 100));
      if (fails) throw new Error("disk full");
      built++;
      return true;
    },
  };
  pace = new BuildPace(builder as unknown as BlockBuilder, (work) => work());
});
afterEach(() => {
  pace.dispose();
  vi.useRealTimers();
});

/** How many blocks are built in the next so many milliseconds. */
async function blocksIn(ms: number): Promise<number> {
  const before = built;
  await vi.advanceTimersByTimeAsync(ms);
  return built - before;
}

/** A question that is answered when told. */
function ask(): () => void {
  let answer: () => void = () => undefined;
  void pace.during(new Promise<void>((done) => (answer = done)));
  return answer;
}

test("one after the other while nothing happens", async () => {
  await blocksIn(500);
  expect(await blocksIn(1000)).toBe(10);
});

test("none while much arrives", async () => {
  await blocksIn(500);
  pace.committed(6000);
  await blocksIn(100);
  expect(await blocksIn(150)).toBe(0);
  await blocksIn(250);
  expect(await blocksIn(1000)).toBe(10);
});

test("few while somebody asks, and all again a moment after the answer", async () => {
  await blocksIn(500);
  const answer = ask();
  await blocksIn(100);
  expect(await blocksIn(2500)).toBe(0);
  expect(await blocksIn(3500)).toBe(1);

  answer();
  await blocksIn(700);

  expect(await blocksIn(1000)).toBe(10);
});

test("questions that follow each other are one", async () => {
  await blocksIn(500);
  const before = built;
  for (let i = 0; i < 20; i++) {
    const answer = ask();
    await vi.advanceTimersByTimeAsync(50);
    answer();
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(built - before).toBeLessThanOrEqual(1);
});

test("after a failure not for a minute", async () => {
  fails = true;
  await blocksIn(500);
  fails = false;
  expect(await blocksIn(59_000)).toBe(0);
  expect(await blocksIn(2000)).toBeGreaterThan(5);
});
