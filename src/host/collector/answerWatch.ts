// Tells when the collector no longer answers although its socket is open: a process that is suspended, or hangs,
// closes nothing. Pings are counted, not timed, so that neither a suspended machine nor a busy editor accuses it.

import { Disposable } from "../lifetime";

const pingIntervalMs = 2_000;
/** A collector on a machine on its knees answers late; 8 seconds are not late. */
const maxUnanswered = 4;

export interface Answering {
  /** Asks the other end for a sign of life. */
  ping(): void;
  /** Any sign of life: the answer to a ping, or a message. */
  onAlive(listener: () => void): void;
}

export class AnswerWatch extends Disposable {
  private unanswered = 0;
  private isSilent = false;

  constructor(socket: Answering, onChange: (isSilent: boolean) => void) {
    super();
    const setSilent = (isSilent: boolean) => {
      if (this.isSilent === isSilent || this.isDisposed) return;
      this.isSilent = isSilent;
      onChange(isSilent);
    };
    const timer = setInterval(() => {
      if (this.unanswered >= maxUnanswered) setSilent(true);
      // One that is silent has its pings already, and answers when it goes on.
      if (this.isSilent) return;
      this.unanswered++;
      socket.ping();
    }, pingIntervalMs);
    this.register({ dispose: () => clearInterval(timer) });
    socket.onAlive(() => {
      this.unanswered = 0;
      setSilent(false);
    });
  }
}
