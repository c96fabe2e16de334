import { describe, expect, it } from "vitest";
import { Counters } from "../../../src/collector/pipeline/counters";
import {
  CommitIntake,
  type IntakeLimits,
  OverloadedError,
  StoreFailedError,
} from "../../../src/collector/pipeline/intake";
import type { Batch, Packed, RecordWriter } from "../../../src/collector/pipeline/batch";
import { defaultInternerLimits, StoreInterner } from "../../../src/collector/store/interner";
import { aLog, aPoint, aSeries } from "../../builders";
import { allOf, KeptRecords } from "../keptRecords";

/** A writer whose commits the test settles by hand. */
class HeldWriter implements RecordWriter {
  readonly commits: { batch: Batch; settle: (error?: Error) => void }[] = [];
  packed = 0;
  constructor(readonly lastSeq = 0) {}
  pack(records: Partial<Batch>): Packed {
    this.packed++;
    return new KeptRecords(records);
  }
  commit(loose: Batch, packed?: readonly Packed[]): Promise<void> {
    const batch = allOf(loose, packed);
    return new Promise((resolve, reject) => {
      this.commits.push({ batch, settle: (error) => (error ? reject(error) : resolve()) });
    });
  }
}

const noInterner = {
  resource: () => {
    throw new Error("not used");
  },
  series: () => undefined,
};

function anIntake(writer: RecordWriter, limits: Partial<IntakeLimits> = {}) {
  const counters = new Counters();
  const intake = new CommitIntake(writer, noInterner, counters, {
    queueBytes: 1000,
    gatherMs: 1,
    patientGatherMs: 1,
    gatherRecords: 100,
    ...limits,
  });
  return { intake, counters };
}

const roomForMany = { queueBytes: 10_000_000, gatherRecords: 10_000 };
const many = () => Array.from({ length: 600 }, () => aLog());

const turns = () => new Promise((resolve) => setTimeout(resolve, 10));

