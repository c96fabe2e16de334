// Tells when the collector no longer answers although its socket is open: a process that is suspended, or hangs,
// closes nothing. Pings are counted, not timed, so that neither a suspended machine nor a busy editor accuses it.

const pingIntervalMs = 2_000;
/** A collector on a machine on its knees answers late; 8 seconds are not late. */
const maxUnanswered = 4;

export interface Answering {
  /** Asks the other end for a sign of life. */
  ping(): void;
  /** Any sign of life: the answer to a ping, or a message. */
  onAlive(listener: () => void): void;
}

/** Gives what ends it. */
export function watchAnswers(
  socket: Answering,
  onChange: (isSilent: boolean) => void,
): { dispose(): void } {
  let unanswered = 0;
  let isSilent = false;
  let hasEnded = false;
  const setSilent = (becomesSilent: boolean) => {
    if (isSilent === becomesSilent || hasEnded) return;
    isSilent = becomesSilent;
    onChange(isSilent);
  };
  const timer = setInterval(() => {
    if (unanswered >= maxUnanswered) setSilent(true);
    // One that is silent has its pings already, and answers when it goes on.
    if (isSilent) return;
    unanswered++;
    socket.ping();
  }, pingIntervalMs);
  socket.onAlive(() => {
    unanswered = 0;
    setSilent(false);
  });
  return {
    dispose: () => {
      hasEnded = true;
      clearInterval(timer);
    },
  };
}

/** `pid`: of one that has said it. */
export const silentCollector = (pid?: number) =>
  `The collector${pid === undefined ? "" : ` (process ${pid})`} does not answer: it hangs, or was suspended. ` +
  "It is waited for; or restart it.";
