// Commits batches of all three signals as fast as it can, and says on stdout what was acknowledged. Its parent
// kills it. Arguments: store, writer.js.

import { writeSync } from "node:fs";
import { openStore } from "../../../../src/collector/store/store";
import { aLog, aPoint, aSpan } from "../records";

const [path = "", writerPath = ""] = process.argv.slice(2);
const store = await openStore({ path, writerPath });
const resource = store.resource({ service: `run ${process.pid}`, attributes: "{}", run: "" });
let seq = store.lastSeq;
let commits = 0;
/** Never awaited: the kill must also fall into a checkpoint. */
let checkpointing: Promise<void> | undefined;

for (;;) {
  const series = store.series({
    name: `metric ${seq % 50}`,
    type: "counter",
    unit: "",
    description: "",
    service: "",
    attributes: "{}",
    resource,
    receiver: "test",
    run: "",
  });
  if (series === undefined) throw new Error("too many series");
  const logs = Array.from({ length: 200 }, () =>
    aLog({ seq: ++seq, body: `log number ${seq} of a process that will be killed`, resource }),
  );
  const spans = Array.from({ length: 20 }, () => aSpan({ seq: ++seq, resource }));
  const points = Array.from({ length: 20 }, () => aPoint(series, { seq: ++seq }));
  await store.commit({ logs, spans, points });
  writeSync(1, `${seq}\n`);
  if (++commits % 7 === 0)
    checkpointing ??= store.checkpoint().finally(() => (checkpointing = undefined));
}
