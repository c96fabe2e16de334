// One source of lines (a run's output, a followed file): its assembler, its parser's origin, and what of it
// is on the way to the store.

import type { LogRecord, Resource } from "../../../shared/record";
import { streamNames, type OutputFrame } from "../../../shared/outputFrames";
import { StoreFailedError } from "../../pipeline/intake";
import type { ReceiverContext } from "../../pipeline/receiver";
import { LineAssembler, type Entry } from "./lineAssembler";
import type { LineParser, Origin } from "../../pipeline/text/lineParser";

export const receiverId = "lines";

export interface SourceKey {
  readonly service: string;
  readonly run: string;
  /** Path of the log file, or "". */
  readonly file: string;
}

/** Records that go to the intake at once. */
const maxBatch = 2000;
/** What a record takes in memory however short its line is; so much it counts at least. */
const minRecordBytes = 256;
/** Bytes that are made into records before others have their turn and the queue is asked for room. */
const sliceBytes = 256 * 1024;
/** What a frame counts beside its bytes: empty ones take time too. */
const frameCostBytes = 64;
/** How long a source waits before it asks a full queue again … */
const roomMs = 10;
/** … and before it tries a store again that cannot write. */
const retryMs = 500;

const delay = (ms: number) => new Promise((next) => setTimeout(next, ms));

export class OutputSource {
  private readonly assembler = new LineAssembler(
    (entry) => this.take(entry),
    () => this.context.intake.counters.refused(receiverId, "line-truncated"),
  );
  private readonly resources = new Map<number, Resource>();
  private origin: Origin | undefined;
  private records: LogRecord[] = [];
  private sizeBytes = 0;
  private commits: Promise<void> = Promise.resolve();
  private pushing: Promise<void> = Promise.resolve();
  private pushCount = 0;
  /** Batches that wait for room, or for a store that cannot write. */
  private heldCount = 0;
  private isGivingUp = false;
  /** The store could not write the last that was sent; it is kept and tried again. */
  isFailing = false;
  lastUsedMs = 0;

  constructor(
    private readonly key: SourceKey,
    private readonly context: ReceiverContext,
    private readonly parser: LineParser,
  ) {}

  get isOpen(): boolean {
    return this.assembler.isOpen;
  }

  /** Ends of its streams that are in no record yet: see `LineAssembler.openLines`. */
  openLines(): ReadonlyMap<number, number> {
    return this.assembler.openLines();
  }

  /** Is more of what has arrived still to be taken? */
  get isPushing(): boolean {
    return this.pushCount > 0;
  }

  /** Takes a post's frames in slices and waits for room between them; posts follow one another. */
  pushAll(frames: Iterable<OutputFrame>): Promise<void> {
    this.pushCount++;
    this.pushing = this.pushing
      // A post's failure is told to its own sender.
      .catch(() => undefined)
      .then(() => this.pushSlices(frames))
      .finally(() => this.pushCount--);
    return this.pushing;
  }

  private async pushSlices(frames: Iterable<OutputFrame>): Promise<void> {
    let room = sliceBytes;
    for (const { stream, bytes } of frames) {
      let at = 0;
      do {
        const slice = bytes.subarray(at, at + room);
        if (slice.length > 0) this.push(stream, slice, performance.now());
        at += slice.length;
        room -= slice.length + frameCostBytes;
        if (room > 0) continue;
        room = sliceBytes;
        this.send();
        do await delay(this.heldCount > 0 ? roomMs : 0);
        while (this.heldCount > 0);
      } while (at < bytes.length);
    }
    this.send();
  }

  /** Takes bytes of a stream (1 stdout, 2 stderr, 0 neither); `committed` says when they are stored. */
  push(stream: number, bytes: Uint8Array, nowMs: number): void {
    this.lastUsedMs = nowMs;
    this.assembler.push(stream, bytes, nowMs, this.context.now());
  }

  flushIdle(nowMs: number, isLast: boolean): void {
    this.assembler.flushIdle(nowMs, this.context.now(), isLast);
    this.send();
  }

  flush(nowMs: number): void {
    this.assembler.flush(nowMs, this.context.now());
    this.send();
  }

