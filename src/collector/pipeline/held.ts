// Records on their way to the store: as they came where they are few, else packed at once and let go.

import { type Batch, overflowResourceId, type Packed, type RecordWriter } from "./batch";
import { RecordTally } from "./recordTally";

/**
 * So many that came together are packed at once and let go. As objects they would live until their commit: half of what
 * is allocated for a JSON line was copied twice by garbage collections before, a twelfth of its CPU.
 */
const packedRecords = 512;

export class Held {
  readonly count: number;
  readonly tally = new RecordTally();
  /** That have lost who sent them. */
  readonly nameless: number;
  readonly packed: Packed | undefined;
  /** None when they are packed and nobody watches. */
  readonly records: Partial<Batch>;

  constructor(records: Partial<Batch>, writer: RecordWriter, isWatched: boolean) {
    this.tally.add(records);
    this.count = this.tally.records;
    this.nameless = namelessOf(records);
    this.packed = this.count >= packedRecords ? writer.pack(records) : undefined;
    this.records = this.packed === undefined || isWatched ? records : {};
  }
}

function namelessOf({ logs = [], spans = [], points = [] }: Partial<Batch>): number {
  let count = 0;
  for (const { resource } of logs) if (resource.id === overflowResourceId) count++;
  for (const { resource } of spans) if (resource.id === overflowResourceId) count++;
  for (const { series } of points) if (series.resource.id === overflowResourceId) count++;
  return count;
}
