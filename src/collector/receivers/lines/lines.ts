// Output of launched apps and lines of log files: `POST /lines`, and files that are followed.

import { randomUUID } from "node:crypto";
import { join } from "node:path";
import {
  collectorHeader,
  decodeFrames,
  formatOpenLines,
  openLinesHeader,
  outputMediaType,
} from "../../../shared/outputFrames";
import type { HttpReply, HttpRequest, HttpRoute } from "../../pipeline/httpRoute";
import { OverloadedError } from "../../pipeline/intake";
import type { CreateReceiver, Receiver, ReceiverContext } from "../../pipeline/receiver";
import { FileFollower } from "./fileFollower";
import { FollowPositions } from "./followPositions";
import { LineParser } from "../../pipeline/text/lineParser";
import { OutputSource, receiverId, type SourceKey } from "./outputSource";

/** Sources at a time; the one that is silent for the longest gives way. */
const maxSources = 500;
/** A silent source is forgotten; its streams begin anew. */
const sourceIdleMs = 10 * 60_000;
/** A post waits so long at most for the end of its last entry: others may keep its source busy for ever. */
const maxSettleMs = 2000;
/** How often open entries are looked at, while there are any. */
const tickMs = 50;

/** The receiver, with what the control contract asks of it beside. */
export interface LinesReceiver extends Receiver {
  /** Reads a log file from now on, and the last MiB of what is there; resolves before that is read. */
  follow(file: { readonly path: string; readonly service?: string }): Promise<void>;
  unfollow(path: string): Promise<void>;
}

export const createLines: CreateReceiver = (context): LinesReceiver => {
  const lines = new Lines(context);
  return {
    id: receiverId,
    title: "Output and log files",
    routes: [lines.route],
    follow: ({ path, service }) => lines.follow(path, service ?? ""),
    unfollow: (path) => lines.unfollow(path),
    dispose: () => lines.dispose(),
  };
};

class Lines {
  /** Tells a sender that another process answers it than before. */
  private readonly id = randomUUID();
  private readonly parser: LineParser;
  private readonly sources = new Map<string, OutputSource>();
  private readonly positions: FollowPositions;
  private readonly followers = new Map<string, FileFollower>();
  /** What is under way with a file: who takes one back and names it again at once is read on from where that ended. */
  private readonly turns = new Map<string, Promise<void>>();
  private hasEnded = false;
  /** Posts that wait for the end of what they have begun. */
  private readonly settling = new Map<OutputSource, number>();
  private timer: NodeJS.Timeout | undefined;

  readonly route: HttpRoute = {
    methods: ["POST"],
    matches: (path) => path === "/lines",
    handle: (request) => this.handle(request),
    refuse: ({ status, message, retryAfterSeconds }) => ({
      ...reply(status, message),
      ...(retryAfterSeconds === undefined
        ? {}
        : { headers: { ...plainText, "retry-after": String(retryAfterSeconds) } }),
    }),
  };

  constructor(private readonly context: ReceiverContext) {
    this.parser = new LineParser(context.roles);
    const { dataPath } = context;
    this.positions = new FollowPositions(dataPath && join(dataPath, "followed.json"));
  }

  follow(path: string, service: string): Promise<void> {
    return this.inTurn(path, () => this.startFollowing(path, service));
  }

  unfollow(path: string): Promise<void> {
    return this.inTurn(path, () => this.endFollowing(path));
  }

  private inTurn(path: string, work: () => Promise<void>): Promise<void> {
    const turn = (this.turns.get(path) ?? Promise.resolve()).then(work);
    const ended: Promise<void> = turn
      .catch(() => undefined) // whoever asked for it is told
      .then(() => {
        if (this.turns.get(path) === ended) this.turns.delete(path);
      });
    this.turns.set(path, ended);
    return turn;
  }

  private async startFollowing(path: string, service: string): Promise<void> {
    if (this.followers.has(path) || this.hasEnded) return;
    const source = this.source(`file ${path}`, { service, run: "", file: path });
    const follower = new FileFollower(
      path,
      async (bytes) => {
        source.push(0, bytes, performance.now());
        source.send();
        this.tick();
        await source.committed();
      },
      this.positions,
      () => this.context.intake.counters.refused(receiverId, "not-a-file", 1, Buffer.from(path)),
    );
    this.followers.set(path, follower);
    await follower.start();
  }

  private async endFollowing(path: string): Promise<void> {
    const follower = this.followers.get(path);
    this.followers.delete(path);
    const source = this.sources.get(`file ${path}`);
    source?.giveUp();
    try {
      await follower?.dispose();
      source?.flush(performance.now());
      await source?.committed();
    } finally {
      this.sources.delete(`file ${path}`); // named again it is another one, which does not give up
    }
  }

