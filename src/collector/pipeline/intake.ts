// The one way in: numbers records, bounds what waits, commits in groups, and tells the sender when its
// records are in the write-ahead log. A sender that cannot wait is told at once whether there was room.

import type { LogRecord, MetricPoint, Resource, Series, SpanRecord } from "../../shared/record";
import type { Batch, Packed, RecordWriter, ResourceKey, SeriesKey } from "./batch";
import type { Counters } from "./counters";
import { Held } from "./held";
import { RecordTally } from "./recordTally";

export interface Intake {
  readonly counters: Counters;
  /** Interns who emitted. Unchanged keys give the same object. */
  resource(key: ResourceKey): Resource;
  /** Interns a metric stream; undefined past the bound on series (counted as "series-limit"). */
  series(key: SeriesKey): Series | undefined;
  /** Is there room for so many more bytes? Ask before decoding; a false means 429/503 or a counted drop. */
  hasRoom(sizeBytes: number): boolean;
  /**
   * Takes records that came together; resolves when they are committed.
   * Rejects with `OverloadedError` when there is no room, `StoreFailedError` when the store cannot write.
   * `sizeBytes` is their size on the wire, which is what the bound counts. `patience`: whoever waits holds up
   * no app; a trickle is then committed less often.
   */
  accept(
    receiver: string,
    records: Partial<Batch>,
    sizeBytes: number,
    patience?: Patience,
  ): Promise<void>;
  /** The same for senders that do not wait (UDP, files): false, and counted, when there is no room. */
  offer(receiver: string, records: Partial<Batch>, sizeBytes: number): boolean;
}

export type Patience = "urgent" | "patient";

export class OverloadedError extends Error {
  readonly retryAfterSeconds = 1;
  constructor() {
    super("Sidelight's queue is full: the disk is slower than what arrives. Send it again.");
  }
}

/** Says why and what to do, in the store's words: the sender's log is where a developer looks first. */
export class StoreFailedError extends Error {
  /** `again` takes the same records once more, for a sender that has no other copy of them; it rejects as `accept` does. */
  constructor(
    cause: unknown,
    readonly again: () => Promise<void> = () => Promise.reject(this),
  ) {
    const reason = cause instanceof Error ? ` ${cause.message}` : "";
    super(`Sidelight could not write to its store.${reason}`, { cause });
  }
}

export interface Committed {
  readonly tally: RecordTally;
  /** In `seq` order; all of them while somebody watches, else none. */
  readonly records: Batch;
}
export type FeedListener = (committed: Committed) => void;

export interface IntakeLimits {
  /** Wire bytes that may wait for a commit. A decoded record takes about twice its wire size in memory. */
  readonly queueBytes: number;
  /** A commit gathers at most so long … */
  readonly gatherMs: number;
  /** … so long while there are few records and no app waits: a commit of one row takes 1.5 ms of CPU … */
  readonly patientGatherMs: number;
  /** … or so many records. */
  readonly gatherRecords: number;
}
const defaultIntakeLimits: IntakeLimits = {
  queueBytes: 64 * 1024 * 1024,
  gatherMs: 25,
  patientGatherMs: 150,
  gatherRecords: 8192,
};

export interface Interner {
  resource(key: ResourceKey): Resource;
  series(key: SeriesKey): Series | undefined;
}

/** What a record of few bytes on the wire takes in memory at least: a flood of tiny ones is a large one. */
const minRecordBytes = 256;

/** Their resource was one too many; they are stored with one that all such records share. */
const storedWithoutSender = "stored-without-its-resource";

/** So many records are worth a commit, whoever waits for it. */
const manyRecords = 256;

interface Waiting {
  readonly receiver: string;
  readonly count: number;
  readonly sizeBytes: number;
  readonly settle: ((failure?: { readonly cause: unknown }) => void) | undefined;
}

interface Records {
  readonly logs: LogRecord[];
  readonly spans: SpanRecord[];
  readonly points: MetricPoint[];
}

interface Gathering {
  /** That are not packed yet. */
  readonly loose: Records;
  readonly packed: Packed[];
  /** What watchers are told of. */
  readonly watched: Records;
  readonly tally: RecordTally;
  readonly waiting: Waiting[];
  readonly onDone: (() => void)[];
  count: number;
  isUrgent: boolean;
  lastSeq: number;
}

