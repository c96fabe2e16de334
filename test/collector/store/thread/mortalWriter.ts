// The store's thread with a way to kill it: a message on the channel named by the test's process throws.

import { BroadcastChannel } from "node:worker_threads";
import "../../../../src/collector/store/writerThread";

const channel = new BroadcastChannel(`sidelight-kill-${process.pid}`);
channel.onmessage = () => {
  throw new Error("killed by the test");
};
channel.unref();
