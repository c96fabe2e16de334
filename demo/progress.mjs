// What `npm start` is at: a text that ends in "…" is a step, and how long it took is told when it is over.

const tickMs = 1000;
/** Shorter steps need no figure. */
const toldSeconds = 1;

/** `out` is a stream like stdout; on a terminal a step's seconds count up while it lasts. */
export function createProgress(out) {
  let step;

  const seconds = () => Math.round((Date.now() - step.startMs) / 1000);
  const close = () => {
    if (step === undefined) return;
    clearInterval(step.timer);
    const took = seconds() < toldSeconds ? "" : ` ${seconds()} s`;
    out.write(out.isTTY ? `\r${step.text}${took}\n` : `${took}\n`);
    step = undefined;
  };

  return {
    /** Ends the step before. */
    say(text) {
      close();
      out.write(text);
      if (!text.endsWith("…")) return out.write("\n");
      step = { text, startMs: Date.now() };
      if (!out.isTTY) return;
      step.timer = setInterval(() => out.write(`\r${text} ${seconds()} s`), tickMs);
      step.timer.unref();
    },
  };
}