export class CommitIntake implements Intake {
  private gathering = emptyGathering();
  private queuedBytes = 0;
  private nextSeq: number;
  private committedSeq: number;
  private timer: NodeJS.Timeout | undefined;
  /** By `performance.now()`; what gathers is to be committed then. */
  private dueMs = Infinity;
  private isDue = false;
  private inFlight: Promise<void> | undefined;
  private watchers = 0;
  private readonly listeners = new Set<FeedListener>();

  constructor(
    private readonly writer: RecordWriter,
    private readonly interner: Interner,
    readonly counters: Counters,
    private readonly limits: IntakeLimits = defaultIntakeLimits,
  ) {
    this.nextSeq = writer.lastSeq + 1;
    this.committedSeq = writer.lastSeq;
  }

  get queueBytes(): number {
    return this.queuedBytes;
  }
  get queueLimitBytes(): number {
    return this.limits.queueBytes;
  }
  /** Of the last record that is in the store: what gathers has numbers already, but no reader finds it. */
  get lastSeq(): number {
    return this.committedSeq;
  }

  resource(key: ResourceKey): Resource {
    return this.interner.resource(key);
  }

  series(key: SeriesKey): Series | undefined {
    const series = this.interner.series(key);
    if (series === undefined) this.counters.dropped(key.receiver, "series-limit");
    return series;
  }

  hasRoom(sizeBytes: number): boolean {
    // One payload larger than the whole queue must still get through when nothing waits.
    return this.queuedBytes === 0 || this.queuedBytes + sizeBytes <= this.limits.queueBytes;
  }

  accept(
    receiver: string,
    records: Partial<Batch>,
    sizeBytes: number,
    patience: Patience = "urgent",
  ): Promise<void> {
    const count = countOf(records);
    if (count === 0) return Promise.resolve();
    if (!this.hasRoom(sizeBytes)) return this.refuse(receiver, count);
    return this.answer(receiver, this.hold(records), sizeBytes, patience);
  }

  offer(receiver: string, records: Partial<Batch>, sizeBytes: number): boolean {
    if (countOf(records) === 0) return true;
    if (!this.hasRoom(sizeBytes)) {
      this.counters.dropped(receiver, "queue-full", countOf(records));
      return false;
    }
    this.enqueue(receiver, this.hold(records), sizeBytes, "patient");
    return true;
  }

  /** Resolves when all records of every later commit are told to listeners; gives what ends that. */
  async watch(): Promise<() => void> {
    this.watchers++;
    // What gathers already may have let go of its records.
    if (this.gathering.count > 0) {
      const { onDone } = this.gathering;
      const done = new Promise<void>((resolve) => onDone.push(resolve));
      this.becomeDue();
      await done;
    } else await this.inFlight;
    let isOn = true;
    return () => {
      if (isOn) this.watchers--;
      isOn = false;
    };
  }

