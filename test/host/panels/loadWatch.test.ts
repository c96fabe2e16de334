import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LoadWatch } from "../../../src/host/panels/loadWatch";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function aWatch(attempt = 0) {
  const onStuck = vi.fn();
  return { watch: new LoadWatch(attempt, onStuck), onStuck };
}

test("a panel that is shown and does not load is stuck, once", () => {
  const { watch, onStuck } = aWatch();

  watch.setShown(true);
  vi.advanceTimersByTime(600_000);

  expect(onStuck).toHaveBeenCalledTimes(1);
});

test("one that has loaded is not, however often it is hidden and shown", () => {
  const { watch, onStuck } = aWatch();

  watch.setShown(true);
  watch.loaded();
  watch.setShown(false);
  watch.setShown(true);
  vi.advanceTimersByTime(600_000);

  expect(onStuck).not.toHaveBeenCalled();
});

test("nothing is expected of one that nobody sees, or that is closed", () => {
  const hidden = aWatch();
  const closed = aWatch();

  hidden.watch.setShown(true);
  hidden.watch.setShown(false);
  closed.watch.setShown(true);
  closed.watch.dispose();
  vi.advanceTimersByTime(600_000);

  expect(hidden.onStuck).not.toHaveBeenCalled();
  expect(closed.onStuck).not.toHaveBeenCalled();
});

test("a second one is given longer, and a third is left as it is", () => {
  const [first, second, third] = [aWatch(0), aWatch(1), aWatch(2)];
  for (const { watch } of [first, second, third]) watch.setShown(true);

  vi.advanceTimersByTime(20_000);
  expect([first, second, third].map(({ onStuck }) => onStuck.mock.calls.length)).toEqual([1, 0, 0]);

  vi.advanceTimersByTime(600_000);
  expect([first, second, third].map(({ onStuck }) => onStuck.mock.calls.length)).toEqual([1, 1, 0]);
});
