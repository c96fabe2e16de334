import { describe, expect, it } from "vitest";
import { Counters } from "../../../../src/collector/pipeline/counters";
import type { Intake } from "../../../../src/collector/pipeline/intake";
import { Statsd } from "../../../../src/collector/receivers/statsd/statsd";
import { StreamFrames } from "../../../../src/collector/receivers/statsd/streamFrames";
import { Roles } from "../../../../src/collector/pipeline/roles";
import type { MetricPoint } from "../../../../src/shared/record";
import { ends, hostileLength } from "../../../ends";
import { startUnixNano } from "../aContext";
import { chunksOf, uncovered } from "../coverage";
import { fuzz } from "../fuzz";
import { Ledger } from "../ledger";
import { aRandom, mutate, mutations } from "../mutate";

const seeds = [
  "gorets:1|c|@0.1",
  "db.q:320|ms|@0.5\ndb.q:120|ms\nq.len:333|g\nu:42|s",
  "a.b:1|c:2|c:3|ms",
  "re[env=dev,ok=1]q:1|c\nreq;env=dev:1|c\nreq,env=dev:1|c\nreq#env=dev:1|c",
  "page.views:1:2:32|d|#env:dev,canary|c:ci-83c0a99c0a54|card:low",
  "page.views:15|c|#env:dev|T1656581400",
  "n:1|c|e:it-false,cn-web,pu-77|#host:x,dd.internal.entity_id:u,service:s",
  "_e{12,14}:Déploiement|ligne1\\nligne2|t:success|p:low|#svc:api",
  "_sc|Redis connection|2|#env:dev|m:Redis connection timed out after 10s",
].map((text) => Buffer.from(text));
const pieces = [
  "|",
  ":",
  "\n",
  "#",
  "@",
  "_e{",
  "_sc|",
  "c:",
  "T",
  "[",
  "]",
  ";",
  ",",
  "=",
  "\0",
  "9".repeat(40),
  "é",
  "-",
  "|g",
  "1e308",
];

it(`${mutations / 2} mutated lines are accounted for`, async () => {
  const ledger = new Ledger("statsd");
  const statsd = new Statsd(ledger);

  await fuzz(
    ledger,
    {
      seeds: seeds.flatMap((seed) =>
        seed
          .toString()
          .split("\n")
          .map((line) => Buffer.from(line)),
      ),
      pieces: pieces.filter((piece) => piece !== "\n"),
      share: 1 / 2,
      send: (input) => {
        ledger.clock += 60_000_000_000n; // a gauge that stays the same is written now and then
        statsd.datagram(Buffer.from(input.map((byte) => (byte === 10 ? 32 : byte))), 1);
        statsd.flush();
      },
    },
    41,
  );

  statsd.dispose();
});

it.each(["lines", "lengths"])(
  `mutated streams of %s are payloads or refused to the last byte (of ${mutations})`,
  async (form) => {
    const ledger = new Ledger("statsd");
    const statsd = new Statsd(ledger);
    const left: string[] = [];
    const framed = (text: Buffer) =>
      form === "lines"
        ? Buffer.concat([text, Buffer.from("\n")])
        : Buffer.concat([Buffer.from([text.length, 0, 0, 0]), text]);

    await fuzz(
      ledger,
      {
        seeds: [Buffer.concat(seeds.map(framed)), framed(seeds[0]!)],
        pieces,
        share: 1 / 8,
        send: (input, random) => {
          const given: Buffer[] = [];
          let isLengths = false;
          const frames = new StreamFrames(
            (payload) => {
              isLengths = frames.mode === "lengths";
              given.push(...(isLengths ? [lengthOf(payload)] : []), Buffer.from(payload));
              statsd.datagram(payload, 1);
            },
            (reason, beginning) => {
              given.push(Buffer.from(beginning));
              ledger.counters.refused("statsd", reason);
            },
          );
          const pushed: Buffer[] = [];
          for (const chunk of chunksOf(input, random)) {
            pushed.push(chunk);
            if (!frames.push(chunk)) break;
          }
          frames.end();
          statsd.flush();
          const fault = uncovered(Buffer.concat(pushed), given, /(?!)/y);
          if (fault !== undefined) left.push(fault);
        },
        units: () => 0,
      },
      42,
    );

    statsd.dispose();
    expect(left.slice(0, 5)).toEqual([]);
  },
);

function lengthOf(payload: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32LE(payload.length);
  return header;
}

describe("mutated datagrams", () => {
  it("never crash, harm their neighbours, or mean something else the second time", () => {
    const random = aRandom(42);
    const counters = new Counters();
    let points: MetricPoint[] = [];
    let logs = 0;
    const intake: Intake = {
      counters,
      resource: (key) => ({ id: 1, ...key }),
      series: (key) => ({ id: 1, ...key }),
      hasRoom: () => true,
      accept: () => Promise.resolve(),
      offer: (_receiver, records) => {
        points.push(...(records.points ?? []));
        logs += records.logs?.length ?? 0;
        return true;
      },
    };
    const context = {
      intake,
      settings: { signedGauges: "value" },
      roles: new Roles(),
      now: () => startUnixNano,
    };
    const refused = () =>
      [...counters.of("statsd").refused.values()].reduce((sum, count) => sum + count, 0);
    let statsd = new Statsd(context);
    const effect = (datagram: Buffer) => {
      points = [];
      logs = 0;
      const before = refused();
      statsd.datagram(datagram, 1);
      statsd.flush();
      const alive = points.find(
        ({ series }) => series.name === "alive" && series.attributes === "{}",
      );
      if (!(alive && alive.value >= 1))
        expect(datagram.toString()).toBe("survived by its neighbour");
      const samples = points.filter(({ series }) => series.type !== "gauge");
      if (!samples.every(({ value }) => Number.isFinite(value))) expect(samples).toEqual("finite");
      return {
        refused: refused() - before,
        logs,
        samples: samples.map(({ series, value, count }) => [series.name, value, count]),
      };
    };

    for (let i = 0; i < mutations / 4; i++) {
      if (i % 5000 === 0) statsd = new Statsd(context);
      const datagram = Buffer.concat([
        Buffer.from("alive:1|c\n"),
        mutate(seeds[random(seeds.length)]!, pieces, random),
      ]);
      const first = effect(datagram);
      const second = effect(datagram);
      if (JSON.stringify(first) !== JSON.stringify(second)) {
        expect({ datagram: datagram.toString(), ...second }).toEqual({
          datagram: datagram.toString(),
          ...first,
        });
      }
    }

    expect(refused()).toBeGreaterThan(mutations / 40);
  });

  it.each(["a\n", ":", "|", "a:", "1|c:", "_e{9,9}:\n", "a:1|c|#", ",", "["])(
    "of many %j are read once",
    (piece) => {
      const statsd = new Statsd({
        intake: {
          counters: new Counters(),
          resource: (key) => ({ id: 1, ...key }),
          series: () => undefined,
          hasRoom: () => true,
          accept: () => Promise.resolve(),
          offer: () => true,
        },
        settings: {},
        roles: new Roles(),
        now: () => startUnixNano,
      });

      ends(() => statsd.datagram(Buffer.from(piece.repeat(hostileLength / piece.length)), 1));
    },
  );
});
