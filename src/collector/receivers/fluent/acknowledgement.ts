// The answer to a message with the option `chunk` (specification v1, "Response"): one map with the same value.

import { encode } from "@msgpack/msgpack";
import type { Peer } from "../../pipeline/tcpLoopback";

/** Characters of a chunk id that tell it from others; it has 24 by the specification. */
const maxChunkLength = 200;

/** The answer to a message with the option `chunk`: the same value, when all its parts are committed. */
export class Acknowledgement {
  /** "" when none was asked for. */
  readonly id: string;
  /** Settles as all parts do; of use after `finish`. */
  committed = Promise.resolve();
  private readonly parts: Promise<void>[] = [];

  constructor(
    private readonly chunk: unknown,
    private readonly isJson: boolean,
    private readonly peer: Peer,
  ) {
    if (typeof chunk === "string") this.id = chunk.slice(0, maxChunkLength);
    else if (chunk instanceof Uint8Array) {
      this.id = Buffer.from(chunk.subarray(0, maxChunkLength)).toString("latin1");
    } else this.id = "";
  }

  get isAsked(): boolean {
    return this.id !== "";
  }

  part(committed: Promise<void>): void {
    committed.catch(() => undefined); // known by `finish`, which may come later
    this.parts.push(committed);
  }

  /** Answers when all parts are committed; without an answer the sender sends again. */
  finish(): void {
    this.committed = Promise.all(this.parts).then(() => undefined);
    this.after(this.committed);
  }

  after(committed: Promise<void>): void {
    committed.then(
      () => {
        if (this.isAsked) this.peer.reply(this.answer());
      },
      () => undefined, // counted by the intake
    );
  }

  private answer(): Uint8Array {
    const answer = { ack: this.chunk };
    return this.isJson ? Buffer.from(JSON.stringify(answer)) : encode(answer);
  }
}
