import { describe, expect, it } from "vitest";
import { firstRecord, type Meanwhile } from "../../../src/host/connect/firstRecord";
import { Emitter } from "../../../src/host/lifetime";
import type { CollectorApi } from "../../../src/shared/contract/collectorApi";
import type { GroupQuery } from "../../../src/shared/contract/groups";
import type { LogJson } from "../../../src/shared/contract/json";
import type { RowQuery } from "../../../src/shared/contract/rows";
import type { Client } from "../../../src/shared/contract/rpc";
import type { ReceiverStats, Stats } from "../../../src/shared/contract/stats";
import { aReceiver, someStats } from "../builders";

const aLog = (service: string, seq: number): LogJson => ({
  time: "2026-01-01T00:00:00Z",
  body: `hello from ${service}`,
  ...(service === "" ? {} : { service }),
  attributes: {},
  resource: {},
  receiver: "otlp",
  seq,
});

/** A collector that knows logs alone, and answers the two questions that are asked of it. */
class FakeCollector {
  readonly stats = new Emitter<Stats>();
  readonly asked: string[] = [];
  readonly told: Meanwhile[] = [];
  readonly abort = new AbortController();
  logs: LogJson[] = [];
  refused: Readonly<Record<string, number>> = {};

  readonly client = {
    stats: () => Promise.resolve(this.figures()),
    groups: ({ signal }: GroupQuery) =>
      Promise.resolve(
        signal === "logs"
          ? [...new Set(this.logs.map(({ service }) => service ?? ""))].map((service) => ({
              group: { service },
              value: 1,
            }))
          : [],
      ),
    rows: ({ signal, query, sinceSeq = 0 }: RowQuery) => {
      this.asked.push(`${signal} ${query}`);
      const excluded = [...query.matchAll(/NOT service:"([^"]*)"/g)].map(([, name]) => name);
      const isNamed = query.includes("_exists_:service");
      const rows = this.logs.filter(
        ({ seq, service }) =>
          signal === "logs" &&
          seq > sinceSeq &&
          !excluded.includes(service) &&
          !(isNamed && service === undefined),
      );
      return Promise.resolve({ rows: rows.slice(0, 1), hasMore: false });
    },
  } as unknown as Client<CollectorApi>;

  figures(): Stats {
    const receiver: Partial<ReceiverStats> = { stored: this.logs.length, refused: this.refused };
    return someStats({ receivers: [aReceiver(receiver)], lastSeq: this.logs.at(-1)?.seq ?? 0 });
  }

  /** Waits, until `steps` were done one after the other, each with the figures of that second. */
  async wait(...steps: (() => void)[]) {
    const places = { client: () => this.client, onDidReceiveStats: this.stats.event };
    const found = firstRecord(places, "otlp", this.abort.signal, (one) => this.told.push(one));
    await settled();
    for (const step of steps) {
      step();
      this.stats.fire(this.figures());
      await settled();
    }
    this.abort.abort();
    return await found;
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("the first record", () => {
  it("is found when the receiver's count moves", async () => {
    const collector = new FakeCollector();

    const arrival = await collector.wait(() => collector.logs.push(aLog("shop", 1)));

    expect(arrival).toMatchObject({ signal: "logs", record: { service: "shop" } });
  });

  it("is not asked for while nothing comes", async () => {
    const collector = new FakeCollector();

    const arrival = await collector.wait(
      () => undefined,
      () => undefined,
    );

    expect(arrival).toBeUndefined();
    expect(collector.asked).toEqual([]);
  });

  it("is not what was there before", async () => {
    const collector = new FakeCollector();
    collector.logs.push(aLog("shop", 1));

    expect(await collector.wait(() => undefined)).toBeUndefined();
  });

  it("is of another service than those that sent before, which are told", async () => {
    const collector = new FakeCollector();
    collector.logs.push(aLog("shop", 1), aLog("", 2));

    const arrival = await collector.wait(
      () => collector.logs.push(aLog("shop", 3), aLog("", 4)),
      () => collector.logs.push(aLog("mine", 5)),
    );

    expect(collector.told).toEqual([{ kind: "known", service: "shop" }]);
    expect(arrival?.record.service).toBe("mine");
  });

  it("of a service with quotes in its name is told apart, too", async () => {
    const collector = new FakeCollector();
    collector.logs.push(aLog('a "b"', 1));

    await collector.wait(() => collector.logs.push(aLog('a "b"', 2)));

    expect(collector.asked[0]).toBe('logs receiver:otlp NOT service:"a \\"b\\""');
  });

  it("that was refused is told with the reason, and waited on for", async () => {
    const collector = new FakeCollector();
    collector.refused = { "bad-json": 3, old: 1 };

    const arrival = await collector.wait(
      () => (collector.refused = { "bad-json": 4, old: 1 }),
      () => collector.logs.push(aLog("shop", 1)),
    );

    expect(collector.told).toEqual([{ kind: "refused", reason: "bad-json" }]);
    expect(arrival?.record.seq).toBe(1);
  });

  it("is given up when asked to", async () => {
    const collector = new FakeCollector();
    collector.abort.abort();

    expect(await collector.wait()).toBeUndefined();
  });
});
