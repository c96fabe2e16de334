// Bytes of one source's streams → its entries, in the order in which they began: stdout and stderr are put
// together each on its own, and an entry waits for an older one that is still open.

import { EntryGrouper, isWholeObject } from "../../pipeline/text/entryGrouper";
import { unwrapLine } from "./containerLine";
import { LineSplitter, maxLineLength } from "./lineSplitter";
import type { Wrapping } from "../../pipeline/text/lineParser";

export interface Entry {
  readonly text: string;
  readonly stream: number;
  /** Arrival of its first line. */
  readonly observedTimeUnixNano: bigint;
  readonly wrapping: Wrapping | undefined;
}

/** A single line is an entry after so long without another; what is plainly unfinished waits longer. */
const idleMs = 100;
const unfinishedIdleMs = 300;
/** A line without its end is taken as it is after so long: prompts, progress. */
const partialIdleMs = 2000;
/** Container streams inside one source; past it all are flushed and begin anew. */
const maxStreams = 100;
/** Entries that wait for an older one, and their UTF-16 units; past either all that is open ends. */
const maxWaiting = 5000;
const maxWaitingLength = 8 * 1024 * 1024;

/** Of a line. */
interface LineFacts {
  readonly stream: number;
  readonly wrapping: Wrapping | undefined;
  readonly observed: bigint;
  /** How many lines of its stream had ended before it. */
  readonly number: number;
}

interface Slot extends LineFacts {
  /** "none": its line goes on an entry that began before it. */
  entry: Entry | "none" | undefined;
}

/** `LineFacts` are those of the line being read. */
interface Group extends LineFacts {
  wrapping: Wrapping | undefined;
  observed: bigint;
  number: number;
  readonly grouper: EntryGrouper;
  /** Of the open entry, and behind it those of lines that may begin one. */
  readonly slots: Slot[];
  lastMs: number;
  /** Beginning of a line that its container's log has split. */
  partial: string;
  /** Characters left out of the line being read. */
  skipped: number;
}

interface Stream {
  readonly splitter: LineSplitter;
  lastMs: number;
  /** Lines that have ended. */
  lines: number;
}

export class LineAssembler {
  private readonly streams = new Map<number, Stream>();
  private readonly groups = new Map<number | string, Group>();
  private readonly waiting: Slot[] = [];
  private waitingLength = 0;

  /** `onTruncated` is told of each line of which characters were left out; its text says so as well. */
  constructor(
    private readonly onEntry: (entry: Entry) => void,
    private readonly onTruncated: () => void = () => undefined,
  ) {}

  /** `nowMs` and `observed` (nanoseconds) say when the bytes came. */
  push(stream: number, bytes: Uint8Array, nowMs: number, observed: bigint): void {
    let state = this.streams.get(stream);
    if (state === undefined) {
      state = { splitter: new LineSplitter(), lastMs: nowMs, lines: 0 };
      this.streams.set(stream, state);
    }
    state.lastMs = nowMs;
    const { splitter } = state;
    const ended = state;
    splitter.push(bytes, (text, skipped) => {
      this.line(stream, text, skipped, nowMs, observed);
      ended.lines++;
    });
  }

  /**
   * Streams that have given no entry of their end yet, and how many line ends lie behind where that begins: 0 where
   * but the line after the last line end is open.
   */
  openLines(): Map<number, number> {
    const open = new Map<number, number>();
    const note = (stream: number, line: number) => {
      const behind = (this.streams.get(stream)?.lines ?? 0) - line;
      open.set(stream, Math.max(open.get(stream) ?? 0, behind));
    };
    for (const [stream, { splitter, lines }] of this.streams) {
      if (splitter.hasPartial) note(stream, lines);
    }
    for (const { stream, number } of this.waiting) note(stream, number);
    for (const { partial, stream, number } of this.groups.values()) {
      if (partial !== "") note(stream, number);
    }
    return open;
  }

  /** Is something begun that idling or `flush` will end? */
  get isOpen(): boolean {
    if (this.waiting.length > 0) return true;
    for (const { splitter } of this.streams.values()) if (splitter.hasPartial) return true;
    for (const group of this.groups.values()) {
      if (group.grouper.isOpen || group.partial !== "") return true;
    }
    return false;
  }

