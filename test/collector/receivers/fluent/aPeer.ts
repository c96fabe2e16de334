// One connection to the receiver without a socket.

import { decodeMulti } from "@msgpack/msgpack";
import { Chunks } from "../../../../src/collector/receivers/fluent/chunks";
import { createFrames } from "../../../../src/collector/receivers/fluent/fluent";
import { TestContext, until } from "../aContext";

export function aPeer(context = new TestContext(), chunks = new Chunks(context)) {
  const replies: Uint8Array[] = [];
  let isClosed = false;
  const frames = createFrames(chunks, context, {
    reply: (bytes) => replies.push(bytes),
    close: () => (isClosed = true),
  });
  return {
    context,
    chunks,
    frames,
    replies,
    /** What was acknowledged. */
    acks: () =>
      replies
        .flatMap((bytes) => [...decodeMulti(bytes)] as { ack: unknown }[])
        .map(({ ack }) => ack),
    isClosed: () => isClosed,
    /** Sends, and waits until all is stored. */
    async send(...pieces: (string | Uint8Array)[]) {
      for (const piece of pieces) {
        const bytes = typeof piece === "string" ? Buffer.from(piece, "hex") : Buffer.from(piece);
        await until(() => !frames.isBusy);
        frames.push(bytes);
      }
      await until(() => !frames.isBusy);
      await chunks.settled();
      await context.intake.flush();
      await new Promise((resolve) => setImmediate(resolve)); // acknowledgements follow commits
    },
  };
}
