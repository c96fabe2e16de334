// Loaded into a program by `--import`: its timers of a minute wait for the word of the test, "a minute passes".

const minuteMs = 60_000;
const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globalThis;
const waiting = new Map();

globalThis.setTimeout = (work, ms, ...args) => {
  const timer = realSetTimeout(work, ms, ...args);
  if (ms === minuteMs) waiting.set(timer, work);
  return timer;
};
globalThis.clearTimeout = (timer) => {
  waiting.delete(timer);
  realClearTimeout(timer);
};

process.on("message", () => {
  for (const [timer, work] of waiting) {
    clearTimeout(timer);
    work();
  }
  process.send("a minute has passed");
});