  /** Ends what nothing has been added to for its time. `isLast`: no more bytes are expected. */
  flushIdle(nowMs: number, observed: bigint, isLast = false): void {
    for (const [id, { splitter, lastMs }] of this.streams) {
      const idle = isLast ? unfinishedIdleMs : partialIdleMs;
      if (!splitter.hasPartial || nowMs - lastMs < idle) continue;
      splitter.flush((text, skipped) => this.line(id, text, skipped, lastMs, observed));
    }
    for (const group of this.groups.values()) {
      const idle = group.grouper.isMultiLine ? unfinishedIdleMs : idleMs;
      if (nowMs - group.lastMs >= idle) this.endGroup(group);
    }
  }

  /** Ends everything, as at the end of the source. */
  flush(nowMs: number, observed: bigint): void {
    for (const [id, { splitter }] of this.streams) {
      splitter.flush((text, skipped) => this.line(id, text, skipped, nowMs, observed));
    }
    for (const group of this.groups.values()) this.endGroup(group);
  }

  private endGroup(group: Group): void {
    if (group.partial !== "") {
      const text = group.partial;
      group.partial = "";
      this.endLine(group, text);
    }
    group.grouper.flush();
  }

  private line(
    stream: number,
    line: string,
    skipped: number,
    nowMs: number,
    observed: bigint,
  ): void {
    const unwrapped = unwrapLine(line);
    const group = this.group(stream, unwrapped?.key);
    group.lastMs = nowMs;
    const isRest = group.partial !== "";
    const text = unwrapped?.text ?? line;
    // Of a line in parts the first part's time counts.
    if (!isRest) {
      group.wrapping = unwrapped?.wrapping;
      group.observed = observed;
      group.number = this.streams.get(stream)?.lines ?? 0;
    }
    const whole = isRest ? group.partial + text : text;
    const kept = whole.length > maxLineLength ? whole.slice(0, maxLineLength) : whole;
    group.skipped += skipped + whole.length - kept.length;
    group.partial = unwrapped?.isPartial === true ? kept : "";
    if (unwrapped?.isPartial !== true) this.endLine(group, kept);
  }

  private endLine(group: Group, text: string): void {
    const { skipped } = group;
    group.skipped = 0;
    if (skipped > 0) this.onTruncated();
    else if (this.waiting.length === 0 && isWholeObject(text)) {
      this.onEntry(entryOf(group, text)); // it need not wait its turn
      return;
    }
    group.grouper.push(skipped > 0 ? `${text} … [${skipped} characters skipped]` : text);
  }

  private group(stream: number, key: string | undefined): Group {
    const name = key === undefined ? stream : `${stream} ${key}`;
    const known = this.groups.get(name);
    if (known !== undefined) return known;
    if (this.groups.size >= maxStreams) {
      for (const group of this.groups.values()) this.endGroup(group);
      this.groups.clear();
    }
    const group: Group = {
      stream,
      wrapping: undefined,
      observed: 0n,
      number: 0,
      grouper: new EntryGrouper(
        () => this.begin(group),
        (text) => this.end(group, text),
        () => this.joined(group),
      ),
      slots: [],
      lastMs: 0,
      partial: "",
      skipped: 0,
    };
    this.groups.set(name, group);
    return group;
  }

  private begin(group: Group): void {
    const { stream, wrapping, observed, number } = group;
    const slot: Slot = { stream, wrapping, observed, number, entry: undefined };
    group.slots.push(slot);
    this.waiting.push(slot);
  }

  private joined(group: Group): void {
    const [slot] = group.slots.splice(1, 1);
    if (slot !== undefined) slot.entry = "none";
  }

  private end(group: Group, text: string): void {
    const slot = group.slots.shift();
    if (slot === undefined) return;
    slot.entry = entryOf(slot, text);
    this.waitingLength += text.length;
    this.give();
  }

  /** Gives entries in order, up to the first that is still open. */
  private give(): void {
    let count = 0;
    for (const slot of this.waiting) {
      if (slot.entry === undefined) break;
      count++;
      if (slot.entry === "none") continue;
      this.waitingLength -= slot.entry.text.length;
      this.onEntry(slot.entry);
    }
    if (count > 0) this.waiting.splice(0, count);
    if (this.waiting.length <= maxWaiting && this.waitingLength <= maxWaitingLength) return;
    for (const group of this.groups.values()) this.endGroup(group);
  }
}

function entryOf({ stream, wrapping, observed }: LineFacts, text: string): Entry {
  return { text, stream, observedTimeUnixNano: observed, wrapping };
}
