import { it } from "vitest";
import { createSplunk } from "../../../../src/collector/receivers/splunk/splunk";
import { send } from "../aRequest";
import { fuzz } from "../fuzz";
import { Ledger } from "../ledger";
import { mutations } from "../mutate";

const seeds = {
  event: [
    '{"event":"hi","time":1700000000.5,"sourcetype":"_json"}{"event":{"a":1},"time":"1700000001.000"}',
    '{"event":"metric","fields":{"metric_name:cpu.user":42.1,"region":"a"}}',
    '{"event":{"line":"GET / 200","source":"stdout","tag":"0a1b2c3d4e5f"},"host":"box"}',
    '{"event":{"message":"m","level":"error"},"fields":{"trace_id":"5b8efff798038103d269b633813fc60c"}}',
  ],
  raw: ['WARN one\n{"level":"error","msg":"two"}\n', '{\n"a": 1\n}\n{\n"b": 2\n}'],
};
const pieces = [...Array.from('{}",:\\\n[]é'), "9".repeat(20), "null", '{"event":"x"}'];

it.each(["event", "raw"] as const)(
  `${mutations / 2} mutated bodies of /%s are accounted for`,
  async (path) => {
    const ledger = new Ledger("splunk");
    const receiver = createSplunk(ledger);

    await fuzz(
      ledger,
      {
        seeds: seeds[path].map((text) => Buffer.from(text)),
        pieces,
        share: 1 / 2,
        send: async (body) =>
          (await send(receiver, `POST /services/collector/${path}`, body)).status,
      },
      11,
    );
  },
);
