import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Pause } from "../../../webview/lib/pause";

const pauseMs = 250;
let ran: string[] = [];
let pause: Pause;
beforeEach(() => {
  vi.useFakeTimers();
  ran = [];
  pause = new Pause(pauseMs);
});
afterEach(() => vi.useRealTimers());
const start = (name: string) => pause.start(() => ran.push(name));

it("runs what was started last, once, after the pause", () => {
  start("a");
  vi.advanceTimersByTime(pauseMs - 1);
  start("b");
  vi.advanceTimersByTime(pauseMs - 1);
  expect(ran).toEqual([]);

  vi.advanceTimersByTime(10 * pauseMs);

  expect(ran).toEqual(["b"]);
});

it("ends at once, and then not again", () => {
  start("a");
  pause.end();
  expect(ran).toEqual(["a"]);

  pause.end();
  vi.advanceTimersByTime(pauseMs);

  expect(ran).toEqual(["a"]);
});

it("is forgotten when it is cancelled", () => {
  start("a");
  pause.cancel();
  pause.end();
  vi.advanceTimersByTime(pauseMs);

  expect(ran).toEqual([]);
});
