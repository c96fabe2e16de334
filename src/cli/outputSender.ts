// Posts a program's output to the collector in the order it was read. The program is slowed down when the
// collector is, but never for long and never stopped by one that is gone: then the loss is counted.

import { Agent, type IncomingMessage, request } from "node:http";
import {
  collectorHeader,
  encodeFrames,
  openLinesHeader,
  outputMediaType,
  parseOpenLines,
  type OutputFrame,
} from "../shared/outputFrames";
import { OpenTail } from "./openTail";

/** Bytes of one post. */
const maxPostBytes = 1024 * 1024;
/** Bytes that wait; past it the program's pipes are not read … */
const highWaterBytes = 4 * 1024 * 1024;
/** … for so long at the most, then output is dropped. */
const maxStallMs = 2000;
const retryMs = 200;
const timeoutMs = 10_000;
/** The answer of one that did not get what came before. */
const anotherCollector = 412;

export interface OutputTarget {
  /** "http://127.0.0.1:4318" */
  readonly url: string;
  readonly service: string;
  readonly run: string;
}

interface Answer {
  readonly status: number;
  readonly collector: string;
  readonly open: ReadonlyMap<number, number>;
}

export class OutputSender {
  private readonly tail = new OpenTail();
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private frames: OutputFrame[] = [];
  private queuedBytes = 0;
  private sending: Promise<void> | undefined;
  private lastSuccessMs = performance.now();
  private isEnding = false;
  /** Bytes of output that the collector did not get. */
  lostBytes = 0;
  /** Why, in a sentence; "" while nothing is lost. */
  lossReason = "";

  /** `onRoom` is called when a full queue has room again. */
  constructor(
    private readonly target: OutputTarget,
    private readonly onRoom: () => void,
  ) {}

  /** False when the sender wants no more for now; `onRoom` says when it does. */
  push(stream: number, bytes: Uint8Array): boolean {
    // While nothing is sent nothing can succeed: silence of the program is not one of the collector.
    if (this.sending === undefined) this.lastSuccessMs = performance.now();
    const isStalled = performance.now() - this.lastSuccessMs > maxStallMs;
    if (this.queuedBytes >= highWaterBytes && isStalled) {
      this.lose(bytes.length, this.lossReason || "the collector does not answer");
      return true;
    }
    this.frames.push({ stream, bytes });
    this.queuedBytes += bytes.length;
    this.sending ??= this.send();
    return this.queuedBytes < highWaterBytes;
  }

  /** Sends what is left and waits until it is stored, `graceMs` at most. */
  async end(graceMs: number): Promise<void> {
    this.isEnding = true;
    const deadline = new Promise<void>((resolve) => setTimeout(resolve, graceMs).unref());
    await Promise.race([this.finish(), deadline]);
    const left = this.queuedBytes;
    if (left > 0) this.lose(left, this.lossReason || "the collector did not answer in time");
    this.agent.destroy();
  }

  private async finish(): Promise<void> {
    await this.sending;
    // A last, empty part without `more`: the answer comes when all is stored.
    const { sizeBytes } = this.tail;
    if (!(await this.deliver([], false)) && sizeBytes > 0) this.lose(sizeBytes, this.lossReason);
  }

  private async send(): Promise<void> {
    while (this.frames.length > 0) {
      const { part, sizeBytes } = this.takePart();
      const isDone = await this.deliver(part, true);
      this.queuedBytes -= sizeBytes;
      if (isDone) this.lastSuccessMs = performance.now();
      else this.lose(sizeBytes, this.lossReason);
      if (this.queuedBytes < highWaterBytes / 2) this.onRoom();
    }
    this.sending = undefined;
  }

  private takePart(): { part: OutputFrame[]; sizeBytes: number } {
    let sizeBytes = 0;
    let count = 0;
    for (const { bytes } of this.frames) {
      if (count > 0 && sizeBytes + bytes.length > maxPostBytes) break;
      sizeBytes += bytes.length;
      count++;
    }
    return { part: this.frames.splice(0, count), sizeBytes };
  }

  /** Tries until it is taken, or the collector has been silent for too long. */
  private async deliver(given: readonly OutputFrame[], hasMore: boolean): Promise<boolean> {
    let part = given;
    for (;;) {
      try {
        const { status, collector, open } = await this.post(part, hasMore);
        if (status < 300) {
          this.tail.add(part, status === 202 ? undefined : open);
          if (collector !== "") this.tail.collector = collector;
          return true;
        }
        if (status === anotherCollector && this.tail.collector !== "") {
          part = [...this.tail.take(), ...part];
          continue;
        }
        this.lossReason = `the collector answered ${status}`;
        if (status !== 429 && status !== 503) return false;
      } catch (error) {
        this.lossReason = `the collector is not reachable (${error instanceof Error ? error.message : String(error)})`;
      }
      const waitedMs = performance.now() - this.lastSuccessMs;
      if (waitedMs > maxStallMs) this.onRoom(); // the program goes on; the queue drops what is too much
      if (waitedMs > (this.isEnding ? maxStallMs : 6 * maxStallMs)) return false;
      await new Promise((next) => setTimeout(next, retryMs));
    }
  }

  private post(frames: readonly OutputFrame[], hasMore: boolean): Promise<Answer> {
    const body = encodeFrames(frames);
    const { url, service, run } = this.target;
    const { collector: after } = this.tail;
    const query = new URLSearchParams({
      service,
      run,
      ...(hasMore ? { more: "1" } : {}),
      ...(after === "" ? {} : { after }),
    });
    return new Promise((resolve, reject) => {
      const outgoing = request(
        `${url}/lines?${query.toString()}`,
        {
          method: "POST",
          agent: this.agent,
          timeout: timeoutMs,
          headers: { "content-type": outputMediaType, "content-length": body.length },
        },
        (reply) => {
          reply.resume();
          reply.on("end", () => resolve(answerOf(reply)));
          reply.on("error", reject);
        },
      );
      outgoing.on("timeout", () => outgoing.destroy(new Error("no answer in time")));
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }

  private lose(sizeBytes: number, reason: string): void {
    this.lostBytes += sizeBytes;
    this.lossReason = reason;
  }
}

function answerOf({ statusCode = 0, headers }: IncomingMessage): Answer {
  const collector = headers[collectorHeader];
  const open = headers[openLinesHeader];
  return {
    status: statusCode,
    collector: typeof collector === "string" ? collector : "",
    open: parseOpenLines(typeof open === "string" ? open : ""),
  };
}