  /** Hands over what is complete. */
  send(): void {
    const { records, sizeBytes } = this;
    if (records.length === 0) return;
    this.records = [];
    this.sizeBytes = 0;
    const before = this.commits;
    this.commits = both(this.accept(records, sizeBytes), before);
    // Who waits for `committed` gets the failure; nobody may wait.
    this.commits.catch(() => undefined);
  }

  /** Resolves when all that was sent is in the store; rejects when the store failed. */
  async committed(): Promise<void> {
    const { commits } = this;
    try {
      await commits;
    } finally {
      if (this.commits === commits) this.commits = Promise.resolve();
    }
  }

  /** True when all that was sent is in the store; false as soon as that has to be tried again. */
  async isStored(): Promise<boolean> {
    const done = this.committed().then(() => true);
    for (;;) {
      const isDone = await Promise.race([done, delay(roomMs).then(() => false)]);
      if (isDone) return true;
      if (!this.isFailing) continue;
      done.catch(() => undefined); // nobody waits for it any more
      return false;
    }
  }

  /** From now on what the store cannot write is dropped, and counted, instead of tried again. */
  giveUp(): void {
    this.isGivingUp = true;
  }

  /** Waits for room and for the store: the records are out of their bytes and have no other copy. */
  private accept(logs: LogRecord[], sizeBytes: number): Promise<void> {
    const { intake } = this.context;
    if (!intake.hasRoom(sizeBytes)) {
      return this.room(sizeBytes).then(() => this.accept(logs, sizeBytes));
    }
    // The intake keeps them from here on, in less memory: nothing that waits here may hold them as well.
    const accepted = intake.accept(receiverId, { logs }, sizeBytes, "patient");
    return this.stored(accepted, logs.length, sizeBytes);
  }

  private async room(sizeBytes: number): Promise<void> {
    const { intake } = this.context;
    await this.hold(async () => {
      while (!intake.hasRoom(sizeBytes)) await delay(roomMs);
    });
  }

  private async stored(accepted: Promise<void>, count: number, sizeBytes: number): Promise<void> {
    for (;;) {
      try {
        await accepted;
        this.isFailing = false;
        return;
      } catch (error) {
        if (!(error instanceof StoreFailedError)) throw error;
        if (this.isGivingUp) {
          this.context.intake.counters.dropped(receiverId, "store-failed", count);
          throw error;
        }
        this.isFailing = true;
        await this.hold(() => delay(retryMs));
        while (!this.context.intake.hasRoom(sizeBytes)) await this.room(sizeBytes);
        accepted = error.again();
      }
    }
  }

  private async hold(wait: () => Promise<unknown>): Promise<void> {
    this.heldCount++;
    try {
      await wait();
    } finally {
      this.heldCount--;
    }
  }

  private take({ text, stream, observedTimeUnixNano, wrapping }: Entry): void {
    const origin = this.originOf(this.resource(stream), observedTimeUnixNano);
    this.parser.parse(text, origin, this.records, wrapping);
    this.sizeBytes += Math.max(text.length, minRecordBytes);
    if (this.records.length >= maxBatch) this.send();
  }

  /** Of the entries that came together it is the same. */
  private originOf(resource: Resource, observedTimeUnixNano: bigint): Origin {
    const { origin } = this;
    if (origin?.resource === resource && origin.observedTimeUnixNano === observedTimeUnixNano) {
      return origin;
    }
    this.origin = { receiver: receiverId, resource, observedTimeUnixNano };
    return this.origin;
  }

  private resource(stream: number): Resource {
    let resource = this.resources.get(stream);
    if (resource === undefined) {
      const { service, run, file } = this.key;
      const name = streamNames[stream];
      const attributes = {
        ...(name === undefined ? {} : { "log.iostream": name }),
        ...(file === "" ? {} : { "log.file.path": file }),
      };
      resource = this.context.intake.resource({
        service,
        run,
        attributes: JSON.stringify(attributes),
      });
      this.resources.set(stream, resource);
    }
    return resource;
  }
}

/** A function of its own, so that what waits holds nothing else of its caller's. */
const both = (one: Promise<void>, other: Promise<void>) => one.then(() => other);
