// What the collector was given and has not stored: lines that may still go on. They are kept until an answer says
// that they are stored, and are sent again to a collector that took the place of the one that had them.

import type { OutputFrame } from "../shared/outputFrames";

/** Of a stream; the collector takes less of one entry. */
const maxKeptBytes = 16 * 1024 * 1024;
const lineFeed = 10;

export class OpenTail {
  private readonly kept = new Map<number, Buffer>();
  /** Who has it; "" for nobody. */
  collector = "";

  get sizeBytes(): number {
    return [...this.kept.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** After `part` was taken. `open`: line ends behind where a stream's end is open; undefined: nothing is stored yet. */
  add(part: readonly OutputFrame[], open: ReadonlyMap<number, number> | undefined): void {
    // Once for all frames of a stream: what is kept of a long line would else be copied for each of them.
    for (const stream of new Set(part.map((frame) => frame.stream))) {
      const given = part.filter((frame) => frame.stream === stream).map(({ bytes }) => bytes);
      const kept = this.kept.get(stream);
      this.kept.set(stream, Buffer.concat(kept === undefined ? given : [kept, ...given]));
    }
    for (const [stream, bytes] of this.kept) {
      const lines = open === undefined ? Infinity : open.get(stream);
      if (lines === undefined) this.kept.delete(stream);
      else this.kept.set(stream, endOf(bytes, lines).subarray(0, maxKeptBytes));
    }
  }

  /** All of it, which belongs to nobody then. */
  take(): OutputFrame[] {
    const frames = [...this.kept].map(([stream, bytes]) => ({ stream, bytes }));
    this.kept.clear();
    this.collector = "";
    return frames;
  }
}

/** What stands behind the line end before the last `lines` ones. */
function endOf(bytes: Buffer, lines: number): Buffer {
  let at = bytes.length;
  for (let left = lines; left >= 0 && at >= 0; left--) {
    at = at === 0 ? -1 : bytes.lastIndexOf(lineFeed, at - 1);
  }
  return bytes.subarray(at + 1);
}
