// A million attribute names, of one record and of a thousand: what is kept and what is not is told, memory is bounded,
// and questions are answered.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withCollector } from "../../../src/cli/client";
import { peakResidentMiB } from "../../bench/product";
import { encode } from "../../collector/receivers/otlp/oracle";
import { TestCollector } from "../collector";

const names = 1_000_000;
/** Of a record. */
const mostAttributes = 1000;
/** That a list of fields has. */
const mostFields = 500;
/** A request of 30 MB, decoded; of these a start takes 130. */
const mostResidentMiB = 400;
/** The database gives a question more where that is needed (store/memory.ts). */
const mostResidentWhenAskedMiB = 800;

let collector: TestCollector;
beforeEach(async () => {
  collector = await TestCollector.start();
});
afterEach(() => collector.stop());

const attributesFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    key: `name-${first + i}`,
    value: { stringValue: "v" },
  }));

async function send(logRecords: readonly object[]): Promise<number> {
  const body = encode("LogsRequest", { resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
  const { status } = await fetch(`${collector.endpoints.http}/v1/logs`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body: Buffer.from(body),
  });
  return status;
}

describe.runIf(process.platform === "linux")("a million attribute names", () => {
  it("of one record: the first thousand are kept, the others counted", async () => {
    const status = await send([
      { body: { stringValue: "all in one" }, attributes: attributesFrom(0, names) },
    ]);

    expect(status).toBe(200);
    const [row] = await collector.waitFor('"all in one"');
    const { attributes } = await collector.record(row.seq);
    expect(Object.keys(attributes)).toHaveLength(mostAttributes);
    const { receivers } = (await collector.stats()) as {
      receivers: { receiver: string; refused: object }[];
    };
    expect(receivers.find(({ receiver }) => receiver === "otlp")?.refused).toEqual({
      "attributes-dropped": names - mostAttributes,
    });
    expect(peakResidentMiB(collector.process.pid!)).toBeLessThan(mostResidentMiB);
  });

  it("of a thousand records: all are kept, and fields are told", async () => {
    for (let first = 0; first < names; first += mostAttributes * 20) {
      const records = Array.from({ length: 20 }, (_, i) => ({
        body: { stringValue: "one of many" },
        attributes: attributesFrom(first + i * mostAttributes, mostAttributes),
      }));
      expect(await send(records)).toBe(200);
    }
    expect(await collector.rows("_exists_:name-999999")).toHaveLength(1);
    expect(peakResidentMiB(collector.process.pid!)).toBeLessThan(mostResidentMiB);
    await withCollector(collector.dataPath, async ({ collector: api }) => {
      const fields = await api.fields({ signal: "logs", query: "" });
      expect(fields.length).toBeLessThanOrEqual(mostFields);
      expect(fields.filter(({ count }) => count === names / mostAttributes)).not.toEqual([]);
      const ofOne = { signal: "logs", query: "", field: "name-7", limit: 3 } as const;
      expect(await api.values(ofOne)).toEqual([{ value: "v", count: 1 }]);
    });
    expect(peakResidentMiB(collector.process.pid!)).toBeLessThan(mostResidentWhenAskedMiB);
  });
});