  /** Calls back after each commit with what was committed. */
  onDidCommit(listener: FeedListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Resolves when everything taken so far is committed or has failed. */
  async flush(): Promise<void> {
    while (this.gathering.count > 0 || this.inFlight !== undefined) {
      if (this.inFlight !== undefined) await this.inFlight;
      else this.commit();
    }
  }

  private hold(records: Partial<Batch>): Held {
    return new Held(records, this.writer, this.watchers > 0);
  }

  private answer(
    receiver: string,
    held: Held,
    sizeBytes: number,
    patience: Patience,
  ): Promise<void> {
    const again = () =>
      this.hasRoom(sizeBytes)
        ? this.answer(receiver, held, sizeBytes, patience)
        : this.refuse(receiver, held.count);
    return new Promise((resolve, reject) => {
      this.enqueue(receiver, held, sizeBytes, patience, (failure) => {
        if (failure === undefined) resolve();
        else reject(new StoreFailedError(failure.cause, again));
      });
    });
  }

  private refuse(receiver: string, count: number): Promise<never> {
    this.counters.refused(receiver, "queue-full", count);
    return Promise.reject(new OverloadedError());
  }

  private enqueue(
    receiver: string,
    { count, packed, records, nameless, tally }: Held,
    wireBytes: number,
    patience: Patience,
    settle?: Waiting["settle"],
  ): void {
    const { gathering } = this;
    const sizeBytes = Math.max(wireBytes, count * minRecordBytes);
    numberFrom(this.nextSeq, records);
    packed?.number(this.nextSeq);
    this.nextSeq += count;
    if (packed === undefined) addTo(gathering.loose, records);
    else gathering.packed.push(packed);
    if (this.watchers > 0) addTo(gathering.watched, records);
    if (nameless > 0) this.counters.refused(receiver, storedWithoutSender, nameless);
    gathering.tally.addTally(tally);
    gathering.count += count;
    gathering.lastSeq = this.nextSeq - 1;
    gathering.waiting.push({ receiver, count, sizeBytes, settle });
    this.queuedBytes += sizeBytes;
    this.counters.received(receiver, count);
    const { gatherRecords, gatherMs, patientGatherMs } = this.limits;
    const isPatient = patience === "patient" && gathering.count < manyRecords;
    if (gathering.count >= gatherRecords) this.becomeDue();
    else this.commitWithin(isPatient ? patientGatherMs : gatherMs);
    if (!isPatient) gathering.isUrgent = true;
  }

  private commitWithin(ms: number): void {
    const dueMs = performance.now() + ms;
    if (dueMs >= this.dueMs) return;
    this.dueMs = dueMs;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.becomeDue(), ms);
  }

  private becomeDue(): void {
    this.isDue = true;
    this.commit();
  }

  private commit(): void {
    if (this.inFlight !== undefined || this.gathering.count === 0) return;
    clearTimeout(this.timer);
    this.dueMs = Infinity;
    this.isDue = false;
    const batch = this.gathering;
    this.gathering = emptyGathering();
    this.inFlight = this.write(batch).finally(() => {
      this.inFlight = undefined;
      // Where an app waits, what gathered meanwhile has waited long enough.
      if (this.isDue || this.gathering.isUrgent) this.commit();
    });
  }

  private async write(batch: Gathering): Promise<void> {
    let failure: { readonly cause: unknown } | undefined;
    try {
      await this.writer.commit(batch.loose, batch.packed);
    } catch (cause) {
      failure = { cause };
    }
    for (const { receiver, count, sizeBytes, settle } of batch.waiting) {
      this.queuedBytes -= sizeBytes;
      if (failure === undefined) this.counters.stored(receiver, count);
      else if (settle === undefined) this.counters.dropped(receiver, "store-failed", count);
      else this.counters.refused(receiver, "store-failed", count);
      settle?.(failure);
    }
    if (failure === undefined) this.tell(batch);
    for (const done of batch.onDone) done();
  }

  private tell({ lastSeq, tally, watched: records }: Gathering): void {
    this.committedSeq = lastSeq;
    for (const listener of this.listeners) {
      try {
        listener({ tally, records });
      } catch {
        // What is shown of it may fail; it is stored, and the sender was told so.
        this.counters.refused("http", "feed-failed");
      }
    }
  }
}

const noRecords = (): Records => ({ logs: [], spans: [], points: [] });

const emptyGathering = (): Gathering => ({
  loose: noRecords(),
  packed: [],
  watched: noRecords(),
  tally: new RecordTally(),
  waiting: [],
  onDone: [],
  count: 0,
  isUrgent: false,
  lastSeq: 0,
});

function countOf(records: Partial<Batch>): number {
  return (records.logs?.length ?? 0) + (records.spans?.length ?? 0) + (records.points?.length ?? 0);
}

/** Logs, then spans, then points. */
function numberFrom(
  firstSeq: number,
  { logs = [], spans = [], points = [] }: Partial<Batch>,
): void {
  let seq = firstSeq;
  for (const log of logs) log.seq = seq++;
  for (const span of spans) span.seq = seq++;
  for (const point of points) point.seq = seq++;
}

function addTo(all: Records, { logs = [], spans = [], points = [] }: Partial<Batch>): void {
  for (const log of logs) all.logs.push(log);
  for (const span of spans) all.spans.push(span);
  for (const point of points) all.points.push(point);
}