describe("the intake", () => {
  it("acknowledges after the commit and not before", async () => {
    const writer = new HeldWriter();
    const { intake } = anIntake(writer);
    let isAcknowledged = false;

    const done = intake.accept("test", { logs: [aLog()] }, 10).then(() => (isAcknowledged = true));
    await turns();
    const before = isAcknowledged;
    writer.commits[0]!.settle();
    await done;

    expect([before, isAcknowledged]).toEqual([false, true]);
  });

  it("keeps records whose resource was one too many, and counts that they have lost their sender", () => {
    const { intake, counters } = anIntake(new HeldWriter());
    const interner = new StoreInterner({ ...defaultInternerLimits, resources: 1 });
    const of = (service: string) =>
      aLog({ resource: interner.resource({ service, attributes: "{}", run: "" }) });

    const logs = [of("a"), of("b"), of("a"), of("c")];
    const points = ["a", "d"].map((service) =>
      aPoint({ series: aSeries({ resource: of(service).resource }) }),
    );
    intake.offer("test", { logs, points }, 10);

    expect(counters.of("test").refused.get("stored-without-its-resource")).toBe(3);
    expect(counters.of("test").received).toBe(6);
  });

  it("numbers records in the order of arrival, after the last of the store", async () => {
    const writer = new HeldWriter(41);
    const { intake } = anIntake(writer);

    void intake.accept("a", { logs: [aLog({ body: "1" })] }, 1);
    void intake.accept("b", { logs: [aLog({ body: "2" }), aLog({ body: "3" })] }, 1);
    await turns();

    expect(writer.commits[0]!.batch.logs.map(({ seq, body }) => [seq, body])).toEqual([
      [42, "1"],
      [43, "2"],
      [44, "3"],
    ]);
  });

  it("knows as the last record the last one that a reader of the store finds", async () => {
    const writer = new HeldWriter(41);
    const { intake } = anIntake(writer);
    const seqs = [intake.lastSeq];
    intake.onDidCommit(() => seqs.push(intake.lastSeq));

    const done = intake.accept("test", { logs: [aLog(), aLog()] }, 1);
    await turns();
    seqs.push(intake.lastSeq);
    writer.commits[0]!.settle();
    await done;

    expect(seqs).toEqual([41, 41, 43]);
  });

  it("gathers what arrives during a commit into the next one", async () => {
    const writer = new HeldWriter();
    const { intake } = anIntake(writer, { queueBytes: 10_000 });

    void intake.accept("test", { logs: [aLog()] }, 1);
    await turns();
    for (let i = 0; i < 5; i++) void intake.accept("test", { logs: [aLog()] }, 1);
    await turns();
    const commitsBefore = writer.commits.length;
    writer.commits[0]!.settle();
    await turns();

    expect(commitsBefore).toBe(1);
    expect(writer.commits[1]!.batch.logs).toHaveLength(5);
  });

  it("commits a trickle that no app waits for less often, and at once with what one waits for", async () => {
    const writer = new HeldWriter();
    const { intake } = anIntake(writer, {
      queueBytes: 1e6,
      patientGatherMs: 1e9,
      gatherRecords: 1_000,
    });
    const sizes = () => writer.commits.map(({ batch }) => batch.logs.length);

    intake.offer("udp", { logs: [aLog()] }, 1);
    void intake.accept("lines", { logs: [aLog()] }, 1, "patient");
    await turns();
    expect(sizes()).toEqual([]);

    void intake.accept("http", { logs: [aLog()] }, 1);
    await expect.poll(sizes).toEqual([3]);
    intake.offer("udp", { logs: [aLog()] }, 1);
    writer.commits[0]!.settle();
    await turns();
    expect(sizes()).toEqual([3]);

    intake.offer("udp", { logs: Array.from({ length: 256 }, () => aLog()) }, 1);
    await expect.poll(sizes).toEqual([3, 257]);
    expect(writer.commits[1]!.batch.logs[0]!.seq).toBe(4);
  });

  it("refuses with Overloaded when the queue is full, and counts it", async () => {
    const writer = new HeldWriter();
    const { intake, counters } = anIntake(writer, { queueBytes: 300 });

    void intake.accept("test", { logs: [aLog()] }, 290);
    const refused = intake.accept("test", { logs: [aLog(), aLog()] }, 20);

    await expect(refused).rejects.toBeInstanceOf(OverloadedError);
    expect(counters.of("test").refused.get("queue-full")).toBe(2);
  });

  it("drops and counts what nobody waits for when the queue is full", () => {
    const { intake, counters } = anIntake(new HeldWriter(), { queueBytes: 300 });

    const first = intake.offer("udp", { logs: [aLog()] }, 290);
    const second = intake.offer("udp", { logs: [aLog()] }, 20);

    expect([first, second]).toEqual([true, false]);
    expect(counters.of("udp").dropped.get("queue-full")).toBe(1);
  });

  it("lets one payload larger than the queue through when nothing waits", () => {
    const { intake } = anIntake(new HeldWriter(), { queueBytes: 100 });

    expect(intake.offer("udp", { logs: [aLog()] }, 500)).toBe(true);
    expect(intake.hasRoom(1)).toBe(false);
  });

  it("tells the sender when the store failed, and goes on", async () => {
    const writer = new HeldWriter();
    const { intake, counters } = anIntake(writer);

    const failed = intake.accept("test", { logs: [aLog()] }, 1);
    await turns();
    writer.commits[0]!.settle(new Error("disk full"));
    await expect(failed).rejects.toThrow("could not write to its store. disk full");
    const next = intake.accept("test", { logs: [aLog()] }, 1);
    await turns();
    writer.commits[1]!.settle();

    await expect(next).resolves.toBeUndefined();
    expect(counters.of("test").refused.get("store-failed")).toBe(1);
    expect(counters.of("test").stored).toBe(1);
  });

  it("gives the room back after the commit", async () => {
    const writer = new HeldWriter();
    const { intake } = anIntake(writer, { queueBytes: 100 });

    intake.offer("test", { logs: [aLog()] }, 90);
    await turns();
    writer.commits[0]!.settle();
    await turns();

    expect(intake.queueBytes).toBe(0);
    expect(intake.hasRoom(90)).toBe(true);
  });

  it("tells its listeners what was committed, in order", async () => {
    const writer = new HeldWriter();
    const { intake } = anIntake(writer);
    const seen: number[] = [];
    intake.onDidCommit(({ records }) => seen.push(...records.logs.map(({ seq }) => seq)));
    await intake.watch();

    void intake.accept("test", { logs: [aLog(), aLog()] }, 1);
    await turns();
    const before = [...seen];
    writer.commits[0]!.settle();
    await intake.flush();

    expect([before, seen]).toEqual([[], [1, 2]]);
  });

  it("counts a flood of tiny records for what they take in memory", () => {
    const { intake } = anIntake(new HeldWriter(), { queueBytes: 10_000 });

    intake.offer("udp", { logs: Array.from({ length: 100 }, () => aLog()) }, 100);

    expect(intake.queueBytes).toBe(25_600);
    expect(intake.hasRoom(1)).toBe(false);
  });

  it("packs what came in numbers at once, and lets go of the records that nobody watches", async () => {
    const writer = new HeldWriter(41);
    const { intake } = anIntake(writer, roomForMany);
    const told: [records: number, errors: number, watched: number[]][] = [];
    intake.onDidCommit(({ tally, records }) =>
      told.push([tally.records, tally.errors, records.logs.map(({ seq }) => seq)]),
    );

    void intake.accept("test", { logs: [aLog({ body: "first", severityNumber: 17 })] }, 1);
    void intake.accept("test", { logs: many() }, 1);
    void intake.accept("test", { logs: [aLog({ body: "last" })] }, 1);
    await turns();
    const { batch } = writer.commits[0]!;
    writer.commits[0]!.settle();
    await intake.flush();

    expect([writer.packed, batch.logs.length]).toEqual([1, 602]);
    expect(batch.logs.map(({ seq }) => seq)).toEqual(Array.from({ length: 602 }, (_, i) => 42 + i));
    expect([batch.logs[0]!.body, batch.logs.at(-1)!.body]).toEqual(["first", "last"]);
    expect(told).toEqual([[602, 1, []]]);
  });

  it("tells watchers of all that is committed once they watch, packed or not", async () => {
    const writer = new HeldWriter();
    const { intake } = anIntake(writer, roomForMany);
    const seen: number[] = [];
    intake.onDidCommit(({ records }) => seen.push(...records.logs.map(({ seq }) => seq)));

    void intake.accept("test", { logs: many() }, 1);
    let isWatching = false;
    const watch = intake.watch().then((end) => {
      isWatching = true;
      return end;
    });
    await turns();
    const before = [isWatching, writer.commits.length];
    writer.commits[0]!.settle();
    const unwatch = await watch;
    const lastBefore = intake.lastSeq;
    void intake.accept("test", { logs: [aLog()] }, 1);
    void intake.accept("test", { logs: many() }, 1);
    await turns();
    writer.commits[1]!.settle();
    await turns();
    unwatch();
    void intake.accept("test", { logs: [aLog()] }, 1);
    await turns();
    writer.commits[2]!.settle();
    await intake.flush();

    expect(before).toEqual([false, 1]);
    expect(lastBefore).toBe(600);
    expect(seen).toEqual(Array.from({ length: 601 }, (_, i) => 601 + i));
  });

  it("takes once more what the store could not write, under new numbers", async () => {
    const writer = new HeldWriter();
    const { intake, counters } = anIntake(writer, roomForMany);
    const failure = intake.accept("test", { logs: many() }, 1).catch((error: unknown) => error);
    await turns();
    void intake.accept("test", { logs: [aLog({ body: "meanwhile" })] }, 1);
    writer.commits[0]!.settle(new Error("disk full"));
    const error = await failure;
    await turns();
    writer.commits[1]!.settle();

    if (!(error instanceof StoreFailedError)) throw new Error("It did not fail.");
    const again = error.again();
    await turns();
    writer.commits[2]!.settle();
    await again;

    expect(error.message).toContain("disk full");
    expect(writer.commits[1]!.batch.logs.map(({ seq }) => seq)).toEqual([601]);
    expect(writer.commits[2]!.batch.logs.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 600 }, (_, i) => 602 + i),
    );
    expect(counters.of("test").stored).toBe(601);
  });

  it("goes on when one who listens fails", async () => {
    const writer = new HeldWriter();
    const { intake } = anIntake(writer);
    const seen: number[] = [];
    intake.onDidCommit(() => {
      throw new Error("boom");
    });
    intake.onDidCommit(({ tally }) => seen.push(tally.records));

    const done = intake.accept("test", { logs: [aLog()] }, 1);
    await turns();
    writer.commits[0]!.settle();
    await done;
    await intake.flush();

    expect(seen).toEqual([1]);
  });
});
