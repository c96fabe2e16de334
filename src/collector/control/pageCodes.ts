// Codes that let a browser in once: an address that is handed to a program stands in the system's list of processes,
// which every user of the machine can read, and the token would stand there as long as the browser runs.

import { randomBytes } from "node:crypto";
import { performance } from "node:perf_hooks";
import { isSame } from "./controlServer";

/** A browser that is started for it may take some seconds, on a busy machine more. */
export const codeLastsMs = 60_000;
/** One is asked for by a click; of more the oldest is forgotten. */
export const maxCodes = 16;

interface PageCode {
  readonly code: string;
  readonly untilMs: number;
}

export class PageCodes {
  private open: readonly PageCode[] = [];

  constructor(private readonly nowMs = () => performance.now()) {}

  create(): string {
    const code = randomBytes(24).toString("base64url");
    this.open = [...this.lasting(), { code, untilMs: this.nowMs() + codeLastsMs }].slice(-maxCodes);
    return code;
  }

  /** Whether it is one of them; it is none from then on. */
  take(given: string): boolean {
    const lasting = this.lasting();
    this.open = lasting.filter(({ code }) => !isSame(given, code));
    return this.open.length < lasting.length;
  }

  private lasting(): readonly PageCode[] {
    const nowMs = this.nowMs();
    return this.open.filter(({ untilMs }) => untilMs > nowMs);
  }
}
