// One source of lines (a run's output, a followed file): its assembler, its parser's origin, and what of it
// is on the way to the store.

import type { LogRecord, Resource } from "../../../shared/record";
import { streamNames } from "../../../shared/outputFrames";
import { OverloadedError } from "../../pipeline/intake";
import type { ReceiverContext } from "../receiver";
import { LineAssembler, type Entry } from "./lineAssembler";
import type { LineParser } from "./lineParser";

export const receiverId = "lines";

export interface SourceKey {
  readonly service: string;
  readonly run: string;
  /** Path of the log file, or "". */
  readonly file: string;
}

/** Records that go to the intake at once. */
const maxBatch = 2000;
/** How long a source waits before it asks a full queue again. */
const retryMs = 100;

export class OutputSource {
  private readonly assembler = new LineAssembler((entry) => this.take(entry));
  private readonly resources = new Map<number, Resource>();
  private records: LogRecord[] = [];
  private sizeBytes = 0;
  private commits: Promise<void> = Promise.resolve();
  lastUsedMs = 0;

  constructor(
    private readonly key: SourceKey,
    private readonly context: ReceiverContext,
    private readonly parser: LineParser,
  ) {}

  get isOpen(): boolean {
    return this.assembler.isOpen;
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
    this.commits = this.accept(records, sizeBytes).then(() => before);
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

  /** Waits for room: the records are out of their bytes already and have no other copy. */
  private async accept(logs: LogRecord[], sizeBytes: number): Promise<void> {
    const { intake } = this.context;
    for (;;) {
      while (!intake.hasRoom(sizeBytes)) await new Promise((next) => setTimeout(next, retryMs));
      try {
        return await intake.accept(receiverId, { logs }, sizeBytes);
      } catch (error) {
        if (!(error instanceof OverloadedError)) throw error;
      }
    }
  }

  private take(entry: Entry): void {
    const { text, stream, skipped } = entry;
    const whole = skipped > 0 ? `${text} … [${skipped} characters skipped]` : text;
    if (skipped > 0) this.context.intake.counters.refused(receiverId, "line-truncated");
    const origin = {
      receiver: receiverId,
      resource: this.resource(stream),
      observedTimeUnixNano: entry.observedTimeUnixNano,
    };
    this.parser.parse(whole, origin, this.records, entry.wrapping);
    this.sizeBytes += text.length;
    if (this.records.length >= maxBatch) this.send();
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
