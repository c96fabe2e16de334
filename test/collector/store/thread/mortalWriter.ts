// The store's thread with two ways to kill it: a message on the channel named by the test's process makes it throw,
// or fill its heap.

import { BroadcastChannel } from "node:worker_threads";
import "../../../../src/collector/store/writerThread";

const hoard: number[][] = [];
const channel = new BroadcastChannel(`sidelight-kill-${process.pid}`);
channel.onmessage = ({ data }: { data: unknown }) => {
  if (data === "die") throw new Error("killed by the test");
  // A few MB at a time, as messages and statements bring them.
  setInterval(() => {
    for (let i = 0; i < 1000; i++) hoard.push(new Array<number>(1000).fill(i));
  }, 25);
};
channel.unref();