  async dispose(): Promise<void> {
    this.hasEnded = true;
    clearTimeout(this.timer);
    for (const source of this.sources.values()) source.giveUp();
    await Promise.all(this.turns.values());
    await Promise.all([...this.followers.values()].map((follower) => follower.dispose()));
    for (const source of this.sources.values()) source.flush(performance.now());
    await Promise.allSettled([...this.sources.values()].map((source) => source.committed()));
    this.sources.clear();
    this.positions.save();
  }

  /**
   * `?service=&run=&file=&stream=stdout|stderr`; `more=1` says that the next part follows at once, so that the answer
   * does not wait until the last entry is known to be complete: it says which lines are not stored yet, and the sender
   * keeps those. `after=` names the collector that said so: another one does not have them, and answers 412.
   */
  private async handle(request: HttpRequest): Promise<HttpReply> {
    const { body, query, mediaType } = request;
    const { intake } = this.context;
    if (!intake.hasRoom(body.length)) throw new OverloadedError();
    const after = query.get("after") ?? this.id;
    if (after !== this.id) {
      return reply(412, "Another collector answered before: send what it had not stored as well.");
    }
    const frames = framesOf(request);
    if (frames === undefined) {
      intake.counters.refused(receiverId, "bad-frames", 1, body);
      return reply(400, `The body is not ${mediaType}: u8 stream (1, 2) | u32be length | bytes.`);
    }
    const key = {
      service: query.get("service") ?? "",
      run: query.get("run") ?? "",
      file: query.get("file") ?? "",
    };
    const source = this.source(JSON.stringify(key), key);
    if (source.isFailing) throw new OverloadedError();
    await source.pushAll(frames);
    this.tick();
    if (query.get("more") !== "1") await this.settled(source, request.signal);
    // Asked before the commit: what becomes an entry meanwhile may not be in it.
    const open = formatOpenLines(source.openLines());
    const headers = { ...plainText, [collectorHeader]: this.id, [openLinesHeader]: open };
    return (await source.isStored())
      ? { status: 200, headers, body: "" }
      : reply(202, "Sidelight could not write to its store; it keeps this and tries again.");
  }

  /** Resolves when the source has no open entry any more; ends what is open too long, unless nobody waits. */
  private async settled(source: OutputSource, signal: AbortSignal): Promise<void> {
    this.settling.set(source, (this.settling.get(source) ?? 0) + 1);
    const deadlineMs = performance.now() + maxSettleMs;
    while (source.isOpen && !signal.aborted && performance.now() < deadlineMs) {
      await new Promise((next) => setTimeout(next, tickMs / 2));
    }
    if (source.isOpen && !signal.aborted) source.flush(performance.now());
    const others = (this.settling.get(source) ?? 1) - 1;
    if (others > 0) this.settling.set(source, others);
    else this.settling.delete(source);
  }

  private source(name: string, key: SourceKey): OutputSource {
    let source = this.sources.get(name);
    if (source === undefined) {
      if (this.sources.size >= maxSources) this.forget(0);
      source = new OutputSource(key, this.context, this.parser);
      source.lastUsedMs = performance.now();
      this.sources.set(name, source);
    }
    return source;
  }

  /** Flushes and drops sources that are silent for so long; of too many the most silent. */
  private forget(idleMs: number): void {
    const nowMs = performance.now();
    const silent = [...this.sources]
      .filter(([name, source]) => !name.startsWith("file ") && !source.isPushing)
      .sort(([, a], [, b]) => a.lastUsedMs - b.lastUsedMs)
      .slice(0, idleMs === 0 ? 1 : undefined);
    for (const [name, source] of silent) {
      if (nowMs - source.lastUsedMs < idleMs) break;
      source.flush(nowMs);
      this.sources.delete(name);
    }
  }

  /** Keeps looking at open entries as long as there are any. */
  private tick(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const nowMs = performance.now();
      let isOpen = false;
      for (const source of this.sources.values()) {
        if (!source.isOpen) continue;
        // What goes on is on its way already and only waits for room.
        if (!source.isPushing) source.flushIdle(nowMs, this.settling.has(source));
        isOpen ||= source.isOpen;
      }
      this.forget(sourceIdleMs);
      if (isOpen) this.tick();
    }, tickMs);
  }
}

const lineFeed = 10;
const plainText = { "content-type": "text/plain; charset=utf-8" };
const reply = (status: number, message: string): HttpReply => ({
  status,
  headers: plainText,
  body: `${message}\n`,
});

function framesOf({ body, mediaType, query }: HttpRequest) {
  if (mediaType !== outputMediaType) {
    const stream = { stdout: 1, stderr: 2 }[query.get("stream") ?? ""] ?? 0;
    const part = { stream, bytes: body };
    // The next post may be another sender's: the last line of this one ends with it (Fluent Bit sends no line feed).
    const isOpen = body.length > 0 && body.at(-1) !== lineFeed && query.get("more") !== "1";
    return isOpen ? [part, { stream, bytes: Uint8Array.of(lineFeed) }] : [part];
  }
  const { frames, rest } = decodeFrames(body);
  return rest === 0 ? frames : undefined;
}
